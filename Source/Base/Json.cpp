// Reading untrusted JSON.
#include "Base/Json.h"

#include "Base/Error.h"
#include "Base/Text.h"

#include <charconv>
#include <set>
#include <vector>

namespace solus {

nlohmann::json parseJson(std::string_view text, const std::string& what, int maxDepth) {
    using Json = nlohmann::json;
    std::vector<std::set<std::string>> keys; // of the open object at each depth
    const auto check = [&](int depth, Json::parse_event_t event, Json& value) {
        if (depth > maxDepth) throw Error(what + " is nested too deeply");
        if (event == Json::parse_event_t::object_start) {
            keys.resize(static_cast<size_t>(depth) + 2);
            keys[static_cast<size_t>(depth) + 1].clear();
        }
        if (event == Json::parse_event_t::key) {
            const auto key = value.get<std::string>();
            if (!keys.at(static_cast<size_t>(depth)).insert(key).second)
                throw Error(what + " names " + inQuotes(key) + " twice");
        }
        return true;
    };
    try {
        return Json::parse(text.begin(), text.end(), check);
    } catch (const Json::parse_error& e) {
        throw Error(what + " is not valid JSON (byte " + std::to_string(e.byte) + ")");
    } catch (const Json::exception&) {
        throw Error(what + " is not valid JSON (a number is out of range)");
    }
}

nlohmann::json jsonOrNull(std::string_view text, int maxDepth) {
    try {
        return parseJson(text, "", maxDepth);
    } catch (const Error&) {
        return {};
    }
}

double shortest(float value) {
    char text[32];
    const auto end = std::to_chars(text, text + sizeof text, value).ptr;
    double result = 0.0;
    std::from_chars(text, end, result);
    return result;
}

} // namespace solus
