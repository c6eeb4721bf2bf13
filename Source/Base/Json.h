// JSON from untrusted files.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace solus {

/// Parses JSON; rejects duplicate keys in one object, and nesting deeper than `maxDepth`. Throws Error: "<what> is
/// not ...".
nlohmann::json parseJson(std::string_view text, const std::string& what, int maxDepth = 16);

/// The same, but null instead of an Error: for files that may be anything.
nlohmann::json jsonOrNull(std::string_view text, int maxDepth);

/// The shortest decimal that reads back as the same float: 30.1, not 30.100000381469727.
double shortest(float value);

} // namespace solus
