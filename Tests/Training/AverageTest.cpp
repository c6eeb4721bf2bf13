// `average`: the mean of models is a model, and only of models that are alike.
#include "Base/Error.h"
#include "Core/Trainer.h"
#include "Engine/Models.h"
#include "ToyData.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <filesystem>

using namespace solus;
using namespace solus::train;

namespace {

/// A small flagship, trained for two steps, as a model file.
std::string trained(const toy::Folder& folder, const std::string& name, const std::string& more,
                    std::uint64_t seed) {
    CLI::App app;
    TrainOptions options;
    const auto experiment = toy::experiment("denoise-solus");
    experiment->configure(app, options);
    app.parse("--seconds 0.5 --dense 16 --units2 12 --validation 1 --window 480 --hop 120 "
              "--synthesis 240 --filter-bins 20 --detail-bins 30 --phase-bins 20 " +
              more);
    options.steps = 2;
    options.batch = 2;
    options.seed = seed;
    RunFolder run(folder / name);
    train::train("denoise-solus", *experiment->makeTask(toy::library(), options), options, run);
    return (run / "denoise-solus.safetensors").string();
}

} // namespace

TEST_CASE("each weight of an average is the mean of the models' weights, and one model's average is itself") {
    const toy::Folder folder;
    const auto a = trained(folder, "a", "--units1 12", 1), b = trained(folder, "b", "--units1 12", 2);
    const auto out = (folder / "mean.safetensors").string();

    toy::textOf("average", a + " " + a + " --out " + out);
    CHECK(findModel(out, "denoiser")->tensors.at("gru1.weight_hh").values ==
          findModel(a, "denoiser")->tensors.at("gru1.weight_hh").values);

    toy::textOf("average", a + " " + b + " --out " + out);
    const auto mean = findModel(out, "denoiser"), first = findModel(a, "denoiser"),
               second = findModel(b, "denoiser");
    for (const auto& [name, tensor] : mean->tensors) {
        INFO(name);
        float largest = 0.0f;
        for (float w : tensor.values) largest = std::max(largest, std::abs(w));
        for (size_t i = 0; i < tensor.values.size(); ++i) {
            const float wanted =
                (first->tensors.at(name).values[i] + second->tensors.at(name).values[i]) / 2.0f;
            REQUIRE(std::abs(tensor.values[i] - wanted) <= 0.01f * largest + 1e-6f); // the grid of bytes
        }
    }
}

TEST_CASE("models that are not alike have no average, and nothing is written") {
    const toy::Folder folder;
    const auto a = trained(folder, "a", "--units1 12", 1), wider = trained(folder, "b", "--units1 13", 1),
               factors = trained(folder, "c", "--units1 12 --rank 5", 1);
    const auto out = (folder / "mean.safetensors").string();
    for (const auto& others : {wider, factors, std::string("verify-solus")})
        CHECK_THROWS_WITH(toy::textOf("average", a + " " + others + " --out " + out),
                          Catch::Contains("cannot be averaged"));
    CHECK_THROWS_WITH(toy::textOf("average", factors + " " + factors + " --out " + out),
                      Catch::Contains("have no mean"));
    CHECK_FALSE(std::filesystem::exists(out));
}
