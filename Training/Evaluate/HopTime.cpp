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
    std::vector<float> samples(static_cast<size_t>(model->stft.hop));
    std::vector<double> times;
    for (int i = 0; i < hops; ++i) {
        for (float& x : samples) x = static_cast<float>(0.05 * random.gaussian());
        float* block = samples.data();
        const auto start = std::chrono::steady_clock::now();
        engine.process(&block, &block, model->stft.hop);
        times.push_back(
            std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - start).count());
    }
    // The median: other programs on the machine occasionally take the processor.
    std::nth_element(times.begin(), times.begin() + hops / 2, times.end());
    return times[static_cast<size_t>(hops / 2)];
}

} // namespace solus::train
