// Quoting for the shell.
#include "Lab/CommandText.h"

#include <algorithm>
#include <cctype>

namespace solus::train {

std::string quoted(const std::string& word) {
    const auto plain = [](unsigned char c) {
        return std::isalnum(c) || c >= 0x80 ||
               std::string("_@%+=:,./-").find(static_cast<char>(c)) != std::string::npos;
    };
    if (!word.empty() && std::all_of(word.begin(), word.end(), plain)) return word;
    std::string text = "'";
    for (const char c : word) text += c == '\'' ? "'\\''" : std::string(1, c);
    return text + "'";
}

std::string commandText(const std::vector<std::string>& arguments) {
    std::string line = "solus-train";
    for (const auto& argument : arguments) line += " " + quoted(argument);
    return line;
}

} // namespace solus::train
