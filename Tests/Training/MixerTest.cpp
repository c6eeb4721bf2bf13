// The mixer's laws: repeatable, exact in SNR and level, honest about band limits.
#include "Data/Mixer.h"
#include "Data/Augment.h"
#include "Data/Decode.h"
#include "Data/MaskTarget.h"
#include "Data/Spectra.h"
#include "Data/SyntheticNoise.h"
#include "Data/UnsteadyNoise.h"
#include "ToyData.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <set>
#include <thread>

using namespace solus;
using namespace solus::train;

TEST_CASE("A mixture depends on seed, step and item only, in whatever thread and order it is made") {
    const Mixer mixer(toy::library(), Split::train, {});
    std::vector<Mixture> forward(8), backward(8);
    for (int i = 0; i < 8; ++i) forward[i] = mixer.make(5, 17, i);
    std::thread other([&] {
        const Mixer again(toy::library(), Split::train, {});
        for (int i = 7; i >= 0; --i) backward[i] = again.make(5, 17, i);
    });
    other.join();
    for (int i = 0; i < 8; ++i) {
        CHECK(forward[i].speech == backward[i].speech);
        CHECK(forward[i].noise == backward[i].noise);
    }
    CHECK(forward[0].noise != forward[1].noise);
    CHECK(forward[0].noise != mixer.make(6, 17, 0).noise);
    CHECK(forward[0].noise != mixer.make(5, 18, 0).noise);
}

TEST_CASE("SNR and level are exact") {
    MixerOptions options;
    options.noiseFree = options.speechFree = 0.0;
    const Mixer mixer(toy::library(), Split::train, options);
    double lowest = 100.0, highest = -100.0;
    for (int i = 0; i < 60; ++i) {
        const auto m = mixer.make(1, 0, i);
        REQUIRE(m.speech.size() == 96000u);
        REQUIRE(m.noise.size() == 96000u);
        const double speechDb = 10.0 * std::log10(activePower(m.speech));
        CHECK(speechDb - 10.0 * std::log10(meanPower(m.noise)) == Approx(m.snrDb).margin(0.01));
        CHECK(speechDb > options.levelLow - 0.01);
        CHECK(speechDb < options.levelHigh + 0.01);
        lowest = std::min(lowest, m.snrDb);
        highest = std::max(highest, m.snrDb);
    }
    CHECK(lowest >= -5.0);
    CHECK(lowest < 0.0);
    CHECK(highest <= 20.0);
    CHECK(highest > 15.0);
}

TEST_CASE("Some mixtures lack speech, some lack noise") {
    MixerOptions options;
    options.seconds = 0.5;
    options.noiseFree = options.speechFree = 0.25;
    const Mixer mixer(toy::library(), Split::train, options);
    int noiseFree = 0, speechFree = 0;
    for (int i = 0; i < 100; ++i) {
        const auto m = mixer.make(2, 0, i);
        CHECK(m.hasNoise == (meanPower(m.noise) > 0.0));
        CHECK(m.hasSpeech == (meanPower(m.speech) > 0.0));
        noiseFree += !m.hasNoise;
        speechFree += !m.hasSpeech;
    }
    CHECK(noiseFree > 10);
    CHECK(noiseFree < 45);
    CHECK(speechFree > 10);
    CHECK(speechFree < 50);
}

TEST_CASE("Training and validation share no voice and no noise") {
    const auto all = toy::library();
    std::set<std::string> voices[2], noises[2];
    for (const auto& r : all->speech) voices[isHeldOut(r.entry, Kind::speech)].insert(r.entry.speaker);
    for (const auto& r : all->noise) noises[isHeldOut(r.entry, Kind::noise)].insert(r.entry.path);
    REQUIRE(!voices[1].empty());
    REQUIRE(!noises[1].empty());
    for (const auto split : {Split::train, Split::validation}) {
        const bool held = split == Split::validation;
        const Picker speech(all->speech, Kind::speech, split), noise(all->noise, Kind::noise, split);
        Random random{3};
        for (int i = 0; i < 200; ++i) {
            const auto& picked = speech.pick(random);
            CHECK(voices[held].contains(picked.entry.speaker));
            CHECK(speech.pickSameSpeaker(picked, random).entry.speaker == picked.entry.speaker);
            CHECK(noises[held].contains(noise.pick(random).entry.path));
        }
    }
}

