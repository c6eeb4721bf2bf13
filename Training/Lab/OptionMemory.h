// The options of a run as text: written to its config.json and its report, and read back when it is resumed.
#pragma once

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

namespace solus::train {

/// Names and values, in the order of --help.
using OptionList = std::vector<std::pair<std::string, std::string>>;

/// Name and value of every option except those that belong to one call only (out, resume); the values of a list are
/// separated by spaces.
OptionList describeOptions(const CLI::App&);

/// The same, read from the variables that the options are bound to, so that changes made after parsing are included.
/// Values are in CLI11's format, for comparison with each other.
OptionList boundValues(CLI::App&);

/// An option that was not given takes its value from `config`. Throws CLI::ParseError if the value is invalid.
void recallOptions(CLI::App&, const nlohmann::json& config);

/// Whether two values of an option are equivalent, such as "1e-3" and "0.001".
bool sameValue(const std::string&, const std::string&);

/// The names of the options given in this call.
std::vector<std::string> givenOptions(const CLI::App&);

/// Whether a resumed run may use another value: options that only say where and how long it computes, or how it is
/// trained from here on. All others define the run.
bool mayChange(const std::string& option);

} // namespace solus::train
