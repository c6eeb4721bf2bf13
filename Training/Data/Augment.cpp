// Speed, room, equaliser, band limit.
#include "Data/Augment.h"

#include "Base/EngineRate.h"
#include "Data/Biquad.h"
#include "Data/Decode.h"
#include "Signal/Fft.h"

#include <algorithm>
#include <map>
#include <memory>

namespace solus::train {

namespace {

/// Plans are costly to create and must not be shared between threads while in use.
RealFft& fftFor(int size) {
    thread_local std::map<int, std::unique_ptr<RealFft>> plans;
    auto& plan = plans[size];
    if (!plan) plan = std::make_unique<RealFft>(size);
    return *plan;
}

double powerOf(std::span<const float> samples) {
    double sum = 0.0;
    for (float x : samples) sum += static_cast<double>(x) * x;
    return sum;
}

} // namespace

std::vector<float> changeSpeed(std::span<const float> samples, double factor) {
    const int percent = static_cast<int>(std::lround(100.0 * factor));
    return percent == 100 ? std::vector<float>(samples.begin(), samples.end())
                          : resample(samples, 480 * percent, engineRate);
}

void addRoom(std::vector<float>& samples, std::span<const float> response) {
    constexpr size_t longest = 72000; // 1.5 s: anything later is far below the speech
    const size_t taps = std::min(response.size(), longest);
    int size = 1024;
    while (static_cast<size_t>(size) < samples.size() + taps) size *= 2;
    RealFft& fft = fftFor(size);
    std::vector<float> time(static_cast<size_t>(size), 0.0f);
    std::vector<Complex> dry(static_cast<size_t>(fft.bins())), room(dry.size());
    std::copy(samples.begin(), samples.end(), time.begin());
    fft.forward(time.data(), dry.data());
    std::fill(time.begin(), time.end(), 0.0f);
    std::copy_n(response.begin(), taps, time.begin());
    fft.forward(time.data(), room.data());
    for (size_t k = 0; k < dry.size(); ++k) dry[k] *= room[k];
    fft.inverse(dry.data(), time.data());
    const double before = powerOf(samples), after = powerOf(std::span(time).first(samples.size()));
    const auto scale = static_cast<float>(after > 0.0 ? std::sqrt(before / after) : 0.0);
    std::transform(time.begin(), time.begin() + static_cast<std::ptrdiff_t>(samples.size()), samples.begin(),
                   [scale](float x) { return scale * x; });
}

void randomEqualiser(std::span<float> samples, double db, Random& random) {
    if (random.chance(0.5)) Biquad::lowShelf(random.uniform(80, 600), random.uniform(-db, db)).apply(samples);
    Biquad::highShelf(random.uniform(1500, 10000), random.uniform(-db, db)).apply(samples);
    for (auto peaks = random.below(3); peaks > 0; --peaks) {
        const double hz = 100.0 * std::pow(100.0, random.uniform());
        Biquad::peak(hz, random.uniform(0.4, 1.2), random.uniform(-db, db)).apply(samples);
    }
}

void bandLimit(std::span<float> samples, double hz) {
    if (hz >= 23000.0) return;
    for (double q : {0.50980, 0.60134, 0.89998, 2.56292}) Biquad::lowPass(hz, q).apply(samples);
}

} // namespace solus::train
