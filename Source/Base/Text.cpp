// Making text safe for messages.
#include "Base/Text.h"

#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>

namespace solus {

std::string inQuotes(std::string_view text) {
    const bool tooLong = text.size() > 64;
    nlohmann::json string = std::string(text.substr(0, 64)) + (tooLong ? "..." : "");
    return string.dump(-1, ' ', true, nlohmann::json::error_handler_t::replace);
}

std::string oneLine(std::string_view text, size_t longest) {
    std::string line(text.substr(0, longest));
    for (char& c : line)
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = '?';
    return text.size() > longest ? line + "..." : line;
}

std::string joined(const std::vector<std::string>& words) {
    std::string list;
    for (const auto& word : words) list += (list.empty() ? "" : ", ") + word;
    return list;
}

std::string clockTime(double seconds) {
    const long s = std::lround(seconds);
    char text[48];
    if (s >= 3600)
        std::snprintf(text, sizeof text, "%ld:%02ld:%02ld", s / 3600, s / 60 % 60, s % 60);
    else
        std::snprintf(text, sizeof text, "%ld:%02ld", s / 60, s % 60);
    return text;
}

} // namespace solus
