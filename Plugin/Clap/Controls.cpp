// Names, ranges and texts in CLAP's terms.
#include "Clap/Controls.h"

#include "Engine/Numbers.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <exception>

namespace solus::clap {
namespace {

constexpr clap_id modelId = 1000, voiceId = 1001;
constexpr const char* zeroTexts[] = {"Default", "None, everybody passes"}; ///< model, voice

const ParameterSpec& specOf(int control) noexcept {
    return parameterTable()[static_cast<size_t>(control)];
}

bool isNumber(int control) noexcept {
    return control < parameterCount && specOf(control).kind == ParameterKind::number;
}

/// Empty if there is none, and if the number file cannot be read.
std::map<int, std::string> namesOf(int control) noexcept {
    try {
        return control == modelControl ? modelNumbers() : voiceNumbers();
    } catch (const std::exception&) {
        return {};
    }
}

std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return text;
}

std::string trimmed(const std::string& text) {
    const auto first = text.find_first_not_of(" \t"), last = text.find_last_not_of(" \t");
    return first == std::string::npos ? "" : text.substr(first, last - first + 1);
}

/// A number and the text after it. The decimal separator is '.' in any locale; ',' is accepted too.
std::optional<double> leadingNumber(std::string text, std::string& rest) {
    std::replace(text.begin(), text.end(), ',', '.');
    const char* begin = text.c_str() + (text.starts_with('+') ? 1 : 0);
    double value = 0.0;
    const auto [end, error] = std::from_chars(begin, text.c_str() + text.size(), value);
    if (error != std::errc() || !std::isfinite(value)) return {};
    rest = trimmed(end);
    return value;
}

std::string decimal(double value, int decimals) {
    char text[64];
    const double scale = decimals == 0 ? 1.0 : 10.0;
    value = std::round(value * scale) / scale + 0.0; // no "-0.0"
    return {text, std::to_chars(text, text + sizeof text, value, std::chars_format::fixed, decimals).ptr};
}

} // namespace

clap_id idOfControl(int control) noexcept {
    return control == modelControl   ? modelId
           : control == voiceControl ? voiceId
                                     : static_cast<clap_id>(control);
}

int controlOfId(clap_id id) noexcept {
    if (id == modelId) return modelControl;
    if (id == voiceId) return voiceControl;
    return id < parameterCount ? static_cast<int>(id) : -1;
}

bool waitsForActivation(int control) noexcept {
    return control == modelControl || control == static_cast<int>(Parameter::lookAhead);
}

bool describe(int control, clap_param_info& info) noexcept {
    if (control < 0 || control >= controlCount) return false;
    info = {};
    info.id = idOfControl(control);
    if (control >= parameterCount) {
        std::snprintf(info.name, sizeof info.name, "%s", control == modelControl ? "Model" : "Voice");
        info.flags = CLAP_PARAM_IS_STEPPED; // not automatable, since numbers differ between computers
        info.max_value = highestNumber;
        return true;
    }
    const ParameterSpec& spec = specOf(control);
    std::snprintf(info.name, sizeof info.name, "%s", spec.name);
    info.min_value = static_cast<double>(spec.low);
    info.max_value = static_cast<double>(spec.high);
    info.default_value = static_cast<double>(spec.standard);
    if (spec.kind == ParameterKind::toggle) info.flags |= CLAP_PARAM_IS_STEPPED;
    if (!spec.rebuilds) info.flags |= CLAP_PARAM_IS_AUTOMATABLE;
    if (control == static_cast<int>(Parameter::bypass)) info.flags |= CLAP_PARAM_IS_BYPASS;
    return true;
}

std::string textOf(int control, double value) {
    value = saneControl(control, value);
    if (isNumber(control)) {
        const ParameterSpec& spec = specOf(control);
        return decimal(value, spec.step < 1.0f ? 1 : 0) + " " + spec.unit;
    }
    if (control < parameterCount) return value != 0.0 ? "On" : "Off";
    const int number = static_cast<int>(value);
    if (number == 0) return zeroTexts[control - modelControl];
    const auto names = namesOf(control);
    const auto found = names.find(number);
    return found == names.end() ? std::to_string(number) + " (none)" : found->second;
}

std::optional<double> valueOf(int control, const std::string& given) {
    const std::string text = trimmed(given);
    if (control < parameterCount && !isNumber(control)) {
        const std::string word = lower(text);
        if (word == "on" || word == "yes" || word == "true" || word == "1") return 1.0;
        if (word == "off" || word == "no" || word == "false" || word == "0") return 0.0;
        return {};
    }
    if (control >= parameterCount) {
        if (lower(text) == lower(zeroTexts[control - modelControl])) return 0.0;
        for (const auto& [number, name] : namesOf(control))
            if (name == text && number <= highestNumber) return number;
    }
    std::string rest;
    const auto value = leadingNumber(text, rest);
    const std::string unit = control < parameterCount ? specOf(control).unit : "(none)";
    if (!value || (!rest.empty() && lower(rest) != lower(unit))) return {};
    return saneControl(control, *value);
}

double saneControl(int control, double value) noexcept {
    if (control >= parameterCount) return numberFromPort(static_cast<float>(std::trunc(value)));
    const ParameterSpec& spec = specOf(control);
    if (spec.kind == ParameterKind::toggle) value = std::trunc(value); // as CLAP requires
    return static_cast<double>(saneValue(spec, static_cast<float>(value)));
}

double Controls::get(int control) const noexcept {
    if (control == modelControl) return model_.load(std::memory_order_relaxed);
    if (control == voiceControl) return voice_.load(std::memory_order_relaxed);
    return static_cast<double>(parameters_[control].load(std::memory_order_relaxed));
}

void Controls::set(int control, double value) noexcept {
    value = saneControl(control, value);
    if (control >= parameterCount)
        (control == modelControl ? model_ : voice_).store(static_cast<int>(value), std::memory_order_relaxed);
    else
        parameters_[control].store(static_cast<float>(value), std::memory_order_relaxed);
}

PortValues Controls::get() const noexcept {
    PortValues values;
    for (int i = 0; i < parameterCount; ++i)
        values.parameters[i] = parameters_[i].load(std::memory_order_relaxed);
    values.model = model_.load(std::memory_order_relaxed);
    values.voice = voice_.load(std::memory_order_relaxed);
    return values;
}

void Controls::set(const PortValues& values) noexcept {
    for (int i = 0; i < parameterCount; ++i) set(i, static_cast<double>(values.parameters[i]));
    set(modelControl, values.model);
    set(voiceControl, values.voice);
}

} // namespace solus::clap
