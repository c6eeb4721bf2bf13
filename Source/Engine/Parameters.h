// Every setting that a user has, in one table, from which all programs, plugins and the C API make theirs.
#pragma once

#include "Engine/EngineSettings.h"

#include <array>
#include <cstddef>
#include <span>
#include <string_view>

namespace solus {

enum class ParameterKind { number, toggle }; ///< a toggle is off at 0 and on at 1

/// IDs, units, ranges and the order never change, since sessions and port numbers depend on them; what is new
/// comes last.
struct ParameterSpec {
    const char* id;   ///< "amount"
    const char* name; ///< "Noise reduction"
    const char* unit; ///< "dB", "%", "ms", or "" for a toggle
    float low, high;  ///< both allowed
    float step;       ///< of a control; the engine takes values between, too
    float standard;   ///< what a new engine does
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
    split
};
inline constexpr int parameterCount = 13;

/// In the order of Parameter. Real-time safe.
std::span<const ParameterSpec, parameterCount> parameterTable() noexcept;
inline const ParameterSpec& specOf(Parameter parameter) noexcept {
    return parameterTable()[static_cast<size_t>(parameter)];
}
/// Null if there is none of this ID. Real-time safe.
const ParameterSpec* findParameter(std::string_view id) noexcept;

/// The nearest value in range; the default for NaN. Real-time safe.
float saneValue(const ParameterSpec&, float value) noexcept;

/// A value for each parameter, in the units of the table.
using ParameterValues = std::array<float, parameterCount>;
ParameterValues standardValues() noexcept;

/// What of the values goes to VoiceEngine::setSettings(); look-ahead and split have calls of their own.
/// Real-time safe.
EngineSettings toSettings(const ParameterValues&) noexcept;

inline bool isOn(float toggle) noexcept {
    return toggle >= 0.5f;
}

} // namespace solus
