// Equaliser, room, noise and level for speaker verification.
#include "Voices/VoiceAugment.h"

#include "Base/EngineRate.h"
#include "Data/Decode.h"
#include "Data/Spectra.h"
#include "Signal/Fft.h"

#include <algorithm>
#include <map>
#include <memory>
#include <numbers>

namespace solus::train {

namespace {

constexpr double nodes[8] = {0, 150, 400, 1000, 2200, 4000, 6000, 8000};

/// Plans are costly to create and must not be shared between threads while in use.
RealFft& fftFor(int size) {
    thread_local std::map<int, std::unique_ptr<RealFft>> plans;
    auto& plan = plans[size];
    if (!plan) plan = std::make_unique<RealFft>(size);
    return *plan;
}

/// The next 2^k or 3 * 2^k, sizes for which FFTW is fast.
int fastSize(size_t least) {
    int size = 4096;
    while (static_cast<size_t>(size) < least) size = (size & (size - 1)) == 0 ? size / 2 * 3 : size / 3 * 4;
    return size;
}

/// Four sums side by side: a single one would stall on its own result.
double powerOf(std::span<const float> samples) {
    double sums[4] = {};
    size_t i = 0;
    for (; i + 4 <= samples.size(); i += 4)
        for (size_t k = 0; k < 4; ++k) sums[k] += static_cast<double>(samples[i + k]) * samples[i + k];
    for (; i < samples.size(); ++i) sums[0] += static_cast<double>(samples[i]) * samples[i];
    return sums[0] + sums[1] + sums[2] + sums[3];
}

/// In live use a denoiser comes first. It would cost more than everything else here; this one knows the clean signal and
/// leaves similar remains:  X sqrt(p) or X p, p = |S|^2 / (|S|^2 + |X - S|^2).
std::vector<float> denoisedByOracle(const std::vector<float>& clean, const std::vector<float>& noisy,
                                    bool hard) {
    const StftSpec classic;
    const auto s = analyse(clean, classic);
    auto x = analyse(noisy, classic);
    for (size_t i = 0; i < x.size(); ++i) {
        const float speech = std::norm(s[i]), noise = std::norm(x[i] - s[i]);
        const float p = speech / (speech + noise + 1e-20f);
        x[i] *= hard ? p : std::sqrt(p);
    }
    return synthesise(x, classic);
}

} // namespace

SmoothEqualiser SmoothEqualiser::draw(double db, Random& random) {
    SmoothEqualiser equaliser;
    for (double& gain : equaliser.gains) gain = random.uniform(-db, db);
    return equaliser;
}

double SmoothEqualiser::gainDb(double hz) const {
    int i = 0;
    while (i < 6 && hz > nodes[i + 1]) ++i;
    const double u = std::min(1.0, (hz - nodes[i]) / (nodes[i + 1] - nodes[i]));
    return gains[i] + u * (gains[i + 1] - gains[i]);
}

void filterVoice(std::vector<float>& samples, const SmoothEqualiser& equaliser, std::span<const float> room,
                 double lowHz, double highHz) {
    constexpr size_t longestRoom = 24000,
                     guard = 2400; // half a second of room; 50 ms for the equaliser to ring
    room = room.first(std::min(room.size(), longestRoom));
    const int size = fastSize(samples.size() + std::max(room.size(), guard));
    RealFft& fft = fftFor(size);
    std::vector<float> time(static_cast<size_t>(size), 0.0f);
    std::vector<Complex> spectrum(static_cast<size_t>(fft.bins())), response;
    std::copy(samples.begin(), samples.end(), time.begin());
    fft.forward(time.data(), spectrum.data());
    if (!room.empty()) {
        std::fill(time.begin(), time.end(), 0.0f);
        std::copy(room.begin(), room.end(), time.begin());
        response.resize(spectrum.size());
        fft.forward(time.data(), response.data());
    }
    // The gain changes slowly over frequency: a value every 12 Hz or so, linear in between.
    const double binHz = engineHz / size;
    const int step = std::max(1, static_cast<int>(12.0 / binHz));
    const auto gainAt = [&](int bin) {
        const double hz = bin * binHz;
        double db = equaliser.gainDb(hz);
        if (hz < lowHz) db -= std::min(60.0, 24.0 * std::log2(lowHz / std::max(hz, 1.0)));
        if (hz > highHz) db -= std::min(60.0, 72.0 * std::log2(hz / highHz));
        return std::pow(10.0, db / 20.0);
    };
    double here = gainAt(0);
    for (int k = 0; k < fft.bins(); k += step) {
        const double next = gainAt(k + step);
        for (int i = k; i < std::min(k + step, fft.bins()); ++i) {
            spectrum[i] *= static_cast<float>(here + (next - here) * (i - k) / step);
            if (!response.empty()) spectrum[i] *= response[i];
        }
        here = next;
    }
    fft.inverse(spectrum.data(), time.data());
    std::copy_n(time.begin(), samples.size(), samples.begin());
}

const std::vector<float>& pinkNoise() {
    static const std::vector<float> noise = [] {
        constexpr int size = pinkSamples;
        RealFft fft(size);
        Random random({0x9191});
        std::vector<Complex> spectrum(static_cast<size_t>(fft.bins()));
        // |X_k|^2 ~ 1 / f from 20 Hz up, random phases.
        for (int k = 1; k < fft.bins(); ++k) {
            const double hz = k * engineHz / size, phase = 2.0 * std::numbers::pi * random.uniform();
            spectrum[k] = std::polar(static_cast<float>(1.0 / std::sqrt(std::max(hz, 20.0))),
                                     static_cast<float>(phase));
        }
        spectrum.back() = 0.0f;
        std::vector<float> samples(size);
        fft.inverse(spectrum.data(), samples.data());
        const auto scale = static_cast<float>(std::sqrt(size / powerOf(samples)));
        for (float& x : samples) x *= scale;
        return samples;
    }();
    return noise;
}

double activeLevel(std::span<const float> samples) {
    constexpr size_t frame = 480;
    std::vector<double> powers;
    for (size_t at = 0; at + frame <= samples.size(); at += frame)
        powers.push_back(powerOf(samples.subspan(at, frame)) / frame);
    if (powers.empty()) return samples.empty() ? 0.0 : powerOf(samples) / static_cast<double>(samples.size());
    const double least = 1e-4 * *std::max_element(powers.begin(), powers.end());
    double sum = 0.0;
    int count = 0;
    for (double power : powers)
        if (power >= least) sum += power, ++count;
    return sum / std::max(count, 1);
}

void addNoise(std::span<float> samples, std::span<const float> noise, size_t offset, double snrDb) {
    if (noise.empty()) return;
    // The noise continues from `offset` and restarts at its end.
    const auto forEachRun = [&](auto&& visit) {
        for (size_t done = 0, at = offset % noise.size(); done < samples.size(); at = 0) {
            const size_t count = std::min(samples.size() - done, noise.size() - at);
            visit(samples.subspan(done, count), noise.subspan(at, count));
            done += count;
        }
    };
    double power = 0.0;
    forEachRun([&](std::span<float>, std::span<const float> part) { power += powerOf(part); });
    power /= static_cast<double>(std::max<size_t>(samples.size(), 1));
    if (power <= 0.0) return;
    const auto gain =
        static_cast<float>(std::sqrt(activeLevel(samples) / power * std::pow(10.0, -snrDb / 10.0)));
    forEachRun([gain](std::span<float> to, std::span<const float> part) {
        for (size_t i = 0; i < to.size(); ++i) to[i] += gain * part[i];
    });
}

void scaleTo(std::span<float> samples, double activeRms) {
    const double level = activeLevel(samples);
    const auto gain = static_cast<float>(level > 0.0 ? activeRms / std::sqrt(level) : 0.0);
    for (float& x : samples) x *= gain;
}

void levelVoice(std::vector<float>& samples, Random& random) {
    filterVoice(samples, SmoothEqualiser::draw(6.0, random));
    scaleTo(samples, 0.06);
    addNoise(samples, pinkNoise(), static_cast<size_t>(random.below(pinkSamples)), 20.0);
}

void disturbVoice(std::vector<float>& signal, const Library& library, double equaliserDb, Random& random) {
    std::vector<float> room;
    if (!library.rooms.empty() && random.chance(0.15))
        room = toFloat(library.rooms[random.below(static_cast<std::int64_t>(library.rooms.size()))].samples);
    double low = 0.0, high = 24000.0;
    if (random.chance(0.15)) low = random.uniform(80.0, 300.0);
    if (random.chance(0.2))
        high = random.chance(0.5) ? random.uniform(3300.0, 4000.0) : random.uniform(5000.0, 7500.0);
    filterVoice(signal, SmoothEqualiser::draw(equaliserDb, random), room, low, high);
    const auto clean = signal;
    const double kind = random.uniform();
    if (kind < 0.35 && !library.noise.empty()) {
        const auto& noise =
            library.noise[random.below(static_cast<std::int64_t>(library.noise.size()))].samples;
        const auto offset = random.below(static_cast<std::int64_t>(noise.size()));
        const size_t count = std::min(noise.size() - static_cast<size_t>(offset), signal.size());
        const auto part = toFloat(std::span(noise).subspan(static_cast<size_t>(offset), count));
        addNoise(signal, part, 0, random.uniform(10.0, 30.0));
    } else if (kind < 0.75) {
        addNoise(signal, pinkNoise(), static_cast<size_t>(random.below(pinkSamples)),
                 random.uniform(12.0, 30.0));
    }
    if (kind < 0.75 && random.chance(0.5)) signal = denoisedByOracle(clean, signal, random.chance(0.5));
    scaleTo(signal, std::pow(10.0, random.uniform(-50.0, -10.0) / 20.0));
}

} // namespace solus::train
