// Writing and reading of options.
#include "Lab/OptionMemory.h"

#include <sstream>

namespace solus::train {

std::vector<std::pair<std::string, std::string>> describeOptions(const CLI::App& app) {
    std::vector<std::pair<std::string, std::string>> list;
    for (const CLI::Option* option : app.get_options()) {
        const std::string name = option->get_single_name();
        if (name.empty() || name == "help" || name == "resume" || name == "out") continue;
        list.emplace_back(name, option->count() > 0 ? CLI::detail::join(option->results(), " ")
                                                    : option->get_default_str());
    }
    return list;
}

void recallOptions(CLI::App& app, const nlohmann::json& config) {
    for (CLI::Option* option : app.get_options()) {
        const std::string name = option->get_single_name();
        if (option->count() > 0 || name == "minutes" || !config.contains(name)) continue;
        const auto value = config.at(name).get<std::string>();
        if (value.empty()) continue;
        if (option->get_items_expected_max() > 1) { // a list, its values apart by spaces
            std::istringstream list(value);
            for (std::string item; list >> item;) option->add_result(item);
        } else
            option->add_result(value);
        option->run_callback();
    }
}

} // namespace solus::train
