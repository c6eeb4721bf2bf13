// The parameters of the table that hosts automate, and their texts.
#include "Parameters.h"

#include "Engine/Parameters.h"
#include "Identity.h"

#include <cmath>

namespace solus {
namespace {

/// Not in the table: the score is read-only.
constexpr ParameterSpec scoreSpec{identity::score,
                                  "Speaker score",
                                  "%",
                                  0,
                                  100,
                                  0.1f,
                                  0,
                                  ParameterKind::number,
                                  false,
                                  "how sure Solus is of who is talking"};

// The decimal separator is '.' in any locale, since sessions and typed values are exchanged between computers.
float valueOf(const juce::String& text) {
    const float value = text.replaceCharacter(',', '.').trim().getFloatValue();
    return std::isfinite(value) ? value : 0.0f; // strtod parses "nan"
}

juce::AudioParameterFloat& addNumber(juce::AudioProcessor& owner, const ParameterSpec& s,
                                     bool readOnly = false) {
    const juce::String unit(s.unit);
    const int decimals = unit == "dB" ? 1 : 0;
    auto attributes =
        juce::AudioParameterFloatAttributes()
            .withLabel(unit)
            .withStringFromValueFunction(
                [unit, decimals](float value, int) { return juce::String(value, decimals) + " " + unit; })
            .withValueFromStringFunction([](const juce::String& text) { return valueOf(text); });
    if (readOnly)
        attributes =
            attributes.withCategory(juce::AudioProcessorParameter::otherMeter).withAutomatable(false);
    auto* parameter = new juce::AudioParameterFloat(juce::ParameterID(s.id, 1), s.name,
                                                    juce::NormalisableRange<float>(s.low, s.high, s.step),
                                                    s.standard, attributes);
    owner.addParameter(parameter); // from here on owned by the processor
    return *parameter;
}

juce::AudioParameterBool& addToggle(juce::AudioProcessor& owner, const ParameterSpec& s) {
    auto attributes = juce::AudioParameterBoolAttributes()
                          .withStringFromValueFunction([](bool on, int) { return on ? "On" : "Off"; })
                          .withValueFromStringFunction([](const juce::String& text) {
                              const auto t = text.trim().toLowerCase();
                              return t == "on" || t == "yes" || t == "true" || t.getIntValue() != 0;
                          });
    auto* parameter =
        new juce::AudioParameterBool(juce::ParameterID(s.id, 1), s.name, isOn(s.standard), attributes);
    owner.addParameter(parameter);
    return *parameter;
}

} // namespace

Parameters::Parameters(juce::AudioProcessor& p)
    : amount(addNumber(p, specOf(Parameter::amount))), mix(addNumber(p, specOf(Parameter::mix))),
      gain(addNumber(p, specOf(Parameter::gain))), gate(addToggle(p, specOf(Parameter::gate))),
      threshold(addNumber(p, specOf(Parameter::threshold))), hold(addNumber(p, specOf(Parameter::hold))),
      release(addNumber(p, specOf(Parameter::release))), floor(addNumber(p, specOf(Parameter::floor))),
      removed(addToggle(p, specOf(Parameter::removed))), bypass(addToggle(p, specOf(Parameter::bypass))),
      score(addNumber(p, scoreSpec, true)) {}

EngineSettings Parameters::settings() const noexcept {
    ParameterValues values = standardValues();
    const auto take = [&values](Parameter which, float value) { values[static_cast<size_t>(which)] = value; };
    take(Parameter::amount, amount.get()), take(Parameter::mix, mix.get()), take(Parameter::gain, gain.get());
    take(Parameter::gate, gate.get()), take(Parameter::threshold, threshold.get());
    take(Parameter::hold, hold.get()), take(Parameter::release, release.get());
    take(Parameter::floor, floor.get()), take(Parameter::removed, removed.get());
    take(Parameter::bypass, bypass.get());
    return toSettings(values);
}

std::vector<juce::RangedAudioParameter*> Parameters::saved() const {
    return {&amount, &mix, &gain, &gate, &threshold, &hold, &release, &floor, &removed, &bypass};
}

juce::RangedAudioParameter* Parameters::find(const juce::String& id) const {
    for (auto* parameter : saved())
        if (parameter->paramID == id) return parameter;
    return score.paramID == id ? &score : nullptr;
}

} // namespace solus
