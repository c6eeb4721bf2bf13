// --start: a new run begins as the weights that it names, whether they are a checkpoint or an exported model.
#include "Core/Start.h"
#include "Base/Error.h"
#include "Core/Checkpoint.h"
#include "Core/Trainer.h"
#include "Nets/MaskOutput.h"
#include "ToyData.h"

#include <catch2/catch.hpp>

using namespace solus;
using namespace solus::train;

namespace {

struct Flagship {
    TrainOptions options;
    std::unique_ptr<RecordingExperiment> experiment = toy::experiment("denoise-solus");

    explicit Flagship(const std::string& more) {
        CLI::App app;
        experiment->configure(app, options);
        app.parse(
            "--seconds 0.5 --units1 12 --units2 12 --validation 1 --window 480 --hop 120 --synthesis 240 "
            "--filter-bins 20 --detail-bins 30 --phase-bins 20 " +
            more);
        options.steps = 4;
        options.batch = 2;
        options.validateEvery = 2;
        options.average = 0.0;
    }
    std::unique_ptr<Task> task() { return experiment->makeTask(toy::library(), options); }
};

torch::Tensor gainsOf(const Task& task, const std::filesystem::path& weights) {
    auto net = task.makeModel();
    loadModel(*net, weights);
    net->eval();
    torch::NoGradGuard noGrad;
    torch::manual_seed(5);
    return maskOf(*net, torch::rand({1, 20, net->as<TorchGraphImpl>()->plan.inputs})).gains;
}

} // namespace

TEST_CASE("a run that starts from an exported model begins as that model, and says which it was") {
    for (const std::string size : {"--dense 16 --rank 0", "--dense 16 --rank 5"}) {
        INFO(size);
        const toy::Folder folder;
        RunFolder first(folder / "first"), second(folder / "second");
        Flagship before(size), after(size);
        const auto task = before.task();
        train::train("denoise-solus", *task, before.options, first);

        const auto file = folder / "moved.safetensors";
        std::filesystem::rename(first / "denoise-solus.safetensors", file);
        after.options.start = file.string();
        after.options.rate = 0.0; // nothing is learnt: what comes out is what it began with
        train::train("denoise-solus", *after.task(), after.options, second);
        const auto wanted = gainsOf(*task, first / "best.pt"), found = gainsOf(*task, second / "best.pt");
        CHECK((wanted - found).abs().max().item<double>() < 0.02); // the file's weights are rounded
        const auto origin = second.readJson("summary.json").at("started_from");
        CHECK(origin.at("model") == "denoise-solus");
        CHECK(origin.at("sha256") == Model::load(file.string())->hash);
        CHECK(origin.at("steps") == 4);

        // The record does not need the file again.
        std::filesystem::remove(file);
        after.options.resume = true;
        after.options.steps = 6;
        train::train("denoise-solus", *after.task(), after.options, second);
        CHECK(second.readJson("summary.json").at("started_from") == origin);
    }
}

TEST_CASE("what a run cannot start from is named") {
    const toy::Folder folder;
    const auto start = [&](Flagship& flagship, const std::string& name) {
        flagship.options.start = name;
        RunFolder run(folder / "run");
        train::train("denoise-solus", *flagship.task(), flagship.options, run);
    };
    Flagship small("--dense 16");
    const auto wide = std::string(SOLUS_RESOURCES) + "/Experiments/denoise-wide.safetensors";
    CHECK(findStart("denoise-solus").model->name == "denoise-solus");
    CHECK_THROWS_WITH(start(small, "verify-solus"),
                      Catch::Contains("--start verify-solus: model verify-solus is another kind of network"));
    CHECK_THROWS_WITH(start(small, wide), Catch::Contains("does not fit into the network"));
    Flagship paths("--bands 34 --blocks 1");
    CHECK_THROWS_WITH(start(paths, wide), Catch::Contains("it does not have two paths"));
    CHECK_THROWS_WITH(start(small, "no-such-model"), Catch::Contains("no-such-model"));
    CHECK_THROWS_WITH(start(small, (folder / "none.pt").string()), Catch::Contains("no such file"));
    CHECK_THROWS_WITH(start(small, (folder / "none.safetensors").string()),
                      Catch::Contains("none.safetensors"));
}
