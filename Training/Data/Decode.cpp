// From an audio file to 16-bit mono at 48 kHz, by libsndfile.
#include "Data/Decode.h"

#include "Error.h"

#include <memory>
#include <sndfile.h>

namespace solus::train {

std::vector<std::int16_t> decode(const std::filesystem::path& path) {
    SF_INFO info{};
    const std::unique_ptr<SNDFILE, int (*)(SNDFILE*)> file(sf_open(path.c_str(), SFM_READ, &info), sf_close);
    if (!file) throw Error(path.string() + ": " + sf_strerror(nullptr));
    if (info.channels < 1 || info.samplerate < 1000) throw Error(path.string() + ": holds no usable audio");
    std::vector<float> mono;
    std::vector<float> block(static_cast<size_t>(4096) * info.channels);
    for (sf_count_t frames; (frames = sf_readf_float(file.get(), block.data(), 4096)) > 0;) {
        for (sf_count_t i = 0; i < frames; ++i) {
            float sum = 0.0f;
            for (int c = 0; c < info.channels; ++c) sum += block[i * info.channels + c];
            mono.push_back(sum / static_cast<float>(info.channels));
        }
    }
    if (mono.empty()) throw Error(path.string() + ": holds no audio");
    if (info.samplerate != 48000) mono = resample(mono, info.samplerate, 48000);
    return toInt16(mono);
}

} // namespace solus::train
