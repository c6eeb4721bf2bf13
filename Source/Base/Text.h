// Makes untrusted text fit for messages.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace solus {

/// The text in quotes, on one line, control characters escaped, cut at about 64 characters.
std::string inQuotes(std::string_view);

/// The text on one line, with each control character replaced by '?'. Text longer than `longest` bytes is cut and
/// ends in "...".
std::string oneLine(std::string_view text, size_t longest = std::string::npos);

/// "anna, ben"
std::string joined(const std::vector<std::string>&);

/// 75 -> "1:15", 3700 -> "1:01:40".
std::string clockTime(double seconds);

} // namespace solus
