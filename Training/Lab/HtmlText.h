// Escaping text for HTML.
#pragma once

#include <string>

namespace solus::train {

/// Escapes the characters that have a meaning in HTML.
inline std::string htmlText(const std::string& text) {
    std::string result;
    for (char c : text) {
        switch (c) {
        case '&':
            result += "&amp;";
            break;
        case '<':
            result += "&lt;";
            break;
        case '>':
            result += "&gt;";
            break;
        case '"':
            result += "&quot;";
            break;
        default:
            result += c;
        }
    }
    return result;
}

} // namespace solus::train
