// JSON from untrusted files.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace solus {

/// Parses JSON that names no key twice in one object and nests at most `maxDepth` deep. Throws Error: "<what>
/// is not ...".
nlohmann::json parseJson(std::string_view text, const std::string& what, int maxDepth = 16);

} // namespace solus
