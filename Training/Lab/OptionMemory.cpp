// Writing and reading options.
#include "Lab/OptionMemory.h"

#include <cstdlib>
#include <set>
#include <sstream>

namespace solus::train {

namespace {

bool isKept(const std::string& name) {
    return !name.empty() && name != "help" && name != "resume" && name != "out";
}

bool isFlag(const CLI::Option& option) {
    return option.get_items_expected_max() == 0;
}

} // namespace

OptionList describeOptions(const CLI::App& app) {
    OptionList list;
    for (const CLI::Option* option : app.get_options()) {
        const std::string name = option->get_single_name();
        if (!isKept(name)) continue;
        auto value =
            option->count() > 0 ? CLI::detail::join(option->results(), " ") : option->get_default_str();
        if (value.empty() && isFlag(*option)) value = "false";
        list.emplace_back(name, value);
    }
    return list;
}

OptionList boundValues(CLI::App& app) {
    OptionList list;
    for (CLI::Option* option : app.get_options()) {
        const std::string name = option->get_single_name();
        if (!isKept(name) || isFlag(*option)) continue;
        const auto before = option->get_default_str();
        option->capture_default_str();
        list.emplace_back(name, option->get_default_str());
        option->default_str(before);
    }
    return list;
}

void recallOptions(CLI::App& app, const nlohmann::json& config) {
    for (CLI::Option* option : app.get_options()) {
        const std::string name = option->get_single_name();
        if (option->count() > 0 || name == "minutes" || !config.contains(name)) continue;
        const auto value = config.at(name).get<std::string>();
        if (value.empty()) continue;
        if (option->get_items_expected_max() > 1) { // a list, its values separated by spaces
            std::istringstream list(value);
            for (std::string item; list >> item;) option->add_result(item);
        } else
            option->add_result(value);
        option->run_callback();
    }
}

bool sameValue(const std::string& a, const std::string& b) {
    if (a == b) return true;
    char *endA = nullptr, *endB = nullptr;
    const double x = std::strtod(a.c_str(), &endA), y = std::strtod(b.c_str(), &endB);
    return !a.empty() && !b.empty() && *endA == '\0' && *endB == '\0' && x == y;
}

std::vector<std::string> givenOptions(const CLI::App& app) {
    std::vector<std::string> names;
    for (const CLI::Option* option : app.get_options())
        if (const auto name = option->get_single_name(); option->count() > 0 && isKept(name))
            names.push_back(name);
    return names;
}

bool mayChange(const std::string& option) {
    static const std::set<std::string> names{"data",           "device",  "workers", "minutes",
                                             "steps",          "epochs",  "rate",    "clip",
                                             "validate-every", "average", "licence", "skip-bad"};
    return names.contains(option);
}

} // namespace solus::train
