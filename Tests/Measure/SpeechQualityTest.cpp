// Segmental SNR, noise reduction, speech distortion and onsets, against values derived by hand.
#include "Base/Error.h"
#include "Measure/Frames.h"
#include "Measure/NoiseReduction.h"
#include "Measure/Onsets.h"
#include "Measure/SegmentalSnr.h"
#include "Measure/SpeechActivity.h"
#include "Measure/SpeechDistortion.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <numbers>
#include <vector>

using namespace solus;

namespace {

constexpr int rate = 48000;
using Signal = std::vector<float>;

/// Alternating +-amplitude: every frame has the mean square amplitude^2.
void append(Signal& x, double seconds, double amplitude) {
    const auto count = static_cast<size_t>(std::lround(seconds * rate));
    for (size_t n = 0; n < count; ++n) x.push_back(static_cast<float>(n % 2 ? -amplitude : amplitude));
}

Signal tone(double hz, double seconds, double amplitude) {
    Signal x(static_cast<size_t>(seconds * rate));
    for (size_t n = 0; n < x.size(); ++n)
        x[n] = static_cast<float>(amplitude *
                                  std::sin(2.0 * std::numbers::pi * hz * static_cast<double>(n) / rate));
    return x;
}

Signal sum(const Signal& a, float gainOfB, const Signal& b) {
    Signal x = a;
    for (size_t n = 0; n < x.size(); ++n) x[n] += gainOfB * b[n];
    return x;
}

} // namespace

TEST_CASE("frames: levels, speech, pauses, the active level and the noise floor") {
    Signal x;
    append(x, 0.10, 0.5);   // five frames of -6.02 dB
    append(x, 0.10, 0.05);  // 20 dB below: speech too
    append(x, 0.10, 0.004); // 41.9 dB below: neither
    append(x, 0.05, 0.0);   // two whole frames of silence, and a half one that does not count
    const auto levels = frameLevelsDb(x, rate);
    REQUIRE(levels.size() == 17);
    CHECK(levels[0] == Approx(-6.0206).margin(1e-3));
    CHECK(levels[16] == silenceDb);
    const auto speech = speechFrames(levels), pause = pauseFrames(levels);
    CHECK(std::count(speech.begin(), speech.end(), true) == 10);
    CHECK(std::count(pause.begin(), pause.end(), true) == 2);
    // Mean power of half the frames at 0.25, half at 0.0025.
    CHECK(activeLevelDb(levels) == Approx(10.0 * std::log10(0.12625)).margin(1e-3));
    CHECK(noiseFloorDb(levels) == Approx(silenceDb - 10.0 * std::log10(0.12625)).margin(1e-3));

    const auto silence = frameLevelsDb(Signal(rate, 0.0f), rate);
    CHECK(speechFrames(silence) == std::vector<bool>(50, false));
    CHECK(std::isnan(activeLevelDb(silence)));
}

TEST_CASE("segmental SNR: the mean over frames of speech, each between -10 and 35 dB") {
    Signal s, y;
    append(s, 0.02, 0.5), append(y, 0.02, 0.55); // error 0.05: 20 dB
    append(s, 0.02, 0.5), append(y, 0.02, 0.5);  // exact: 35 dB
    append(s, 0.02, 0.5), append(y, 0.02, 10.5); // error 10: -26 dB, counts as -10 dB
    append(s, 0.02, 0.0), append(y, 0.02, 1.0);  // no speech: does not count
    CHECK(segmentalSnrDb(s, y, rate) == Approx(15.0).margin(1e-3));
    CHECK(std::isnan(segmentalSnrDb(Signal(rate, 0.0f), Signal(rate, 0.1f), rate)));
    CHECK_THROWS_AS(segmentalSnrDb(s, Signal(10), rate), Error);
}

TEST_CASE("noise reduction: power taken out of pauses, whatever happens to speech") {
    Signal clean, noisy, processed;
    append(clean, 0.5, 0.5), append(noisy, 0.5, 0.6), append(processed, 0.5, 0.01);
    append(clean, 0.2, 0.0), append(noisy, 0.2, 0.1), append(processed, 0.2, 0.01);
    append(clean, 0.2, 0.0), append(noisy, 0.2, 0.2), append(processed, 0.2, 0.02);
    CHECK(noiseReductionDb(clean, noisy, processed, rate) == Approx(20.0).margin(1e-3));
    CHECK(noiseReductionDb(clean, noisy, noisy, rate) == Approx(0.0).margin(1e-9));
    // A gate: mean power 0.025 becomes 1e-10 (-100 dB).
    const Signal gated(clean.size(), 0.0f);
    CHECK(noiseReductionDb(clean, noisy, gated, rate) == Approx(10.0 * std::log10(0.025e10)).margin(1e-3));
    Signal pauseless;
    append(pauseless, 0.9, 0.5);
    CHECK(std::isnan(noiseReductionDb(pauseless, noisy, processed, rate)));
}

