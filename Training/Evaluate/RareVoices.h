// Does a denoiser keep what a voice does rarely: whisper, hold a vowel, begin with an s after a long pause?
#pragma once

#include "Inference/Model.h"

#include <memory>
#include <string>
#include <vector>

namespace solus::train {

/// Change of level in dB where the voice sounds; 0: kept whole, strongly negative: lost.
struct RareVoices {
    static constexpr int count = 3;
    /// NaN: there was nothing to make it from.
    double level[count];
    static const char* name(int i);  ///< in JSON
    static const char* title(int i); ///< in the table
};

/// Made from a clean recording at 48 kHz and the noise of its mixture:
///   - the recording whispered, at -35 dBFS, with hiss at -90 dBFS;
///   - a vowel of the recording held for 8 s, at -26 dBFS, with the same hiss; measured from 4 s to 7 s;
///   - an s of 150 ms after 5 s of the noise, 15 dB above it; measured over its first 60 ms, 3 to 7.5 kHz.
/// The same for equal `seed`.
RareVoices rareVoicesOf(const std::shared_ptr<const Model>&, float amountDb, const std::vector<float>& clean,
                        const std::vector<float>& noise, std::uint64_t seed);

struct RareVoiceFigures {
    std::string name, title;
    double mean = 0.0, worst = 0.0, lost = 0.0; ///< dB, dB, and the share of files that lose more than 10 dB
};
std::vector<RareVoiceFigures> figuresOf(const std::vector<RareVoices>&);

} // namespace solus::train
