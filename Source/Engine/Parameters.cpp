// The table of settings, and the conversion from its units to the engine's.
#include "Engine/Parameters.h"

#include <algorithm>
#include <cmath>

namespace solus {
namespace {

constexpr auto number = ParameterKind::number;
constexpr auto toggle = ParameterKind::toggle;

constexpr std::array<ParameterSpec, parameterCount> table{{
    {"amount", "Noise reduction", "dB", 0, 100, 0.1f, defaultAmountDb, number, false,
     "maximum attenuation of noise in dB; 0 leaves the signal unchanged"},
    {"mix", "Mix", "%", 0, 100, 0.1f, 100, number, false,
     "how much of the output is the cleaned signal; the rest is the input, time-aligned"},
    {"gain", "Output gain", "dB", -24, 24, 0.1f, 0, number, false, "level of the output, applied last"},
    {"gate", "Only enrolled voices", "", 0, 1, 1, 0, toggle, false,
     "turns down everybody but the chosen voices; if none is chosen, everybody passes"},
    {"threshold", "Voice threshold", "%", 0, 100, 0.1f, 50, number, false,
     "the score from which speech is accepted as an enrolled talker's"},
    {"floor", "Others at", "dB", -80, 0, 0.1f, -30, number, false,
     "gain for other talkers, who are turned down, not muted"},
    {"hold", "Gate hold", "ms", 0, 2000, 1, 200, number, false, "how long the gate stays open in a pause"},
    {"release", "Gate release", "ms", 5, 2000, 1, 150, number, false,
     "how long the gate then takes to close"},
    {"lookahead", "Look-ahead", "ms", 0, 1000, 10, 0, number, true,
     "lets the gate decide before the sound leaves; adds as much latency"},
    {"undecided", "Open while undecided", "", 0, 1, 1, 1, toggle, false,
     "whether the gate is open until it knows who is talking, for 0.15 to 0.3 s of speech"},
    {"removed", "Listen to removed", "", 0, 1, 1, 0, toggle, false,
     "plays what is removed instead of what is kept"},
    {"bypass", "Bypass", "", 0, 1, 1, 0, toggle, false,
     "passes the input, with the same latency and without a click"},
    {"split", "Split channels", "", 0, 1, 1, 0, toggle, true,
     "cleans and gates each channel separately, instead of with one mask for all"},
    {"remember", "Remember others", "", 0, 1, 1, 0, toggle, false,
     "closes the gate until it knows who is talking if the last one to talk was somebody else"},
}};

} // namespace

std::span<const ParameterSpec, parameterCount> parameterTable() noexcept {
    return table;
}

const ParameterSpec* findParameter(std::string_view id) noexcept {
    const auto found =
        std::find_if(table.begin(), table.end(), [id](const auto& spec) { return spec.id == id; });
    return found == table.end() ? nullptr : &*found;
}

float saneValue(const ParameterSpec& spec, float value) noexcept {
    return std::isnan(value) ? spec.standard : std::clamp(value, spec.low, spec.high);
}

ParameterValues standardValues() noexcept {
    ParameterValues values{};
    std::transform(table.begin(), table.end(), values.begin(),
                   [](const auto& spec) { return spec.standard; });
    return values;
}

EngineSettings toSettings(const ParameterValues& values) noexcept {
    const auto of = [&values](Parameter p) { return values[static_cast<size_t>(p)]; };
    EngineSettings s;
    s.amountDb = of(Parameter::amount);
    s.mix = of(Parameter::mix) / 100.0f;
    s.outputGainDb = of(Parameter::gain);
    s.bypass = isOn(of(Parameter::bypass));
    s.listenToRemoved = isOn(of(Parameter::removed));
    s.gateOn = isOn(of(Parameter::gate));
    s.gate.threshold = of(Parameter::threshold) / 100.0f;
    s.gate.holdMs = of(Parameter::hold);
    s.gate.releaseMs = of(Parameter::release);
    s.gate.floorDb = of(Parameter::floor);
    s.gate.undecided = !isOn(of(Parameter::undecided)) ? Undecided::closed
                       : isOn(of(Parameter::remember)) ? Undecided::remembers
                                                       : Undecided::open;
    return s;
}

} // namespace solus
