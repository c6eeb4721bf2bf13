// Scenes: repeatable from a pool that rolls on, true to their levels, and cut as the engine will be given them.
#include "Data/SceneMixer.h"
#include "Data/Spectra.h"
#include "Data/SpectrumExample.h"
#include "Data/VoiceKinds.h"
#include "Engine/Models.h"
#include "ToyData.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <set>

using namespace solus;
using namespace solus::train;

namespace {

SceneOptions smallScenes() {
    SceneOptions options;
    options.mixing.seconds = 0.5;
    options.voices = options.noises = 6;
    options.renewal = 8;
    return options;
}

/// Nothing that would change the level of a whole scene or of its parts.
SceneOptions plainScenes() {
    auto options = smallScenes();
    options.interruptions = {0.0, 0.0, 0.0, 0.0, 0.0};
    options.bandLimited = options.nearTalker = options.lateSpeech = 0.0;
    options.mixing.noiseFree = options.mixing.speechFree = options.mixing.clipping = 0.0;
    return options;
}

constexpr StftSpec stft{960, 360, 480};

FeatureSpec features() {
    FeatureSpec spec{"erb_detail", 12, 100.0, 20000.0, 1e-4f};
    spec.detailBins = 10;
    spec.phaseBins = 8;
    return spec;
}

} // namespace

TEST_CASE("a scene depends on seed, step and item only, wherever a run begins") {
    const SceneMixer whole(toy::library(), smallScenes(), 5), resumed(toy::library(), smallScenes(), 5);
    std::vector<Mixture> scenes;
    for (std::int64_t step = 0; step < 20; ++step) scenes.push_back(whole.make(step, 3));
    for (std::int64_t step = 19; step >= 12; --step) CHECK(resumed.make(step, 3).noise == scenes[step].noise);
    CHECK(scenes[12].noise != scenes[13].noise);
    CHECK(scenes[0].noise != SceneMixer(toy::library(), smallScenes(), 6).make(0, 3).noise);
}

TEST_CASE("with strangers, the owner can be silent without any noise, and somebody else talks") {
    auto options = plainScenes();
    options.strangers.emplace();
    options.enrolment = std::make_shared<const Enrolment>(defaultDenoiser(), defaultEmbedder());
    options.mixing.noiseFree = options.mixing.speechFree = 1.0;
    const SceneMixer mixer(toy::library(), options, 5);
    for (std::uint64_t item = 0; item < 8; ++item) {
        const auto scene = mixer.make(0, item);
        CHECK_FALSE(scene.hasSpeech);
        CHECK(scene.hasOthers);
        CHECK(meanPower(scene.noise) > 0.0);
    }
}

TEST_CASE("a pool holds every slot for its period, then renews it") {
    int made = 0;
    const StretchPool pool(1, 4, 10, [&made](Random& random) {
        ++made;
        return PooledSound{{static_cast<float>(random.uniform())}};
    });
    std::set<float> seen[3];
    for (std::int64_t step = 0; step < 30; ++step)
        for (std::uint64_t i = 0; i < 40; ++i) {
            Random random({9, static_cast<std::uint64_t>(step), i});
            seen[step / 10].insert(pool.draw(step, random)->samples[0]);
        }
    CHECK(made <= 4 * 4); // four slots; three periods, each slot's beginning elsewhere in them
    CHECK(made >= 4 * 3);
    for (float x : seen[0]) CHECK(seen[2].count(x) == 0);
}

TEST_CASE("the SNR of a scene is exact, and its level within the range") {
    const auto options = plainScenes();
    const SceneMixer mixer(toy::library(), options, 7);
    int speaking = 0;
    for (std::uint64_t i = 0; i < 40; ++i) {
        const auto m = mixer.make(0, i);
        if (!m.hasSpeech || !m.hasNoise) continue;
        ++speaking;
        const double speechDb = 10.0 * std::log10(activePower(m.speech));
        // The converter's noise lies below -85 dBFS.
        CHECK(speechDb - 10.0 * std::log10(meanPower(m.noise)) == Approx(m.snrDb).margin(0.1));
        CHECK((speechDb > options.mixing.levelLow - 0.01 && speechDb < options.mixing.levelHigh + 0.01));
    }
    CHECK(speaking > 25);
}

TEST_CASE("an example leaves digital silence out, as the engine does") {
    Mixture sound;
    Random random{3};
    for (int n = 0; n < 24000; ++n) {
        sound.speech.push_back(0.1f * static_cast<float>(std::sin(0.05 * n)));
        sound.noise.push_back(0.01f * static_cast<float>(random.gaussian()));
    }
    auto late = sound;
    for (auto* signal : {&late.speech, &late.noise}) signal->insert(signal->begin(), 360 * 20, 0.0f);
    const ExampleOptions options{60, 0, 1.0};
    const auto a = makeSpectrumExample(sound, stft, features(), options),
               b = makeSpectrumExample(late, stft, features(), options);
    REQUIRE(a.frames == 60);
    CHECK(a.input == b.input);
    // In the middle: as many frames, none of them silent.
    auto muted = sound;
    for (auto* signal : {&muted.speech, &muted.noise})
        std::fill(signal->begin() + 8000, signal->begin() + 15000, 0.0f);
    const auto c = makeSpectrumExample(muted, stft, features(), {40, 0, 1.0});
    for (int t = 0; t < c.frames; ++t) {
        float power = 0.0f;
        for (int k = 0; k < c.bins; ++k) power += std::norm(c.noisy[static_cast<size_t>(t * c.bins + k)]);
        CHECK(power > 0.0f);
    }
    // What is missing at the end weighs nothing.
    const auto d = makeSpectrumExample(muted, stft, features(), {60, 0, 1.0});
    CHECK(std::all_of(d.weight.end() - d.bins, d.weight.end(), [](float w) { return w == 0.0f; }));
}

