// What the lab tells about its experiments must be true: networks as drawn, commands that can be typed.
#include "Command.h"
#include "Experiment.h"
#include "Nets/Images/ConvNet.h"
#include "Nets/Images/MlpNet.h"

#include <catch2/catch.hpp>
#include <set>
#include <sstream>

using namespace solus::train;

namespace {

std::int64_t parametersOf(const torch::nn::Module& module) {
    std::int64_t count = 0;
    for (const auto& parameter : module.parameters()) count += parameter.numel();
    return count;
}

Story storyOf(Experiment& experiment) {
    CLI::App app;
    TrainOptions options;
    configureExperiment(experiment, app, options);
    return experiment.story();
}

/// Parses an experiment's command as its user would have typed it; throws if an option does not exist.
void parseCommand(const std::string& command) {
    std::istringstream stream(command);
    std::vector<std::string> words;
    for (std::string word; stream >> word;) words.push_back(word);
    REQUIRE(words.size() > 1);
    REQUIRE(words[0] == "solus-train");
    const auto experiment = findExperiment(words[1]);
    if (!experiment) {
        bool known = false;
        for (auto* other : commands()) known = known || other->name() == words[1];
        CHECK(known);
        return;
    }
    CLI::App app;
    TrainOptions options;
    configureExperiment(*experiment, app, options);
    app.parse(std::vector<std::string>(words.rbegin(), words.rend() - 2));
}

} // namespace

TEST_CASE("Every experiment of the course is there") {
    std::set<std::string> names;
    for (const auto& experiment : experiments()) names.insert(experiment->name());
    for (const char* name : {"mnist-softmax",
                             "mnist-mlp",
                             "mnist-svd",
                             "mnist-svd-finetune",
                             "mnist-svd-constrained",
                             "mnist-backprop-shallow",
                             "mnist-backprop-deep",
                             "mnist-vae",
                             "mnist-cgan",
                             "mnist-patch-cgan",
                             "mnist-lstm-patches",
                             "cifar-augment",
                             "cifar-transfer",
                             "denoise-dense",
                             "denoise-cnn",
                             "denoise-autoencoder",
                             "denoise-svd",
                             "denoise-ibm",
                             "denoise-solus",
                             "verify-siamese",
                             "verify-solus"})
        CHECK(names.count(name) == 1);
}

TEST_CASE("Every experiment has an idea, an equation, a network and two commands that can be typed") {
    for (const auto& experiment : experiments()) {
        INFO(experiment->name());
        const auto story = storyOf(*experiment);
        CHECK(story.idea.size() > 100);
        CHECK_FALSE(story.equations.empty());
        CHECK_FALSE(story.networks.empty());
        for (const auto& sketch : story.networks) CHECK(sketch.parameters() > 0);
        CHECK(story.next.size() == 2);
        for (const auto& hint : story.next) {
            INFO(hint.command);
            CHECK_NOTHROW(parseCommand(hint.command));
        }
        const std::set<std::string> groups{"MNIST", "CIFAR-10", "Speech", "Product"};
        CHECK(groups.count(experiment->group()) == 1);
    }
    CHECK_THROWS(parseCommand("solus-train mnist-mlp --no-such-option 3"));
}

TEST_CASE("The perceptron has 5,012,490 parameters, and 10,000 D + 15,370 at rank D") {
    CHECK(mlpParameters({}, 0) == 5012490);
    CHECK(mlpSketch({}).parameters() == 5012490);
    CHECK(parametersOf(*MlpNet(MlpSize{})) == 5012490);
    for (int rank : {1, 20, 100}) {
        MlpSize size;
        size.rank = rank;
        CHECK(mlpParameters(size, rank) == 10000 * rank + 15370);
        CHECK(mlpSketch(size).parameters() == 10000 * rank + 15370);
        CHECK(parametersOf(*MlpNet(size)) == 10000 * rank + 15370);
    }
}

TEST_CASE("The drawn convolutional network is the real one") {
    CHECK(convSketch({}).parameters() == parametersOf(*ConvNet(ConvNetSize{})));
}

TEST_CASE("Numbers are grouped by thousands") {
    CHECK(grouped(5012490) == "5,012,490");
    CHECK(grouped(999) == "999");
    CHECK(grouped(-1000) == "-1,000");
    CHECK(grouped(0) == "0");
}
