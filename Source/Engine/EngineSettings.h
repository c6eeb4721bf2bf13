// What a user can set while the engine runs.
#pragma once

#include "Verify/Gate.h"

#include <array>
#include <atomic>
#include <bit>
#include <cstdint>

namespace solus {

/// The default attenuation limit of the command line, the plugin and the published results, in dB.
inline constexpr float defaultAmountDb = 35.0f;

/// How everybody but the enrolled voices is removed.
enum class OnlyMe : std::int32_t {
    gate, ///< a gate, which closes while others talk
    isolate, ///< a network that keeps the enrolled voices even while others talk; the gate, without such a network
    both ///< the network, then the gate
};

struct EngineSettings {
    float amountDb = defaultAmountDb; ///< 0 ... 100; 0 leaves the signal unchanged
    float mix = 1.0f;                 ///< 0 dry ... 1 wet
    float outputGainDb = 0.0f;
    bool bypass = false;          ///< the delayed input; the latency stays the same
    bool listenToRemoved = false; ///< input minus cleaned
    bool gateOn = false;          ///< only enrolled voices pass
    OnlyMe onlyMe = OnlyMe::gate; ///< how
    GateSettings gate;
};

/// Passes settings to the audio thread: any thread may store, the audio thread loads, and neither waits. Each value
/// is a separate atomic and is smoothed if a step would click, so a partly updated set does no harm.
class SharedSettings {
public:
    SharedSettings() noexcept { store({}); }

    void store(const EngineSettings& settings) noexcept {
        const auto words = std::bit_cast<Words>(settings);
        for (size_t i = 0; i < words.size(); ++i) words_[i].store(words[i], std::memory_order_relaxed);
    }
    EngineSettings load() const noexcept {
        Words words;
        for (size_t i = 0; i < words.size(); ++i) words[i] = words_[i].load(std::memory_order_relaxed);
        return std::bit_cast<EngineSettings>(words);
    }

private:
    static constexpr size_t count = sizeof(EngineSettings) / sizeof(std::uint32_t);
    using Words = std::array<std::uint32_t, count>;
    static_assert(std::atomic<std::uint32_t>::is_always_lock_free);
    std::array<std::atomic<std::uint32_t>, count> words_;
};

} // namespace solus
