// The sample rate of the engine, of all models and of all training data.
#pragma once

namespace solus {

/// In Hz. RateBridge converts the host's rate to it and back.
inline constexpr int engineRate = 48000;
/// The same as a double, for equations.
inline constexpr double engineHz = engineRate;

} // namespace solus
