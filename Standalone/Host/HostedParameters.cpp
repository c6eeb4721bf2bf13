// Finding, setting and describing parameters from the host's side of the formats.
#include "HostedParameters.h"

#include "Base/Error.h"

#include <cstdio>

namespace solus::host {
namespace {

juce::String hashedId(const juce::String& id) {
    return juce::String(static_cast<juce::uint32>(id.hashCode()) & 0x7fffffffu);
}

juce::String text(const Parameter& parameter, float value) {
    juce::String shown = parameter.getText(value, 64).trim();
    const juce::String unit = parameter.getLabel();
    if (unit.isNotEmpty() && !shown.endsWith(unit)) shown << " " << unit;
    return shown;
}

/// Throws Error unless the text is a number within the parameter's range, with or without a unit.
void checkNumber(const Parameter& parameter, const juce::String& wanted, const std::string& idOrName) {
    const juce::String lowest = text(parameter, 0.0f), highest = text(parameter, 1.0f);
    const auto number = [](const juce::String& s) {
        return s.initialSectionContainingOnly("+-.,0123456789");
    };
    const auto valueOf = [&](const juce::String& s) {
        return number(s).replaceCharacter(',', '.').getDoubleValue();
    };
    const bool switches = !number(lowest).containsAnyOf("0123456789");
    const juce::String rest = wanted.substring(number(wanted).length()).trim(),
                       unit = highest.substring(number(highest).length()).trim();
    if (!number(wanted).containsAnyOf("0123456789") ||
        (rest.isNotEmpty() &&
         (switches || (unit.isNotEmpty() && !rest.equalsIgnoreCase(unit))))) // LV2 has no units
        throw Error("\"" + wanted.toStdString() + "\" is not a value of " + idOrName + "; it now says " +
                    text(parameter, parameter.getValue()).toStdString());
    const double value = valueOf(wanted), a = switches ? 0.0 : valueOf(lowest),
                 b = switches ? 1.0 : valueOf(highest);
    constexpr double rounding = 0.05; // of the texts
    if (value < juce::jmin(a, b) - rounding || value > juce::jmax(a, b) + rounding)
        throw Error(idOrName + "=" + wanted.toStdString() + " is out of range: " + lowest.toStdString() +
                    " to " + highest.toStdString());
}

} // namespace

std::string parameterId(const Parameter& parameter) {
    const auto* hosted = dynamic_cast<const juce::HostedAudioProcessorParameter*>(&parameter);
    if (hosted == nullptr) return std::to_string(parameter.getParameterIndex());
    const juce::String id = hosted->getParameterID();
    return id.fromLastOccurrenceOf("/", false, false)
        .fromLastOccurrenceOf("#", false, false)
        .fromLastOccurrenceOf(":", false, false)
        .toStdString();
}

Parameter& findParameter(juce::AudioPluginInstance& plugin, const std::string& idOrName) {
    const juce::String wanted = juce::String::fromUTF8(idOrName.c_str());
    juce::String names;
    for (auto* parameter : plugin.getParameters()) {
        const juce::String id = parameterId(*parameter), name = parameter->getName(128);
        if (id == wanted || id == hashedId(wanted) || name.equalsIgnoreCase(wanted)) return *parameter;
        names << (names.isEmpty() ? "" : ", ") << name;
    }
    throw Error("no parameter \"" + idOrName + "\"; there are: " + names.toStdString());
}

void setParameter(juce::AudioPluginInstance& plugin, const std::string& idOrName, const std::string& value) {
    Parameter& parameter = findParameter(plugin, idOrName);
    if (!parameter.isAutomatable()) throw Error(idOrName + " cannot be set: it is an output of the plugin");
    juce::String wanted = juce::String::fromUTF8(value.c_str()).trim();
    const bool on =
        wanted.equalsIgnoreCase("on") || wanted.equalsIgnoreCase("true") || wanted.equalsIgnoreCase("yes");
    const bool off =
        wanted.equalsIgnoreCase("off") || wanted.equalsIgnoreCase("false") || wanted.equalsIgnoreCase("no");
    if (on || off) return parameter.setValueNotifyingHost(on ? 1.0f : 0.0f);
    checkNumber(parameter, wanted, idOrName);
    parameter.setValueNotifyingHost(juce::jlimit(0.0f, 1.0f, parameter.getValueForText(wanted)));
}

std::vector<std::string> describeParameters(juce::AudioPluginInstance& plugin) {
    std::vector<std::string> lines;
    for (auto* p : plugin.getParameters()) {
        char line[400];
        std::snprintf(line, sizeof line, "%-14s %-24s %12s   from %s to %s, default %s%s",
                      parameterId(*p).c_str(), p->getName(64).toRawUTF8(),
                      text(*p, p->getValue()).toRawUTF8(), text(*p, 0.0f).toRawUTF8(),
                      text(*p, 1.0f).toRawUTF8(), text(*p, p->getDefaultValue()).toRawUTF8(),
                      p->isAutomatable() ? "" : " (not automatable)");
        lines.emplace_back(line);
    }
    return lines;
}

} // namespace solus::host
