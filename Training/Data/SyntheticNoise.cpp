// Stationary noises: hiss of any colour, mains hum, fans.
#include "Data/SyntheticNoise.h"

#include "Base/EngineRate.h"
#include "Data/Biquad.h"

#include <algorithm>

namespace solus::train {

namespace {

std::vector<float> white(Random& random, int count) {
    std::vector<float> noise(static_cast<size_t>(count));
    for (float& sample : noise) sample = static_cast<float>(random.gaussian());
    return noise;
}

/// Blends white noise with pink (3 dB per octave; three first-order sections, P. Kellet's "economy" filter) or brown (6
/// dB per octave), then tilts the ends of the spectrum.
std::vector<float> hiss(Random& random, int count) {
    std::vector<float> noise = white(random, count);
    const auto colour = random.below(3);
    double b0 = 0, b1 = 0, b2 = 0, brown = 0;
    for (float& sample : noise) {
        const double x = sample;
        b0 = 0.99765 * b0 + 0.0990460 * x;
        b1 = 0.96300 * b1 + 0.2965164 * x;
        b2 = 0.57000 * b2 + 1.0526913 * x;
        brown = 0.998 * brown + 0.06 * x;
        if (colour == 1) sample = static_cast<float>(b0 + b1 + b2 + 0.1848 * x);
        if (colour == 2) sample = static_cast<float>(brown);
    }
    Biquad::highShelf(random.uniform(1000, 8000), random.uniform(-12, 6)).apply(noise);
    return noise;
}

/// Mains hum: harmonics of 50 or 60 Hz with irregularly falling levels, over a quiet hiss.
std::vector<float> hum(Random& random, int count) {
    std::vector<float> noise = hiss(random, count);
    for (float& sample : noise) sample *= 0.02f;
    const double base = (random.chance(0.5) ? 50.0 : 60.0) * random.uniform(0.998, 1.002);
    const int harmonics = 4 + static_cast<int>(random.below(36));
    const double slope = random.uniform(2.0, 9.0); // dB per octave
    for (int h = 1; h <= harmonics; ++h) {
        const double db = -slope * std::log2(h) + 6.0 * random.gaussian();
        const double amplitude = std::pow(10.0, db / 20.0),
                     step = 2.0 * std::numbers::pi * base * h / engineHz;
        const double phase = random.uniform(0.0, 2.0 * std::numbers::pi);
        const double c = std::cos(step), s = std::sin(step);
        double re = amplitude * std::cos(phase), im = amplitude * std::sin(phase);
        for (float& sample : noise) {
            sample += static_cast<float>(im);
            const double turned = re * c - im * s;
            im = re * s + im * c;
            re = turned;
        }
    }
    return noise;
}

/// A fan: noise through a few broad resonances, swelling slowly with the rotation of the blades.
std::vector<float> fan(Random& random, int count) {
    std::vector<float> noise = hiss(random, count);
    const int resonances = 1 + static_cast<int>(random.below(4));
    for (int i = 0; i < resonances; ++i)
        Biquad::peak(80.0 * std::pow(80.0, random.uniform()), random.uniform(0.5, 6.0), random.uniform(4, 18))
            .apply(noise);
    Biquad::lowPass(random.uniform(1500, 18000), 0.7).apply(noise);
    const double depth = random.uniform(0.0, 0.4),
                 step = 2.0 * std::numbers::pi * random.uniform(0.5, 25.0) / engineHz;
    for (size_t i = 0; i < noise.size(); ++i)
        noise[i] *= static_cast<float>(1.0 + depth * std::sin(step * static_cast<double>(i)));
    return noise;
}

} // namespace

std::vector<float> syntheticNoise(Random& random, int count) {
    const double kind = random.uniform();
    std::vector<float> noise = kind < 0.5   ? hiss(random, count)
                               : kind < 0.7 ? hum(random, count)
                                            : fan(random, count);
    double power = 0.0;
    for (float sample : noise) power += static_cast<double>(sample) * sample;
    const auto scale = static_cast<float>(1.0 / std::sqrt(std::max(power / count, 1e-20)));
    for (float& sample : noise) sample *= scale;
    return noise;
}

} // namespace solus::train
