// The format of an audio file, and how its samples are stored.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace solus {

/// The format of one sample. Lossy files (ogg, opus, mp3, ADPCM, ...) count as pcm16: the format in which they are
/// written.
enum class SampleFormat { pcm8, pcm16, pcm24, pcm32, float32, float64 };

constexpr int bitDepth(SampleFormat f) noexcept {
    switch (f) {
    case SampleFormat::pcm8:
        return 8;
    case SampleFormat::pcm16:
        return 16;
    case SampleFormat::pcm24:
        return 24;
    case SampleFormat::pcm32:
    case SampleFormat::float32:
        return 32;
    case SampleFormat::float64:
        return 64;
    }
    return 0;
}

constexpr bool isFloat(SampleFormat f) noexcept {
    return f == SampleFormat::float32 || f == SampleFormat::float64;
}

/// Frames [from, to) of a recording.
struct Gap {
    std::int64_t from = 0, to = 0;
};

struct AudioInfo {
    std::string container; ///< "wav", "flac", "ogg", "mp3", ...
    std::string encoding;  ///< for display: "16-bit PCM", "32-bit float", "MPEG Layer III", ...
    int sampleRate = 0;    ///< Hz
    int channels = 0;
    SampleFormat format = SampleFormat::pcm16;
    std::optional<std::int64_t> frames; ///< samples per channel; none if the header does not know
    bool extensible = false;            ///< a wav file with WAVE_FORMAT_EXTENSIBLE
    std::uint32_t channelMask = 0;      ///< its speaker positions

    double seconds() const noexcept {
        return frames && sampleRate > 0 ? static_cast<double>(*frames) / sampleRate : 0.0;
    }
};

} // namespace solus