TEST_CASE("speech distortion: the level error of bins that are speech, blind for those that are noise") {
    const auto speech = tone(1000.0, 1.0, 0.3), noise = tone(10000.0, 1.0, 0.1);
    const auto noisy = sum(speech, 1.0f, noise);
    CHECK(speechDistortionDb(speech, noisy, speech) == Approx(0.0).margin(1e-6));
    // Half the speech is 6.02 dB less; what is left of the noise does not matter.
    auto half = speech;
    for (float& x : half) x *= 0.5f;
    CHECK(speechDistortionDb(speech, noisy, half) == Approx(6.0206).margin(0.01));
    CHECK(speechDistortionDb(speech, noisy, sum(half, 1.0f, noise)) == Approx(6.0206).margin(0.05));
    // Two partials 40 dB apart, of equally many bins; 12.04 dB off one of them: sqrt((0 + 12.04^2) / 2).
    // 1500 and 6000 Hz are whole bins, so each has exactly three bins of the Hann window.
    const auto loud = tone(1500.0, 1.0, 0.5), soft = tone(6000.0, 1.0, 0.005);
    const auto both = sum(loud, 1.0f, soft), less = sum(loud, 0.25f, soft);
    CHECK(speechDistortionDb(both, both, less) == Approx(12.0412 / std::sqrt(2.0)).margin(0.01));
    // Missing speech counts down to the floor, 80 dB below the loudest bin: a single tone loses 80 dB in its centre
    // bin and 73.98 dB in the two bins next to it.
    CHECK(speechDistortionDb(loud, loud, Signal(loud.size(), 0.0f)) ==
          Approx(std::sqrt((80.0 * 80.0 + 2.0 * 73.979 * 73.979) / 3.0)).margin(0.01));
    CHECK(std::isnan(speechDistortionDb(Signal(rate, 0.0f), Signal(rate, 0.1f), Signal(rate, 0.1f))));
}

TEST_CASE("onsets: after a tenth of a second of silence, if a word follows") {
    Signal x;
    append(x, 0.300, 0.0);
    append(x, 0.200, 0.3); // a word at 0.3 s
    append(x, 0.050, 0.0); // too short a pause
    append(x, 0.200, 0.3);
    append(x, 0.200, 0.0);
    append(x, 0.010, 0.02); // a click, 23 dB below, with nothing after it
    append(x, 0.240, 0.0);
    append(x, 0.020, 0.02); // a word at 1.2 s that begins softly
    append(x, 0.200, 0.3);
    const auto onsets = wordOnsets(x, rate);
    REQUIRE(onsets.size() == 2);
    CHECK(onsets[0] == 14400);
    CHECK(onsets[1] == 57600);
    CHECK(wordOnsets(Signal(rate, 0.0f), rate).empty());
    // With the recording's own noise 33 dB below, above the usual threshold, the words are still found.
    auto noisy = x;
    for (float& v : noisy) v += v == 0.0f ? 0.0067f : 0.0f;
    CHECK(wordOnsets(noisy, rate) == onsets);

    // The first 30 ms at half the amplitude lose 6.02 dB, what comes later does not count.
    auto late = x;
    for (size_t n = 0; n < 1440; ++n) late[14400 + n] *= 0.5f;
    CHECK(onsetLossDb(x, late, 14400, rate) == Approx(6.0206).margin(1e-3));
    CHECK(onsetLossDb(x, late, 57600, rate) == Approx(0.0).margin(1e-6));
    // Noise orthogonal to the speech neither fills the loss nor increases it; it may bury the onset.
    Signal noise(x.size());
    for (size_t n = 0; n < noise.size(); ++n) noise[n] = (n / 2) % 2 ? -1.0f : 1.0f;
    CHECK(onsetLossDb(x, sum(late, 0.2f, noise), 14400, rate) == Approx(6.0206).margin(1e-3));
    CHECK(onsetIsAudible(x, sum(x, 0.25f, noise), 14400, rate));
    CHECK_FALSE(onsetIsAudible(x, sum(x, 0.35f, noise), 14400, rate));
    CHECK(onsetLossDb(x, Signal(x.size(), 0.0f), 14400, rate) == Approx(30.0));
}
