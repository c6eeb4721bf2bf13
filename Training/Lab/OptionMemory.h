// The options of a run as text: for its config.json and its report, and back again when it is resumed.
#pragma once

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

namespace solus::train {

/// Name and value of every option but those of this call alone (out, resume); the values of a list apart by spaces.
std::vector<std::pair<std::string, std::string>> describeOptions(const CLI::App&);

/// An option that was not given takes its value from `config`. Throws CLI::ParseError if it does not fit.
void recallOptions(CLI::App&, const nlohmann::json& config);

} // namespace solus::train
