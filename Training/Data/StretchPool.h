// A rolling pool of sounds that are ready to be mixed, renewed bit by bit: reading, resampling, equalising and rooms
// cost as much as learning, so each result is heard in several mixtures, never twice in the same company.
#pragma once

#include "Core/Random.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace solus::train {

struct PooledSound {
    std::vector<float> samples; ///< 48 kHz
    double bandwidthHz = 24000.0;
    std::string speaker; ///< of a voice
    bool clean = true;   ///< of a voice: good enough to be what a denoiser should give
};

/// Slot i holds what `make` gives for (seed, i, generation); its generation changes every `period` steps, each slot at
/// its own time. So what is drawn at a step depends on the seed and the step alone, and a resumed run repeats an
/// unbroken one. Thread-safe.
class StretchPool {
public:
    using Make = std::function<PooledSound(Random&)>;
    StretchPool(std::uint64_t seed, int size, int period, Make);

    std::shared_ptr<const PooledSound> draw(std::int64_t step, Random&) const;

private:
    struct Slot {
        std::mutex mutex;
        std::int64_t generation = -1;
        std::shared_ptr<const PooledSound> sound;
    };

    std::uint64_t seed_;
    int size_, period_;
    Make make_;
    std::unique_ptr<Slot[]> slots_;
};

} // namespace solus::train
