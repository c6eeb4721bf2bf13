// solus-train blend: the mean of two models' weights, and nothing else.
#include "Command.h"
#include "Error.h"
#include "Inference/Model.h"
#include "Support/ToyModels.h"
#include "ToyData.h"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

using namespace solus;
using namespace solus::train;

namespace {

std::string writeDenoiser(const toy::Folder& folder, const std::string& name, unsigned seed, int units = 6) {
    const auto path = (folder / name).string();
    const auto bytes = toy::randomDenoiserFile(seed, {}, units);
    std::ofstream(path, std::ios::binary).write(reinterpret_cast<const char*>(bytes.data()), static_cast<long>(bytes.size()));
    return path;
}

void blend(const std::string& arguments) {
    for (auto* command : commands()) {
        if (command->name() != "blend") continue;
        CLI::App app;
        command->configure(app);
        app.parse(arguments);
        command->run();
    }
}

} // namespace

TEST_CASE("a blend has the mean of the weights, and remembers its share") {
    const toy::Folder folder;
    const auto first = writeDenoiser(folder, "a.safetensors", 1), second = writeDenoiser(folder, "b.safetensors", 2);
    const auto out = (folder / "c.safetensors").string();
    blend(first + " " + second + " --share 0.25 --out " + out);
    const auto a = Model::load(first), b = Model::load(second), c = Model::load(out);
    REQUIRE(c->tensors.size() == a->tensors.size());
    for (const auto& [name, tensor] : c->tensors) {
        const auto &x = a->tensors.at(name).values, &y = b->tensors.at(name).values;
        for (size_t i = 0; i < x.size(); ++i)
            CHECK(tensor.values[i] == Approx(0.75f * x[i] + 0.25f * y[i]).margin(0.04)); // weights of up to 3 in 127 steps
    }
    CHECK(c->metadata["training"]["blend"]["share"] == 0.25);
    CHECK(c->metadata["training"]["blend"]["first"] == a->hash);
    CHECK_THROWS_WITH(blend(first + " " + second + " --out " + out), Catch::Contains("exists"));
}

TEST_CASE("only models of the same network are blended") {
    const toy::Folder folder;
    const auto first = writeDenoiser(folder, "a.safetensors", 1), larger = writeDenoiser(folder, "b.safetensors", 2, 8);
    const auto out = folder / "c.safetensors";
    CHECK_THROWS_WITH(blend(first + " " + larger + " --out " + out.string()), Catch::Contains("shape"));
    CHECK(!std::filesystem::exists(out));
}