TEST_CASE("Above the band of the recording nothing is learnt while somebody speaks, and silence is learnt in "
          "pauses") {
    // One second of silence, one of band-limited speech, white noise under both.
    Mixture m;
    m.bandwidthHz = 8000.0;
    m.speech.assign(96000, 0.0f);
    const auto voice = toFloat(toy::speech("v", 1.0, 8000.0, 4).samples);
    std::copy(voice.begin(), voice.end(), m.speech.begin() + 48000);
    Random random{9};
    m.noise.resize(96000);
    for (float& x : m.noise) x = static_cast<float>(0.001 * random.gaussian());
    const StftSpec stft;
    const auto example = makeMaskExample(m, stft, {});
    REQUIRE(example.frames == 187);
    const int known = static_cast<int>(8000.0 * 1024 / 48000);
    double loudest = 0.0;
    std::vector<double> power(187, 0.0);
    for (int t = 0; t < 187; ++t) {
        for (int k = 0; k < 513; ++k) power[t] += std::norm(example.speech[t * 513 + k]);
        loudest = std::max(loudest, power[t]);
    }
    int active = 0, pause = 0;
    for (int t = 0; t < 187; ++t) {
        const bool speaking = power[t] > loudest * std::pow(10.0, -4.5);
        (speaking ? active : pause)++;
        for (int k : {known - 40, known, known + 1, known + 100, 500}) {
            const size_t i = static_cast<size_t>(t) * 513 + k;
            CHECK(example.weight[i] == (speaking && k > known ? 0.0f : 1.0f));
            if (!speaking) CHECK(example.target[i] == 0.0f);
        }
    }
    CHECK(active > 30);
    CHECK(pause > 80);

    SECTION("full-band speech is known everywhere") {
        m.bandwidthHz = 24000.0;
        const auto full = makeMaskExample(m, stft, {});
        // But for the rare bins in which the noise, too, happens to be nothing.
        CHECK(std::count(full.weight.begin(), full.weight.end(), 0.0f) < 10);
    }
    SECTION("digital silence is not learnt from") {
        std::fill(m.noise.begin(), m.noise.end(), 0.0f);
        const auto quiet = makeMaskExample(m, stft, {});
        for (int k = 0; k < 513; ++k) CHECK(quiet.weight[10 * 513 + k] == 0.0f);
    }
}

TEST_CASE("Emphasis is 1 in the mean over the known bins, and low and loud bins have more of it") {
    const Mixer mixer(toy::library(), Split::train, {});
    const auto example = makeMaskExample(mixer.make(3, 1, 5), {}, {});
    double sum = 0.0, known = 0.0, low = 0.0, high = 0.0;
    for (size_t i = 0; i < example.weight.size(); ++i) {
        sum += example.weight[i] * example.emphasis[i];
        known += example.weight[i];
        (i % 513 < 85 ? low : high) += example.emphasis[i] / (i % 513 < 85 ? 85 : 428);
    }
    CHECK(sum == Approx(known).epsilon(1e-4));
    CHECK(low > 2.0 * high);
}

TEST_CASE("The target is the ideal binary mask, the features are those of the sum") {
    const Mixer mixer(toy::library(), Split::train, {});
    const auto m = mixer.make(3, 1, 4);
    FeatureSpec features;
    const auto example = makeMaskExample(m, {}, features);
    std::vector<float> sum(m.speech.size());
    for (size_t i = 0; i < sum.size(); ++i) sum[i] = m.speech[i] + m.noise[i];
    const auto noisy = analyse(sum, {}), speech = analyse(m.speech, {}), noise = analyse(m.noise, {});
    double worst = 0.0;
    for (size_t i = 0; i < noisy.size(); ++i) {
        REQUIRE(example.target[i] == (std::norm(speech[i]) > std::norm(noise[i]) ? 1.0f : 0.0f));
        const double expected = std::log10(std::max(std::abs(noisy[i]), 1e-5f));
        // Relative: the sum of two spectra and the spectrum of the sum round differently.
        if (std::abs(noisy[i]) > 1e-2) worst = std::max(worst, std::abs(expected - example.input[i]));
    }
    CHECK(worst < 1e-3);
}

