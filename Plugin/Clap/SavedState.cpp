// Writes and reads the state.
#include "Clap/SavedState.h"

#include "Base/Error.h"
#include "Base/Json.h"
#include "Engine/Numbers.h"

#include <exception>
#include <nlohmann/json.hpp>

namespace solus::clap {
namespace {

using nlohmann::json;

constexpr const char* stateFormat = "solus-clap";
constexpr int stateVersion = 1; ///< increases only if older programs would misread new states

json named(int number, std::map<int, std::string> (*names)()) {
    if (number == 0) return "";
    try {
        const auto all = names();
        if (const auto found = all.find(number); found != all.end()) return found->second;
    } catch (const std::exception&) { // a damaged number file: keep at least the number
    }
    return number;
}

int numbered(const json& state, const char* field, int (*numberOf)(const std::string&), const SayLine& say) {
    const auto at = state.find(field);
    if (at == state.end()) return 0;
    if (at->is_number()) return numberFromPort(at->get<float>());
    if (!at->is_string()) throw Error(std::string("the saved state of Solus is damaged: ") + field);
    try {
        const auto name = at->get<std::string>();
        const int number = numberOf(name);
        if (number <= highestNumber) return number;
        say((std::string(field) + " \"" + name + "\": its number is above " + std::to_string(highestNumber))
                .c_str());
    } catch (const std::exception& e) {
        say(e.what());
    }
    return 0;
}

} // namespace

std::string stateToText(const PortValues& values) {
    json parameters = json::object();
    for (int i = 0; i < parameterCount; ++i)
        parameters[parameterTable()[i].id] = shortest(values.parameters[i]);
    const json state = {{"format", stateFormat},
                        {"version", stateVersion},
                        {"parameters", parameters},
                        {"model", named(values.model, modelNumbers)},
                        {"voice", named(values.voice, voiceNumbers)}};
    return state.dump(1, ' ', false, json::error_handler_t::replace) + "\n";
}

PortValues stateFromText(const std::string& text, const SayLine& say) {
    const json state = jsonOrNull(text, 4);
    if (!state.is_object() || state.value("format", json()) != stateFormat)
        throw Error("this is no saved state of Solus, or it is damaged: nothing was changed");
    const json version = state.value("version", json());
    if (!version.is_number_integer() || version < 1)
        throw Error("the saved state of Solus is damaged: version");
    if (version > stateVersion) throw Error("this state was saved by a newer Solus: nothing was changed");
    PortValues values;
    const json parameters = state.value("parameters", json::object());
    if (!parameters.is_object()) throw Error("the saved state of Solus is damaged: parameters");
    for (int i = 0; i < parameterCount; ++i) {
        const ParameterSpec& spec = parameterTable()[i];
        const auto at = parameters.find(spec.id);
        if (at == parameters.end()) continue;
        if (!at->is_number()) throw Error(std::string("the saved state of Solus is damaged: ") + spec.id);
        values.parameters[i] = saneValue(spec, at->get<float>());
    }
    values.model = numbered(state, "model", numberOfModel, say);
    values.voice = numbered(state, "voice", numberOfVoice, say);
    return values;
}

} // namespace solus::clap
