// Times the engine hop by hop.
#include "Evaluate/HopTime.h"

#include "Base/EngineRate.h"
#include "Core/Random.h"
#include "Engine/VoiceEngine.h"

#include <algorithm>
#include <chrono>
#include <vector>

namespace solus::train {

double hopMicroseconds(const std::shared_ptr<const Model>& model, int hops) {
    VoiceEngine engine(model);
    engine.prepare(engineRate, 1);
    Random random{1};
    std::vector<float> samples(static_cast<size_t>(model->stft.hop)), cleaned(samples.size());
    std::vector<double> times;
    const int every = model->mask ? model->mask->every : 1; // hops with one run of the network
    for (int i = 0; i < hops / every; ++i) {
        for (float& x : samples) x = static_cast<float>(0.05 * random.gaussian());
        const float* in = samples.data();
        float* out = cleaned.data();
        const auto start = std::chrono::steady_clock::now();
        for (int hop = 0; hop < every; ++hop) engine.process(&in, &out, model->stft.hop);
        const auto took = std::chrono::steady_clock::now() - start;
        times.push_back(std::chrono::duration<double, std::micro>(took).count() / every);
    }
    // The median: other programs on the machine occasionally take the processor.
    const auto middle = times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2);
    std::nth_element(times.begin(), middle, times.end());
    return *middle;
}

} // namespace solus::train
