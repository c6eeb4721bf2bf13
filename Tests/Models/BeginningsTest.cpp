// Whether the beginning of a recording affects the noise reduction seconds later.
#include "Engine/Models.h"
#include "Support/Signals.h"

#include <catch2/catch.hpp>

using namespace solus;

namespace {

constexpr int rate = 48000;

float uniform(std::mt19937& random, float low, float high) {
    return std::uniform_real_distribution<float>(low, high)(random);
}

float gainOf(float db) {
    return std::pow(10.0f, db / 20.0f);
}

/// Noise of -40 dBFS, white to brown: y[n] = p y[n - 1] + white.
std::vector<float> colouredNoise(std::mt19937& random, int count, float pole) {
    std::vector<float> x(static_cast<size_t>(count));
    std::normal_distribution<float> white;
    float state = 0.0f;
    double power = 1e-20;
    for (float& v : x) {
        state = pole * state + white(random);
        v = state;
        power += static_cast<double>(v) * v;
    }
    const float scale = gainOf(-40.0f) / static_cast<float>(std::sqrt(power / count));
    for (float& v : x) v *= scale;
    return x;
}

/// A hum with harmonics and a varying pitch, in syllables: the network takes it for a voice.
std::vector<float> hum(std::mt19937& random, int count) {
    std::vector<float> x(static_cast<size_t>(count));
    const float hz = uniform(random, 90.0f, 280.0f), level = gainOf(uniform(random, -35.0f, -10.0f));
    double phase = 0.0;
    for (int n = 0; n < count; ++n) {
        phase += 6.283185307179586 * hz * (1.0 + 0.1 * std::sin(9.0 * n / rate)) / rate;
        double sum = 0.0;
        for (int k = 1; k <= 12; ++k) sum += std::sin(k * phase) / k;
        const double syllable = std::max(0.0, std::sin(20.0 * n / rate));
        x[static_cast<size_t>(n)] = static_cast<float>(level * syllable * sum);
    }
    return x;
}

/// Puts something of 0.05 to 3 s in front of `noise` [samples], or over its first part.
std::vector<float> withBeginning(std::mt19937& random, int kind, std::vector<float> noise) {
    const int count = static_cast<int>(uniform(random, 0.05f, 3.0f) * rate);
    std::vector<float> start;
    switch (kind) {
    case 0:
        start.assign(static_cast<size_t>(count), 0.0f);
        break; // silence
    case 1:
        start = toy::noise(1, count, random(), gainOf(uniform(random, -100, -80)))[0];
        break; // near-silence
    case 2:
        start = toy::noise(1, count, random(), gainOf(uniform(random, -25, 0)))[0];
        break; // a crash
    case 3:
        start = hum(random, count);
        break;
    case 4:
        start = toy::sine(uniform(random, 60.0f, 6000.0f), rate, count, gainOf(uniform(random, -40, -3)));
        break;
    default: // a fade-in
        for (int n = 0; n < count; ++n)
            noise[static_cast<size_t>(n)] *= static_cast<float>(n) / static_cast<float>(count);
    }
    start.insert(start.end(), noise.begin(), noise.end());
    return start;
}

double lastSecondDb(VoiceEngine& engine, const std::vector<float>& in) {
    engine.reset();
    const auto out = toy::run(engine, {in})[0];
    return toy::levelDb(out, out.size() - rate, out.size());
}

} // namespace

// A known weakness (docs/results/denoising.md): after a hum or a tone that the network takes for a voice, noise can stay up
// to 20 dB too loud for seconds. This happens in 38 of the 200 cases. The limits keep it from getting worse.
TEST_CASE("few beginnings leave the denoiser in a state in which it lets noise through") {
    std::mt19937 random(7);
    VoiceEngine engine(defaultDenoiser());
    engine.prepare(rate, 1);
    constexpr double inaudibleDb = -75.0; // anything quieter counts as equally quiet
    int caught = 0, caughtByQuiet = 0;
    double worst = 0.0;
    for (int i = 0; i < 200; ++i) {
        const float pole = i % 4 == 0 ? 0.0f : uniform(random, 0.5f, 0.98f);
        const auto noise = colouredNoise(random, 5 * rate, pole);
        const double steady = std::max(inaudibleDb, lastSecondDb(engine, noise));
        const double after = std::max(inaudibleDb, lastSecondDb(engine, withBeginning(random, i % 6, noise)));
        worst = std::max(worst, after - steady);
        if (after > steady + 3.0) {
            ++caught;
            caughtByQuiet += i % 6 == 0 || i % 6 == 1 || i % 6 == 5; // silence, near-silence, a fade
            UNSCOPED_INFO("beginning " << i << " of kind " << i % 6 << ", pole " << pole << ": " << steady
                                       << " dBFS, then " << after);
        }
    }
    INFO("worst " << worst << " dB");
    CHECK(caught <= 40);
    CHECK(caughtByQuiet == 0);
    CHECK(worst < 21.0);
}
