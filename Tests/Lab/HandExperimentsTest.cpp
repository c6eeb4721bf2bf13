// mnist-backprop-shallow and mnist-backprop-deep from real digits to their reports.
#include "Base/Error.h"
#include "Core/RunFolder.h"
#include "Experiment.h"
#include "Training/ToyData.h"

#include <catch2/catch.hpp>
#include <fstream>
#include <map>
#include <sstream>

using namespace solus;
using namespace solus::train;
namespace fs = std::filesystem;

namespace {

int runHand(const std::string& name, const fs::path& out, std::vector<std::string> more) {
    std::vector<std::string> arguments{"--data", SOLUS_FIXTURES, "--out", out.string(), "--batch", "25"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return runExperiment(*findExperiment(name), arguments);
}

std::string textOf(const fs::path& path) {
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
}

/// The report's figures by name, without the times.
std::map<std::string, double> results(const fs::path& folder) {
    std::map<std::string, double> found;
    const auto summary = RunFolder(folder).readJson("summary.json");
    for (const auto& result : summary.at("results"))
        if (const std::string name = result.at("name"); name.find("time") == std::string::npos)
            found[name] = result.at("value");
    return found;
}

} // namespace

TEST_CASE("mnist-backprop-shallow: from 600 digits to a report, and the same figures again when resumed") {
    const toy::Folder place;
    const auto out = place / "shallow";
    REQUIRE(runHand("mnist-backprop-shallow", out, {"--units", "12", "--epochs", "5"}) == 0);
    const auto figures = results(out);
    REQUIRE(figures.at("parameters") == 784 * 12 + 12 + 12 * 10 + 10);
    REQUIRE(figures.at("gradient check, largest relative error") <= 1e-5);
    for (const char* optimiser : {"sgd", "momentum", "adam"}) {
        REQUIRE(figures.at(std::string("test accuracy, ") + optimiser) > 50.0);
        for (const char* file : {"metrics.csv", "layers/metrics.csv", "layers.png", "curves.png"})
            REQUIRE(fs::file_size(out / optimiser / file) > 0);
    }
    for (const char* file :
         {"config.json", "metrics.csv", "summary.json", "report.md", "optimisers.png", "units.png"})
        REQUIRE(fs::file_size(out / file) > 0);
    const auto page = textOf(out / "report.html");
    REQUIRE(page.find("data:image/png;base64") != std::string::npos);
    REQUIRE(page.find("9,550") != std::string::npos); // the drawing of the network counts too

    fs::remove(out / "report.html");
    REQUIRE(runHand("mnist-backprop-shallow", out, {"--resume"}) == 0);
    REQUIRE(results(out) == figures);
    REQUIRE(fs::exists(out / "report.html"));
}

TEST_CASE("mnist-backprop-deep: three activations, every layer noted") {
    const toy::Folder place;
    const auto out = place / "deep";
    REQUIRE(runHand("mnist-backprop-deep", out,
                    {"--layers", "3", "--units", "10", "--epochs", "2", "--compare-epochs", "1"}) == 0);
    const auto figures = results(out);
    REQUIRE(figures.at("parameters") == 784 * 10 + 10 + 2 * (10 * 10 + 10) + 10 * 10 + 10);
    for (const std::string activation : {"relu", "tanh", "sigmoid"}) {
        REQUIRE(figures.at("gradient check, largest relative error, " + activation) <= 1e-5);
        const auto rows = RunFolder(out / activation / "layers").readJson("metrics.json");
        REQUIRE(rows.front().contains("gradient_4"));
        REQUIRE(rows.front().contains("derivative_3"));
        REQUIRE_FALSE(rows.front().contains("gradient_5"));
    }
    REQUIRE(fs::file_size(out / "depth.png") > 0);
    REQUIRE(fs::exists(out / "report.html"));
}

TEST_CASE("Experiments by hand refuse options that they would not obey, and data that is not there") {
    const toy::Folder place;
    for (const char* name : {"mnist-backprop-shallow", "mnist-backprop-deep"}) {
        REQUIRE_THROWS_AS(runHand(name, place / "a", {"--clip", "5"}), Error);
        REQUIRE_THROWS_AS(runHand(name, place / "b", {"--activation", "sine"}), Error);
        REQUIRE_THROWS_AS(runHand(name, place / "c", {"--start", "best.pt"}), Error);
        REQUIRE_THROWS_AS(runExperiment(*findExperiment(name),
                                        {"--data", place.path().string(), "--out", (place / "d").string()}),
                          Error);
        fs::remove_all(place / "a"), fs::remove_all(place / "c"), fs::remove_all(place / "d");
    }
}
