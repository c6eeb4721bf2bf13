// The options of a run as text: for its config.json and its report, and back again when it is resumed.
#pragma once

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

namespace solus::train {

/// Names and values, in the order of --help.
using OptionList = std::vector<std::pair<std::string, std::string>>;

/// Name and value of every option but those of this call alone (out, resume); the values of a list apart by spaces.
OptionList describeOptions(const CLI::App&);

/// The same for the variables that the options are bound to, so that what a program changed after the call shows. As the
/// library writes them: for comparing with each other.
OptionList boundValues(CLI::App&);

/// An option that was not given takes its value from `config`. Throws CLI::ParseError if it does not fit.
void recallOptions(CLI::App&, const nlohmann::json& config);

/// Whether two values of an option say the same: "1e-3" and "0.001" do.
bool sameValue(const std::string&, const std::string&);

/// The names of the options that this call gives.
std::vector<std::string> givenOptions(const CLI::App&);

/// Whether a run that has begun may go on with another value: what only says where and how long it computes, or how it learns
/// from here on. The rest is what the run is.
bool mayChange(const std::string& option);

} // namespace solus::train
