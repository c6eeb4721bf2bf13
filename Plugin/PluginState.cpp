// State and presets as JSON.
#include "PluginState.h"

#include "Base/Error.h"
#include "Base/Json.h"
#include "Identity.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

namespace solus {
namespace {

using nlohmann::json;

json toJson(const Settings& s) {
    json parameters = json::object();
    for (const auto& [id, value] : s.parameters) parameters[id] = shortest(value);
    return {{"parameters", parameters},
            {"model", {{"name", s.model.name}, {"path", s.model.path}, {"hash", s.model.hash}}},
            {"openWhileUndecided", s.undecided != Undecided::closed}, // for older versions
            {"undecided", undecidedNames[static_cast<size_t>(s.undecided)]},
            {"lookAheadMs", shortest(s.lookAheadMs)},
            {"split", s.split}};
}

Settings settingsFrom(const json& j, Settings s) {
    if (!j.is_object()) return s;
    if (const auto at = j.find("parameters"); at != j.end() && at->is_object())
        for (const auto& [id, value] : at->items())
            if (value.is_number() && std::isfinite(value.get<float>()) && s.parameters.contains(id))
                s.parameters[id] = value.get<float>();
    if (const auto at = j.find("model"); at != j.end() && at->is_object())
        s.model = {at->value("name", ""), at->value("path", ""), at->value("hash", "")};
    if (const auto at = j.find("openWhileUndecided"); at != j.end())
        s.undecided = at->get<bool>() ? Undecided::open : Undecided::closed;
    if (const auto at = j.find("undecided"); at != j.end())
        s.undecided = undecidedOf(at->get<std::string>()).value_or(s.undecided);
    s.lookAheadMs = j.value("lookAheadMs", s.lookAheadMs);
    s.split = j.value("split", s.split);
    return s;
}

json parsed(const std::string& text, const std::string& format, const std::string& origin) {
    json j = json::parse(text, nullptr, false);
    if (!j.is_object() || !j.contains("format") || j["format"] != format)
        throw Error(origin + " is damaged or not in the format " + format + ": nothing was changed");
    return j;
}

constexpr const char* presetFormat = "solus-preset";

} // namespace

std::string PluginState::toText() const {
    json list = json::array();
    // A voice print has its own version and checksum, so it is stored as its own text.
    for (const auto& voice : voices)
        list.push_back({{"print", voice.print.toText()}, {"active", voice.active}});
    const json j = {{"format", identity::stateFormat},
                    {"version", identity::stateVersion},
                    {"settings", toJson(settings)},
                    {"voices", list},
                    {"preset", preset},
                    {"editor", {{"theme", theme}, {"width", width}, {"height", height}, {"zoom", zoom}}}};
    return j.dump(1, ' ', false, json::error_handler_t::replace) + "\n";
}

PluginState PluginState::fromText(const std::string& text, const PluginState& fallback) {
    const std::string origin = "the saved state of Solus";
    const json j = parsed(text, identity::stateFormat, origin);
    try {
        PluginState state = fallback;
        if (j.contains("settings")) state.settings = settingsFrom(j["settings"], state.settings);
        if (const auto at = j.find("voices"); at != j.end() && at->is_array()) {
            state.voices.clear();
            for (const auto& voice : *at)
                state.voices.push_back({VoicePrint::fromText(voice.at("print").get<std::string>(), origin),
                                        voice.value("active", true), true});
        }
        state.preset = j.value("preset", state.preset);
        if (const auto at = j.find("editor"); at != j.end() && at->is_object()) {
            state.theme = at->value("theme", state.theme);
            state.width = at->value("width", state.width);
            state.height = at->value("height", state.height);
            state.zoom = std::clamp(at->value("zoom", state.zoom), 100, 200);
        }
        return state;
    } catch (const json::exception& e) {
        throw Error(origin + " is damaged (" + e.what() + "): nothing was changed");
    }
}

std::string presetToText(const std::string& name, const Settings& settings) {
    json j = toJson(settings);
    j["format"] = presetFormat;
    j["version"] = 1;
    j["name"] = name;
    return j.dump(1, ' ', false, json::error_handler_t::replace) + "\n";
}

std::pair<std::string, Settings> presetFromText(const std::string& text, const Settings& fallback,
                                                const std::string& origin) {
    const json j = parsed(text, presetFormat, origin);
    try {
        return {j.at("name").get<std::string>(), settingsFrom(j, fallback)};
    } catch (const json::exception& e) {
        throw Error(origin + " is damaged: " + e.what());
    }
}

} // namespace solus
