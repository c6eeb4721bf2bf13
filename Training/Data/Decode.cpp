// Decodes an audio file to 16-bit mono at 48 kHz, with the reader of the command-line tool.
#include "Data/Decode.h"

#include "Base/EngineRate.h"
#include "Base/Error.h"
#include "Files/AudioFileReader.h"

#include <regex>

namespace solus::train {

namespace {

/// The reader's advice is for users who denoise a file, not for those who train on it.
std::string withoutAdvice(const std::string& text) {
    static const std::regex advice(R"( \(--salvage[^)]*\)|; --salvage[^)]*)");
    return std::regex_replace(text, advice, "");
}

} // namespace

std::vector<std::int16_t> decode(const std::filesystem::path& path) {
    try {
        AudioFileReader file(path.string());
        const auto& info = file.info();
        if (info.sampleRate < 1000) throw Error(path.string() + ": holds no usable audio");
        const auto all = file.readAll();
        const auto channels = static_cast<size_t>(info.channels);
        std::vector<float> mono(all.size() / channels);
        for (size_t i = 0; i < mono.size(); ++i) {
            float sum = 0.0f;
            for (size_t c = 0; c < channels; ++c) sum += all[i * channels + c];
            mono[i] = sum / static_cast<float>(channels);
        }
        if (mono.empty()) throw Error(path.string() + ": holds no audio");
        if (info.sampleRate != engineRate) mono = resample(mono, info.sampleRate, engineRate);
        return toInt16(mono);
    } catch (const Error& e) {
        throw Error(withoutAdvice(e.what()));
    }
}

std::string whyNotOpened(const std::filesystem::path& path) {
    try {
        return AudioFileReader(path.string()).info().sampleRate < 1000
                   ? path.string() + ": holds no usable audio"
                   : "";
    } catch (const Error& e) {
        return withoutAdvice(e.what());
    }
}

} // namespace solus::train