TEST_CASE("the first 80 ms after a pause weigh more, and only those") {
    Mixture m;
    Random random{4};
    for (int n = 0; n < 48000; ++n) {
        m.speech.push_back(n < 24000 ? 0.0f : 0.1f * static_cast<float>(random.gaussian()));
        m.noise.push_back(0.01f * static_cast<float>(random.gaussian()));
    }
    const auto plain = makeSpectrumExample(m, stft, features(), {0, 0, 1.0}),
               onset = makeSpectrumExample(m, stft, features(), {0, 0, 3.0});
    int heavier = 0;
    for (int t = 0; t < plain.frames; ++t) {
        const size_t at = static_cast<size_t>(t * plain.bins + 20);
        const float ratio = onset.weight[at] / plain.weight[at];
        CHECK((ratio == Approx(1.0f) || ratio == Approx(3.0f)));
        if (ratio > 2.0f) {
            ++heavier;
            CHECK(std::abs(t * 360 - 24000) < 0.1 * 48000);
        }
    }
    CHECK(heavier == 10);
}

TEST_CASE("with look-ahead the spectra of an example are late, and its features are not") {
    Mixture m;
    Random random{4};
    for (int n = 0; n < 24000; ++n) {
        m.speech.push_back(0.1f * static_cast<float>(random.gaussian()));
        m.noise.push_back(0.01f * static_cast<float>(random.gaussian()));
    }
    constexpr int lookAhead = 5;
    const auto plain = makeSpectrumExample(m, stft, features()),
               late = makeSpectrumExample(m, stft, features(), {0, lookAhead});
    CHECK(late.input == plain.input);
    const auto shift = static_cast<size_t>(lookAhead * plain.bins);
    for (size_t i = 0; i < late.noisy.size(); ++i) {
        REQUIRE(late.weight[i] == (i < shift ? 0.0f : plain.weight[i - shift]));
        if (i < shift) continue;
        REQUIRE(late.noisy[i] == plain.noisy[i - shift]);
        REQUIRE(late.speech[i] == plain.speech[i - shift]);
    }
}

TEST_CASE("a device that cuts off leaves nothing above its band, in speech or noise") {
    auto options = plainScenes();
    options.bandLimited = 1.0;
    const SceneMixer mixer(toy::library(), options, 9);
    int cut = 0;
    for (std::uint64_t i = 0; i < 16; ++i) {
        const auto m = mixer.make(0, i);
        if (m.cutHz >= 24000.0) continue;
        ++cut;
        const auto e = makeSpectrumExample(m, stft, features());
        const int first = static_cast<int>(std::ceil(m.cutHz / 50.0));
        for (int t = 0; t < e.frames; ++t)
            for (int k = first; k < e.bins; ++k)
                REQUIRE(std::norm(e.noisy[static_cast<size_t>(t * e.bins + k)]) == 0.0f);
    }
    CHECK(cut > 2);
}

TEST_CASE("a whisper keeps the envelope in time and loses the harmonics; a held vowel holds") {
    Random random{5};
    std::vector<float> voice(48000);
    for (size_t n = 0; n < voice.size(); ++n) {
        const bool speaks = n / 12000 % 2 == 1;
        for (int h = 1; h < 20; ++h)
            voice[n] += speaks ? 0.02f * static_cast<float>(std::sin(h * 2.0 * 3.14159265 * 120.0 / 48000.0 *
                                                                     static_cast<double>(n)))
                               : 0.0f;
    }
    auto whispered = voice;
    whisper(whispered, random);
    const auto power = [](const std::vector<float>& x, size_t from, size_t to) {
        double sum = 0.0;
        for (size_t n = from; n < to; ++n) sum += x[n] * x[n];
        return sum / static_cast<double>(to - from);
    };
    CHECK(power(whispered, 14000, 23000) > 100.0 * power(whispered, 4000, 11000));
    // One period of 120 Hz later: a voiced sound repeats, a whisper does not.
    const auto likeness = [](const std::vector<float>& x) {
        double same = 0.0, all = 0.0;
        for (size_t n = 15000; n < 22000; ++n) same += x[n] * x[n + 400], all += x[n] * x[n];
        return same / all;
    };
    CHECK(likeness(voice) > 0.9);
    CHECK(likeness(whispered) < 0.4);

    const auto vowel = heldVowel(voice, 96000, random);
    REQUIRE(vowel.size() == 96000u);
    CHECK(power(vowel, 80000, 85000) > 0.3 * power(vowel, 20000, 25000));
    CHECK(heldVowel(std::vector<float>(48000, 0.0f), 4800, random).empty());
}
