// Writes flac through libsndfile.
#include "Files/Encoder.h"

#include "Error.h"
#include "Files/AudioFileWriter.h"

#include <sndfile.h>
#include <utility>
#include <vector>

namespace solus {
namespace {

class FlacEncoder final : public Encoder {
public:
    FlacEncoder(int descriptor, const std::string& name, const AudioInfo& info) : name_(name), info_(info) {
        info_.container = "flac";
        if (bitDepth(info_.format) > 24)
            info_.format = SampleFormat::pcm24; // the most that libsndfile writes
        info_.encoding = std::to_string(bitDepth(info_.format)) + "-bit PCM";
        info_.extensible = false;
        if (info.channels > 8)
            throw Error(name + ": flac holds at most 8 channels, and the input has " +
                        std::to_string(info.channels) + "; write a .wav");
        if (info.sampleRate > 655350) throw Error(name + ": flac holds at most 655350 Hz; write a .wav");
        if (info.sampleRate > 65535 &&
            info.sampleRate % 10 != 0) // the "streamable subset", RFC 9639 section 7
            throw Error(name + ": flac cannot hold " + std::to_string(info.sampleRate) + " Hz; write a .wav");
        SF_INFO raw{};
        raw.samplerate = info_.sampleRate;
        raw.channels = info_.channels;
        raw.format = SF_FORMAT_FLAC | (info_.format == SampleFormat::pcm8    ? SF_FORMAT_PCM_S8
                                       : info_.format == SampleFormat::pcm16 ? SF_FORMAT_PCM_16
                                                                             : SF_FORMAT_PCM_24);
        file_ = sf_open_fd(descriptor, SFM_WRITE, &raw, SF_FALSE);
        if (!file_) throw WriteError(name + ": cannot write flac: " + sf_strerror(nullptr));
    }
    ~FlacEncoder() override {
        if (file_) sf_close(file_);
    }
    FlacEncoder(const FlacEncoder&) = delete;
    FlacEncoder& operator=(const FlacEncoder&) = delete;

    const AudioInfo& info() const noexcept override { return info_; }

    void write(const float* interleaved, std::int64_t frames) override {
        // libsndfile takes the highest bits of 32-bit integers, whatever the file's width.
        const int bits = bitDepth(info_.format);
        const auto samples = static_cast<size_t>(frames * info_.channels);
        words_.resize(samples);
        for (size_t i = 0; i < samples; ++i) words_[i] = quantise(interleaved[i], bits) * (1 << (32 - bits));
        if (sf_writef_int(file_, words_.data(), frames) != frames)
            throw WriteError(name_ + ": cannot write: " + sf_strerror(file_));
        frames_ += frames;
    }

    void finish() override {
        info_.frames = frames_;
        const int failed = sf_error(file_);
        const int closed = sf_close(std::exchange(file_, nullptr));
        if (failed != 0 || closed != 0)
            throw WriteError(name_ + ": cannot write: " + sf_error_number(failed != 0 ? failed : closed));
    }

private:
    std::string name_;
    AudioInfo info_;
    SNDFILE* file_ = nullptr;
    std::int64_t frames_ = 0;
    std::vector<int> words_;
};

} // namespace

std::unique_ptr<Encoder> makeFlacEncoder(int descriptor, const std::string& name, const AudioInfo& info) {
    return std::make_unique<FlacEncoder>(descriptor, name, info);
}

} // namespace solus
