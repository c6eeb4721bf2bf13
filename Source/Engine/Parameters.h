// All user settings in one table, from which the programs, plugins and the C API derive theirs.
#pragma once

#include "Engine/EngineSettings.h"

#include <array>
#include <cstddef>
#include <span>
#include <string_view>

namespace solus {

enum class ParameterKind { number, toggle }; ///< a toggle is off at 0 and on at 1

/// IDs, units, ranges and the order never change, since sessions and port numbers depend on them. New parameters go
/// at the end.
struct ParameterSpec {
    const char* id;   ///< "amount"
    const char* name; ///< "Noise reduction"
    const char* unit; ///< "dB", "%", "ms", or "" for a toggle
    float low, high;  ///< both inclusive
    float step;       ///< of a control; the engine accepts values between steps
    float standard;   ///< default value of a new engine
    ParameterKind kind;
    bool rebuilds;    ///< a change builds a second path and cross-fades: not for the audio thread
    const char* help; ///< one line
};

enum class Parameter {
    amount,
    mix,
    gain,
    gate,
    threshold,
    floor,
    hold,
    release,
    lookAhead,
    undecided,
    removed,
    bypass,
    split,
    remember
};
inline constexpr int parameterCount = 14;

/// In the order of Parameter. Real-time safe.
std::span<const ParameterSpec, parameterCount> parameterTable() noexcept;
inline const ParameterSpec& specOf(Parameter parameter) noexcept {
    return parameterTable()[static_cast<size_t>(parameter)];
}
/// Null if no parameter has this ID. Real-time safe.
const ParameterSpec* findParameter(std::string_view id) noexcept;

/// The nearest value in range; the default for NaN. Real-time safe.
float saneValue(const ParameterSpec&, float value) noexcept;

/// One value per parameter, in the units of the table.
using ParameterValues = std::array<float, parameterCount>;
ParameterValues standardValues() noexcept;

/// The part of the values that VoiceEngine::setSettings() takes. Look-ahead and split channels have their own
/// setters. Real-time safe.
EngineSettings toSettings(const ParameterValues&) noexcept;

inline bool isOn(float toggle) noexcept {
    return toggle >= 0.5f;
}

} // namespace solus
