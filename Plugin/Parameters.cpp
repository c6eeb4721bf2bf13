// Ranges, steps, defaults and texts of the parameters.
#include "Parameters.h"

#include "Identity.h"

#include <cmath>

namespace solus {
namespace {

struct FloatSpec {
    const char* id;
    const char* name;
    float low, high, step, standard;
    const char* unit;
    int decimals;
};

// The decimal point stays a point whatever the locale: sessions and text boxes travel.
float valueOf(const juce::String& text) {
    const float value = text.replaceCharacter(',', '.').trim().getFloatValue();
    return std::isfinite(value) ? value : 0.0f; // "nan" is a number to strtod
}

juce::AudioParameterFloat& add(juce::AudioProcessor& owner, const FloatSpec& s, bool readOnly = false) {
    const juce::String unit(s.unit);
    const int decimals = s.decimals;
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
    owner.addParameter(parameter); // the processor owns it from here on
    return *parameter;
}

juce::AudioParameterBool& add(juce::AudioProcessor& owner, const char* id, const char* name) {
    auto attributes = juce::AudioParameterBoolAttributes()
                          .withStringFromValueFunction([](bool on, int) { return on ? "On" : "Off"; })
                          .withValueFromStringFunction([](const juce::String& text) {
                              const auto t = text.trim().toLowerCase();
                              return t == "on" || t == "yes" || t == "true" || t.getIntValue() != 0;
                          });
    auto* parameter = new juce::AudioParameterBool(juce::ParameterID(id, 1), name, false, attributes);
    owner.addParameter(parameter);
    return *parameter;
}

} // namespace

Parameters::Parameters(juce::AudioProcessor& p)
    : amount(add(p, {identity::amount, "Noise reduction", 0, 100, 0.1f, defaultAmountDb, "dB", 1})),
      mix(add(p, {identity::mix, "Mix", 0, 100, 0.1f, 100, "%", 0})),
      gain(add(p, {identity::gain, "Output gain", -24, 24, 0.1f, 0, "dB", 1})),
      gate(add(p, identity::gate, "Only enrolled voices")),
      threshold(add(p, {identity::threshold, "Voice threshold", 0, 100, 0.1f, 50, "%", 0})),
      hold(add(p, {identity::hold, "Gate hold", 0, 2000, 1, 200, "ms", 0})),
      release(add(p, {identity::release, "Gate release", 5, 2000, 1, 150, "ms", 0})),
      floor(add(p, {identity::floor, "Others at", -80, 0, 0.1f, -30, "dB", 1})),
      removed(add(p, identity::removed, "Listen to removed")), bypass(add(p, identity::bypass, "Bypass")),
      score(add(p, {identity::score, "Speaker score", 0, 100, 0.1f, 0, "%", 0}, true)) {}

EngineSettings Parameters::settings() const noexcept {
    EngineSettings s;
    s.amountDb = amount.get();
    s.mix = mix.get() / 100.0f;
    s.outputGainDb = gain.get();
    s.bypass = bypass.get();
    s.listenToRemoved = removed.get();
    s.gateOn = gate.get();
    s.gate.threshold = threshold.get() / 100.0f;
    s.gate.holdMs = hold.get();
    s.gate.releaseMs = release.get();
    s.gate.floorDb = floor.get();
    return s;
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
