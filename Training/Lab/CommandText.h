// Quoting commands for the shell: those in a report or a hint must work when pasted.
#pragma once

#include <string>
#include <vector>

namespace solus::train {

/// Unchanged, or quoted if the shell would read it otherwise.
std::string quoted(const std::string& word);
/// "solus-train mnist-mlp --data 'my data'"
std::string commandText(const std::vector<std::string>& arguments);

} // namespace solus::train
