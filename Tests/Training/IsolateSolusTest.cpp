// isolate-solus: trains, learning to tell who talks, and writes a file that the engine takes.
#include "ToyData.h"

#include "Base/Error.h"
#include "Core/RunFolder.h"
#include "Core/Trainer.h"
#include "Engine/Models.h"
#include "Experiment.h"

#include <catch2/catch.hpp>
#include <cmath>

using namespace solus;
using namespace solus::train;

TEST_CASE("isolate-solus learns on strangers, and the engine takes its file") {
    const auto experiment = toy::experiment("isolate-solus");
    CLI::App app;
    TrainOptions options;
    experiment->configure(app, options);
    app.parse(
        "--seconds 0.6 --validation 2 --window 480 --hop 120 --synthesis 240 --bands 34 --detail-bins 30 "
        "--mask-every 2 --blocks 1 --channels 8 --outer 6 --inner 5 --across 4 --along 7 --whole 9 "
        "--voice-code 5 --match 6");
    options.steps = 2;
    options.batch = 2;
    options.validateEvery = 1;
    const auto task = experiment->makeTask(toy::library(), options);
    const toy::Folder folder;
    RunFolder run(folder.path() / "run");
    train::train("isolate-solus", *task, options, run);
    const auto metrics = run.readJson("metrics.json");
    REQUIRE(metrics.size() == 2);
    CHECK(std::isfinite(metrics[1]["train_loss"].get<double>()));
    const auto model = Model::load((run / "isolate-solus.safetensors").string());
    CHECK(model->voiceEmbedder == defaultEmbedder()->hash);
}

TEST_CASE("isolate-solus refuses to compare voices in a network that does not hear whole frames") {
    const auto experiment = toy::experiment("isolate-solus");
    CLI::App app;
    TrainOptions options;
    experiment->configure(app, options);
    app.parse("--match 6 --whole 0");
    CHECK_THROWS_AS(experiment->makeTask(toy::library(), options), Error);
}
