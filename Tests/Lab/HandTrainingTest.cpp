// Trainings by hand: they learn real digits, a resumed run repeats an unbroken one, NaN keeps the last
// checkpoint.
#include "Base/Error.h"
#include "ByHand/GradientCheck.h"
#include "ByHand/HandCheckpoint.h"
#include "ByHand/HandReport.h"
#include "Core/Trainer.h"
#include "Training/ToyData.h"

#include <catch2/catch.hpp>

using namespace solus;
using namespace solus::train;
using Catch::Matchers::Contains;
namespace fs = std::filesystem;

namespace {

ImageSplits digits() {
    return loadMnist(fs::path(SOLUS_FIXTURES) / "mnist");
}

TrainOptions handOptions() {
    TrainOptions options;
    handDefaults(options, 1.0);
    options.batch = 25;
    options.steps = 60;
    options.validateEvery = 22;
    options.seed = 4;
    return options;
}

const HandSetup small{{784, 16, 12, 10}, Activation::tanh, "adam"};

/// Rows without the time they took.
nlohmann::json rows(const RunFolder& folder, const std::string& file) {
    auto all = folder.readJson(file);
    for (auto& row : all) row.erase("seconds");
    return all;
}

HandResult trainIn(RunFolder& folder, const HandSetup& setup, const TrainOptions& options) {
    Run run("by-hand", options, folder);
    return trainByHand(run, digits(), setup, options, "stage");
}

struct NoStop {
    ~NoStop() { requestStop(false); }
};

} // namespace

TEST_CASE("By hand: 600 digits are enough to read most of the others") {
    const toy::Folder place;
    RunFolder folder(place / "run");
    const std::string optimiser = GENERATE("sgd", "momentum", "adam");
    const auto splits = digits();
    auto result = trainIn(folder, {{784, 32, 10}, Activation::relu, optimiser}, handOptions());
    REQUIRE(scoreByHand(*result.net, splits.test, result.scale).accuracy > 0.7);
    const auto metrics = folder.readJson("stage/metrics.json");
    REQUIRE(metrics.size() == 3); // steps 22, 44 and 60
    REQUIRE(metrics.back().at("train_loss").get<double>() <
            0.6 * metrics.front().at("train_loss").get<double>());
    const auto layers = folder.readJson("stage/layers/metrics.json");
    REQUIRE(layers.size() == 60);
    for (const auto& row : layers)
        for (const char* column : {"gradient_1", "gradient_2", "update_1", "update_2", "derivative_1"})
            REQUIRE(row.at(column).get<double>() > 0.0);
    REQUIRE_FALSE(layers[0].contains("derivative_2"));
}

TEST_CASE("By hand: a run that was stopped and resumed gives the numbers of an unbroken one") {
    const NoStop afterwards;
    const toy::Folder place;
    RunFolder whole(place / "whole"), broken(place / "broken");
    auto setup = small;
    setup.optimiser = GENERATE("sgd", "momentum", "adam");
    auto options = handOptions();
    const auto unbroken = trainIn(whole, setup, options);

    auto stopping = setup;
    stopping.afterStep = [](std::int64_t step) { requestStop(step == 31); };
    REQUIRE_THROWS_AS(trainIn(broken, stopping, options), Stopped);
    requestStop(false);
    options.resume = true;
    const auto resumed = trainIn(broken, setup, options);

    REQUIRE((unbroken.net->parameters() - resumed.net->parameters()).norm() == 0.0f);
    for (const char* file : {"stage/metrics.json", "stage/layers/metrics.json"})
        REQUIRE(rows(broken, file) == rows(whole, file));
    // Resumed once more, a finished stage is only read.
    const auto again = trainIn(broken, setup, options);
    REQUIRE((again.net->parameters() - resumed.net->parameters()).norm() == 0.0f);
}

TEST_CASE("By hand: a loss that is not finite ends the run and keeps the last checkpoint") {
    const toy::Folder place;
    RunFolder folder(place / "run");
    auto options = handOptions();
    options.rate = 1e30;
    options.validateEvery = 1;
    const HandSetup setup{{784, 16, 10}, Activation::relu, "sgd"};
    REQUIRE_THROWS_AS(trainIn(folder, setup, options), TrainingError);
    REQUIRE_THROWS_WITH(trainIn(folder, setup, options), Contains("not finite") && Contains("--rate"));
    HandNet<float> net(setup.sizes, setup.activation, 25);
    Optimiser<float> optimiser("sgd", 0.1);
    const auto progress = loadHandCheckpoint(folder / "stage/checkpoint.bin", net, optimiser);
    REQUIRE(progress.step >= 1);
    REQUIRE(net.parameters().size() == 784 * 16 + 16 + 16 * 10 + 10);
}

TEST_CASE("By hand: a checkpoint of something else is told by file and reason") {
    const toy::Folder place;
    const auto path = place / "checkpoint.bin";
    HandNet<float> net({784, 16, 10}, Activation::relu, 5), other({784, 17, 10}, Activation::relu, 5);
    Optimiser<float> adam("adam", 0.1), sgd("sgd", 0.1);
    saveHandCheckpoint(path, net, adam, {});
    REQUIRE_NOTHROW(loadHandCheckpoint(path, net, adam));
    REQUIRE_THROWS_WITH(loadHandCheckpoint(path, other, adam), Contains("another network"));
    REQUIRE_THROWS_WITH(loadHandCheckpoint(path, net, sgd), Contains("another optimiser"));
    fs::resize_file(path, fs::file_size(path) / 2);
    REQUIRE_THROWS_WITH(loadHandCheckpoint(path, net, adam), Contains("checkpoint.bin: truncated"));
    toy::writeText(path,
                   "something else altogether, and long enough to be read as a head of numbers ........");
    REQUIRE_THROWS_WITH(loadHandCheckpoint(path, net, adam), Contains("not a checkpoint"));
}

TEST_CASE(
    "By hand: the report's gradient check passes on real digits, and depth shrinks the sigmoid's gradient") {
    const auto splits = digits();
    const auto scale = PixelScale::measure(splits.train);
    const std::vector<int> deep{784, 20, 20, 20, 20, 10};
    for (const auto activation : {Activation::relu, Activation::sigmoid, Activation::tanh})
        REQUIRE(gradientCheck(deep, activation, splits.train, scale, 1) <= 1e-5);
    HandNet<double> net(deep, Activation::sigmoid, 50);
    net.initialise(1);
    HandBatch<double> batch(splits.train, scale, 50);
    batch.fill(50, [](int i) { return std::int64_t{i}; });
    net.forward(batch.x(), batch.labels());
    net.backward(batch.x(), batch.labels());
    const auto& layers = net.layers();
    for (size_t l = 1; l + 2 < layers.size(); ++l)
        REQUIRE(layers[l].weightGradient.norm() < 0.5 * layers[l + 1].weightGradient.norm());
}

TEST_CASE("By hand: pixels get mean 0 and deviation 1") {
    const auto splits = digits();
    const auto scale = PixelScale::measure(splits.train);
    REQUIRE(scale.mean / 255.0 == Approx(0.1307).epsilon(0.05)); // of all 60,000
    HandBatch<double> batch(splits.train, scale, 550);
    batch.fill(550, [](int i) { return std::int64_t{i}; });
    REQUIRE(batch.x().mean() == Approx(0.0).margin(1e-9));
    REQUIRE(batch.x().squaredNorm() / (784.0 * 550.0) == Approx(1.0).epsilon(1e-9));
    REQUIRE(batch.labels()[3] == 1);
}
