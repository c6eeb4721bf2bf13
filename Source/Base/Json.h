// JSON from untrusted files.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace solus {

/// Parses JSON; rejects duplicate keys in one object, and nesting deeper than `maxDepth`. Throws Error: "<what> is
/// not ...".
nlohmann::json parseJson(std::string_view text, const std::string& what, int maxDepth = 16);

} // namespace solus
