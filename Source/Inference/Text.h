// Small helpers for text that comes from untrusted files.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace solus {

/// The text in quotes, on one line, control characters escaped, at most about 64 characters of it.
std::string inQuotes(std::string_view);

/// The message on one line, control characters replaced by spaces, at most about 400 characters of it.
std::string oneLine(std::string_view);

/// Parses JSON that names no key twice in one object and nests at most `maxDepth` deep. Throws Error: "<what>
/// is not ...".
nlohmann::json parseJson(std::string_view text, const std::string& what, int maxDepth = 16);

} // namespace solus
