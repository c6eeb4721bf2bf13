// Commands as a shell reads them: a report and a hint must work when they are pasted.
#pragma once

#include <string>
#include <vector>

namespace solus::train {

/// As it is, or in quotes if the shell would read it otherwise.
std::string quoted(const std::string& word);
/// "solus-train mnist-mlp --data 'my data'"
std::string commandText(const std::vector<std::string>& arguments);

} // namespace solus::train
