// A rolling pool of sounds ready for mixing, renewed a little at a time: reading, resampling, equalising and
// reverberating cost as much as training, so each result is used in several mixtures, never twice in the same
// combination.
#pragma once

#include "Core/Random.h"
#include "Data/Manifest.h"

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
    double power = 0.0;           ///< of a voice, while it speaks (activePower)
    std::string speaker;          ///< of a voice
    bool clean = true;            ///< of a voice: good enough to be a denoiser's target
    const Entry* entry = nullptr; ///< of a voice: one of its recordings
    std::vector<float>
        embedding; ///< of a voice: of speech of the same talker, drawn anew; empty if not requested
};

/// Slot i holds the result of `make` for (seed, i, generation); its generation changes every `period` steps, at a
/// different time for each slot. What is drawn at a step thus depends on the seed and the step alone, and a resumed run
/// repeats an uninterrupted one. Thread-safe.
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
