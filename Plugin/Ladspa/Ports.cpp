// Names, ranges and defaults in LADSPA's terms.
#include "Ladspa/Ports.h"

namespace solus::ladspa {
namespace {

constexpr auto bounded = LADSPA_HINT_BOUNDED_BELOW | LADSPA_HINT_BOUNDED_ABOVE;

} // namespace

// LOW is 3/4 of the lower and 1/4 of the upper bound, MIDDLE the mean of both.
LADSPA_PortRangeHint hintOf(const ParameterSpec& spec) noexcept {
    const float low = spec.low, high = spec.high, standard = spec.standard;
    if (spec.kind == ParameterKind::toggle)
        return {LADSPA_HINT_TOGGLED | (isOn(standard) ? LADSPA_HINT_DEFAULT_1 : LADSPA_HINT_DEFAULT_0), 0.0f,
                1.0f};
    if (standard == 0.0f) return {bounded | LADSPA_HINT_DEFAULT_0, low, high};
    if (standard == 100.0f) return {bounded | LADSPA_HINT_DEFAULT_100, low, high};
    if (standard == 0.5f * (low + high)) return {bounded | LADSPA_HINT_DEFAULT_MIDDLE, low, high};
    if (const float above = 4.0f * standard - 3.0f * low; above > low && above <= high)
        return {bounded | LADSPA_HINT_DEFAULT_LOW, low, above};
    if (const float above = 2.0f * standard - low; above <= high)
        return {bounded | LADSPA_HINT_DEFAULT_MIDDLE, low, above};
    return {bounded | LADSPA_HINT_DEFAULT_MIDDLE, 2.0f * standard - high, high};
}

Ports::Ports(int channelCount) : channels(channelCount) {
    const auto add = [this](LADSPA_PortDescriptor descriptor, std::string name, LADSPA_PortRangeHint hint) {
        descriptors.push_back(descriptor);
        names.push_back(std::move(name));
        hints.push_back(hint);
    };
    constexpr const char* sides[] = {" left", " right"};
    for (const bool input : {true, false})
        for (int c = 0; c < channels; ++c)
            add(LADSPA_PORT_AUDIO | (input ? LADSPA_PORT_INPUT : LADSPA_PORT_OUTPUT),
                std::string(input ? "Input" : "Output") + (channels == 1 ? "" : sides[c]), {0, 0.0f, 0.0f});
    constexpr auto control = LADSPA_PORT_CONTROL | LADSPA_PORT_INPUT;
    const auto addParameters = [&](int first, int end) {
        for (int i = first; i < end; ++i) {
            const ParameterSpec& spec = parameterTable()[i];
            add(control, std::string(spec.name) + (*spec.unit ? std::string(" (") + spec.unit + ")" : ""),
                hintOf(spec));
        }
    };
    addParameters(0, PortLayout::firstParameters);
    const LADSPA_PortRangeHint number{bounded | LADSPA_HINT_INTEGER | LADSPA_HINT_DEFAULT_0, 0.0f,
                                      static_cast<float>(highestNumber)};
    add(control, "Model number", number);
    add(control, "Voice number", number);
    add(LADSPA_PORT_CONTROL | LADSPA_PORT_OUTPUT, "latency", {0, 0.0f, 0.0f}); // the name that hosts look for
    addParameters(PortLayout::firstParameters, parameterCount);
    for (const auto& name : names) namePointers.push_back(name.c_str());
}

} // namespace solus::ladspa