TEST_CASE("Speed changes length and pitch, rooms keep the power, band limits cut") {
    std::vector<float> tone(48000);
    for (size_t n = 0; n < tone.size(); ++n)
        tone[n] = static_cast<float>(
            0.5 * std::sin(2.0 * 3.14159265358979 * 1000.0 * static_cast<double>(n) / 48000.0));
    const auto fast = changeSpeed(tone, 1.2);
    CHECK(fast.size() == 40000u);
    int crossings = 0;
    for (size_t n = 1001; n < 39000; ++n) crossings += fast[n - 1] < 0.0f && fast[n] >= 0.0f;
    CHECK(crossings == Approx(1200.0 * 38000 / 48000).margin(2));

    auto roomy = tone;
    addRoom(roomy, toFloat(toy::library()->rooms[0].samples));
    CHECK(meanPower(roomy) == Approx(meanPower(tone)).epsilon(1e-3));
    CHECK(roomy != tone);

    auto high = tone;
    for (size_t n = 0; n < high.size(); ++n)
        high[n] = static_cast<float>(
            0.5 * std::sin(2.0 * 3.14159265358979 * 12000.0 * static_cast<double>(n) / 48000.0));
    bandLimit(high, 8000.0);
    CHECK(meanPower(high) < 1e-3 * meanPower(tone));
    auto low = tone;
    bandLimit(low, 8000.0);
    CHECK(meanPower(low) == Approx(meanPower(tone)).epsilon(0.02));
}

TEST_CASE("Synthetic noise is finite, has unit power, and comes in many colours") {
    std::set<int> tilts;
    for (int i = 0; i < 40; ++i) {
        Random random{11, static_cast<std::uint64_t>(i)};
        auto noise = syntheticNoise(random, 24000);
        REQUIRE(noise.size() == 24000u);
        CHECK(meanPower(noise) == Approx(1.0).epsilon(1e-3));
        const double all = meanPower(noise);
        bandLimit(noise, 2000.0);
        tilts.insert(static_cast<int>(10.0 * meanPower(noise) / all));
    }
    CHECK(tilts.size() >= 4u);
}

namespace {

/// The deviation of the level of 10 ms frames, dB.
double levelDeviation(const std::vector<float>& noise) {
    double sum = 0.0, squares = 0.0, count = 0.0;
    for (size_t at = 0; at + 480 <= noise.size(); at += 480, count += 1.0) {
        const double db = 10.0 * std::log10(meanPower(std::span(noise).subspan(at, 480)) + 1e-12);
        sum += db, squares += db * db;
    }
    return std::sqrt(squares / count - sum * sum / (count * count));
}

} // namespace

TEST_CASE("Unsteady noise is finite and has unit power, its level changes, and a seed repeats it") {
    std::vector<double> deviations;
    for (int i = 0; i < 40; ++i) {
        Random random{12, static_cast<std::uint64_t>(i)}, again{12, static_cast<std::uint64_t>(i)};
        const auto noise = unsteadyNoise(random, 96000);
        REQUIRE(noise.size() == 96000u);
        CHECK(meanPower(noise) == Approx(1.0).epsilon(0.02));
        CHECK(noise == unsteadyNoise(again, 96000));
        deviations.push_back(levelDeviation(noise));
        CHECK(deviations.back() > 1.0);
    }
    std::sort(deviations.begin(), deviations.end());
    CHECK(deviations[20] > 6.0);
    Random random{12};
    CHECK(levelDeviation(syntheticNoise(random, 96000)) < 4.0);
}
