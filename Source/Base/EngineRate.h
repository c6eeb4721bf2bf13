// The sample rate inside the engine, of all models and of all training data.
#pragma once

namespace solus {

/// Samples a second. RateBridge takes the host's rate to it and back.
inline constexpr int engineRate = 48000;
/// The same for equations in double.
inline constexpr double engineHz = engineRate;

} // namespace solus
