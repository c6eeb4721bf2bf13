// Noises that come and go: hits of all kinds, wind, rumble.
#include "Data/UnsteadyNoise.h"

#include "Base/EngineRate.h"
#include "Data/Biquad.h"
#include "Data/Reverb.h"
#include "Data/SyntheticNoise.h"

#include <algorithm>

namespace solus::train {

namespace {

/// Hits that follow one another. Times in seconds.
struct Rhythm {
    double gapLow, gapHigh; ///< mean gap between two hits, drawn once
    double regular;         ///< 1: like a clock; 0: at random (a Poisson process)
    double pause;           ///< chance of a pause after a hit
    double release;         ///< chance of a second, weaker hit, as when a key is released
    int sounds;             ///< so many different sounds at most
    double lowHz, highHz;   ///< of their resonances
    double longest;         ///< of their decays
    double spreadDb;        ///< deviation of their level
};

constexpr Rhythm rhythms[] = {
    {0.06, 0.25, 0.3, 0.08, 0.8, 12, 250, 7000, 0.012, 4},  // typing, mouse
    {0.06, 0.25, 0.3, 0.08, 0.8, 12, 250, 7000, 0.012, 4},  // again: it is heard most
    {0.20, 1.10, 1.0, 0.00, 0.3, 2, 1200, 9000, 0.012, 1},  // ticking
    {0.004, 0.15, 0.0, 0.0, 0.0, 20, 500, 10000, 0.006, 7}, // dripping, crackling
    {0.03, 0.30, 0.0, 0.15, 0.0, 10, 600, 9000, 0.120, 6},  // dishes, tools
    {0.30, 0.80, 0.9, 0.02, 0.5, 6, 40, 900, 0.040, 3},     // steps, knocking
};

double between(Random& random, double low, double high) { // evenly on a logarithmic scale
    return low * std::pow(high / low, random.uniform());
}

/// A hit: x_n = sum_k a_k exp(-n / d_k) sin(w_k n) + b exp(-n / d) e_n, with e_n white noise; its largest value is 1.
std::vector<float> hit(Random& random, const Rhythm& rhythm) {
    std::vector<float> sound(static_cast<size_t>(5.0 * rhythm.longest * engineHz));
    const auto add = [&](double amplitude, double decay, auto&& wave) {
        const double factor = std::exp(-1.0 / (decay * engineHz));
        for (size_t n = 0; n < sound.size() && amplitude > 1e-4; ++n, amplitude *= factor)
            sound[n] += static_cast<float>(amplitude * wave(static_cast<double>(n)));
    };
    for (auto resonances = random.below(6); resonances > 0; --resonances) {
        const double step = 2.0 * std::numbers::pi * between(random, rhythm.lowHz, rhythm.highHz) / engineHz;
        add(random.uniform(0.1, 1.0), between(random, 0.0005, rhythm.longest),
            [&](double n) { return std::sin(step * n); });
    }
    std::vector<float> burst(sound.size());
    std::swap(sound, burst);
    add(random.uniform(0.2, 1.5), between(random, 0.0003, 0.5 * rhythm.longest),
        [&](double) { return random.gaussian(); });
    Biquad::lowPass(between(random, 2.0 * rhythm.lowHz, 20000.0), 0.7).apply(sound);
    if (random.chance(0.5)) Biquad::highPass(between(random, 30.0, rhythm.highHz), 0.7).apply(sound);
    float peak = 1e-9f;
    for (size_t n = 0; n < sound.size(); ++n) peak = std::max(peak, std::abs(sound[n] += burst[n]));
    for (float& x : sound) x /= peak;
    return sound;
}

std::vector<float> hits(Random& random, int count) {
    const Rhythm& rhythm = rhythms[random.below(std::size(rhythms))];
    std::vector<std::vector<float>> sounds(static_cast<size_t>(1 + random.below(rhythm.sounds)));
    for (auto& sound : sounds) sound = hit(random, rhythm);
    std::vector<float> noise(static_cast<size_t>(count));
    const auto strike = [&](double seconds, double db) {
        const auto& sound =
            sounds[static_cast<size_t>(random.below(static_cast<std::int64_t>(sounds.size())))];
        const auto gain = static_cast<float>(std::pow(10.0, db / 20.0));
        const auto first = static_cast<size_t>(seconds * engineHz);
        for (size_t n = 0; n < sound.size() && first + n < noise.size(); ++n)
            noise[first + n] += gain * sound[n];
    };
    const double gap = between(random, rhythm.gapLow, rhythm.gapHigh), end = count / engineHz;
    for (double at = 0.5 * gap; at < end;) {
        const double db = rhythm.spreadDb * random.gaussian();
        strike(at, db);
        if (random.chance(rhythm.release))
            strike(at + random.uniform(0.04, 0.14), db - random.uniform(2.0, 15.0));
        at += gap * (rhythm.regular - (1.0 - rhythm.regular) * std::log(1.0 - random.uniform()));
        if (random.chance(rhythm.pause)) at += random.uniform(0.2, 1.5);
    }
    if (random.chance(0.6)) addReverb(noise, between(random, 0.1, 0.8), random.uniform(0.05, 0.5), random);
    return noise;
}

/// A gain that wanders: a few slow sinusoids of `db` each, on a logarithmic scale.
std::vector<float> wandering(Random& random, int count, double db, double fastestHz) {
    constexpr int block = 480; // linear in between
    std::vector<double> level(static_cast<size_t>(count / block + 2));
    for (int wave = 0; wave < 4; ++wave) {
        const double step = 2.0 * std::numbers::pi * between(random, 0.1, fastestHz) * block / engineHz,
                     phase = random.uniform(0.0, 2.0 * std::numbers::pi), height = db * random.uniform();
        for (size_t i = 0; i < level.size(); ++i)
            level[i] += height * std::sin(phase + step * static_cast<double>(i));
    }
    for (double& x : level) x = std::pow(10.0, x / 20.0);
    std::vector<float> gain(static_cast<size_t>(count));
    for (size_t n = 0; n < gain.size(); ++n) {
        const double part = static_cast<double>(n % block) / block;
        gain[n] = static_cast<float>((1.0 - part) * level[n / block] + part * level[n / block + 1]);
    }
    return gain;
}

/// to += gain wander * filter(white noise)
void addWandering(std::vector<float>& to, Random& random, const Biquad& filter, double gain,
                  const std::vector<float>& wander) {
    std::vector<float> layer(to.size());
    for (float& x : layer) x = static_cast<float>(random.gaussian());
    filter.apply(layer);
    double power = 1e-20;
    for (float x : layer) power += static_cast<double>(x) * x;
    const auto scale = static_cast<float>(gain / std::sqrt(power / static_cast<double>(layer.size())));
    for (size_t n = 0; n < to.size(); ++n) to[n] += scale * wander[n] * layer[n];
}

/// Wind on the microphone: gusts of the lowest frequencies, and a hiss that grows faster than they do.
std::vector<float> wind(Random& random, int count) {
    const auto gusts = wandering(random, count, random.uniform(3.0, 9.0), 3.0);
    auto squared = gusts;
    for (float& x : squared) x *= x;
    std::vector<float> noise(static_cast<size_t>(count));
    addWandering(noise, random, Biquad::lowPass(between(random, 50.0, 400.0), 0.5), 1.0, gusts);
    addWandering(noise, random, Biquad::lowPass(between(random, 500.0, 5000.0), 0.5),
                 between(random, 0.01, 0.2), squared);
    return noise;
}

/// A car, a train: low noise with resonances that come and go.
std::vector<float> rumble(Random& random, int count) {
    std::vector<float> noise(static_cast<size_t>(count));
    addWandering(noise, random, Biquad::lowPass(between(random, 60.0, 600.0), 0.6), 1.0,
                 wandering(random, count, random.uniform(0.0, 3.0), 2.0));
    for (auto resonances = random.below(7); resonances > 0; --resonances)
        addWandering(noise, random,
                     Biquad::bandPass(between(random, 60.0, 3000.0), between(random, 2.0, 40.0)),
                     between(random, 0.03, 0.7),
                     wandering(random, count, random.uniform(2.0, 8.0), between(random, 0.3, 8.0)));
    return noise;
}

} // namespace

std::vector<float> unsteadyNoise(Random& random, int count) {
    const double kind = random.uniform();
    auto noise = kind < 0.6 ? hits(random, count) : kind < 0.8 ? wind(random, count) : rumble(random, count);
    double power = 1e-20;
    for (float x : noise) power += static_cast<double>(x) * x;
    const auto scale = static_cast<float>(1.0 / std::sqrt(power / count));
    const auto room = syntheticNoise(random, count); // no place is silent between two hits
    const auto quiet = static_cast<float>(between(random, 0.0003, 0.05));
    for (size_t n = 0; n < noise.size(); ++n) noise[n] = scale * noise[n] + quiet * room[n];
    return noise;
}

} // namespace solus::train
