// What config.json says of a run is what a resumed run gets, for every experiment and every option.
#include "Lab/OptionMemory.h"
#include "Experiment.h"

#include <catch2/catch.hpp>

using namespace solus::train;

namespace {

using Described = std::vector<std::pair<std::string, std::string>>;

Described described(Experiment& experiment, std::vector<std::string> arguments,
                    const nlohmann::json& config) {
    CLI::App app;
    TrainOptions options;
    configureExperiment(experiment, app, options);
    app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
    recallOptions(app, config);
    return describeOptions(app);
}

nlohmann::json configOf(const Described& list) {
    nlohmann::json config = nlohmann::json::object();
    for (const auto& [name, value] : list) config[name] = value;
    return config;
}

} // namespace

TEST_CASE("a resumed run has the options of the run that began") {
    for (const auto& experiment : experiments()) {
        INFO(experiment->name());
        const auto begun = described(*experiment, {"--seed", "7"}, nlohmann::json::object());
        REQUIRE(begun.size() > 8);
        const auto again = findExperiment(experiment->name());
        CHECK(described(*again, {}, configOf(begun)) == begun);
    }
}

TEST_CASE("a list of values is remembered as a list, and an option that is given anew wins") {
    const auto first = findExperiment("verify-solus"), second = findExperiment("verify-solus");
    const auto begun = configOf(described(*first, {"--channels", "24", "48"}, nlohmann::json::object()));
    CHECK(begun.at("channels") == "24 48");
    CHECK(configOf(described(*second, {}, begun)).at("channels") == "24 48");
    const auto third = findExperiment("verify-solus");
    CHECK(configOf(described(*third, {"--channels", "8"}, begun)).at("channels") == "8");
}
