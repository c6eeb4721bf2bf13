// The engine against LibTorch, frame by frame over ten seconds: every layer type, and every shipped model.
#include "Parity.h"

#include "Core/TorchLayers.h"
#include "Inference/Layers.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <set>

using namespace solus;

namespace {

/// The model with weights that packed matrices keep as bytes.
std::vector<std::byte> onAGrid(const ModelBuilder& b) {
    SafetensorsFile file = readSafetensors(b.bytes(), "test");
    for (auto& [name, tensor] : file.tensors)
        for (float& w : tensor.values)
            if (tensor.shape.size() > 1) w = std::clamp(std::round(w * 64.0f), -127.0f, 127.0f) / 64.0f;
    return writeSafetensors(file, Storage::f16);
}

void checkParity(const ModelBuilder& b) {
    const double withBytes = largestDifference(onAGrid(b), "test");
    INFO("largest difference " << withBytes << " with bytes");
    CHECK(withBytes <= 1e-4);
    for (Storage storage : {Storage::f32, Storage::f16}) {
        const double worst = largestDifference(b.bytes(storage), "test");
        INFO("largest difference " << worst << (storage == Storage::f16 ? " with halves" : " with floats"));
        CHECK(worst <= 1e-4);
    }
}

} // namespace

TEST_CASE("parity: every layer type of the engine has a twin in LibTorch and a case here") {
    std::set<std::string> compared;
    for (const auto& cases : {layerCases(), networkCases()})
        for (const auto& one : cases)
            for (const auto& layer : layerGraphFromJson(one.model.layers)) compared.insert(layer.type);
    for (const auto& type : layerTypes()) {
        INFO(type << ": a layer needs a row in Training/Core/Torch*Layers.cpp and a case in LayerCases.cpp");
        CHECK_NOTHROW(train::torchLayerType(type));
        CHECK(compared.count(type) == 1);
    }
}

TEST_CASE("parity: layers") {
    for (const auto& one : layerCases()) {
        INFO(one.name);
        checkParity(one.model);
    }
}

TEST_CASE("parity: networks") {
    for (const auto& one : networkCases()) {
        INFO(one.name);
        checkParity(one.model);
    }
}

TEST_CASE("parity: the shipped models") {
    int models = 0;
    for (const std::filesystem::path folder : {SOLUS_RESOURCES "/Models", SOLUS_RESOURCES "/Experiments"})
        for (const auto& entry : std::filesystem::directory_iterator(folder)) {
            if (entry.path().extension() != ".safetensors") continue;
            ++models;
            const std::string path = entry.path().string();
            std::ifstream stream(path, std::ios::binary);
            const std::string text{std::istreambuf_iterator<char>(stream), {}};
            const auto* bytes = reinterpret_cast<const std::byte*>(text.data());
            const double worst = largestDifference({bytes, bytes + text.size()}, path);
            INFO(path << ": largest difference " << worst);
            CHECK(worst <= 1e-4);
        }
    CHECK(models > 2);
}
