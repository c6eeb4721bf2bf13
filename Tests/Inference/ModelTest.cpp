// Reading model files.
#include "Base/Error.h"
#include "Base/Sha256.h"
#include "Inference/ModelBuilder.h"
#include "Inference/ModelJson.h"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <unistd.h>

using namespace solus;
using nlohmann::json;

TEST_CASE("SHA-256 gives the standard's examples") {
    const auto hash = [](const std::string& text) { return sha256Hex(std::as_bytes(std::span(text))); };
    CHECK(hash("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK(hash("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(hash("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq") ==
          "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    CHECK(hash(std::string(1'000'000, 'a')) ==
          "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("a model file comes back as it was written") {
    ModelBuilder b = smallModel();
    b.model.about["training"] = "{\"hours\":3}";
    b.model.about["description"] = "[not JSON";
    b.meaning["scale"] = 12.5;
    const auto bytes = b.bytes();
    const auto model = Model::parse(bytes, "f");
    CHECK(model->name == "test");
    CHECK(model->kind == "embedder");
    CHECK(model->hash == sha256Hex(bytes));
    CHECK(model->stft == b.model.stft);
    CHECK(model->features == b.model.features);
    CHECK(toJson(model->graph) == b.layers);
    CHECK(model->about == b.model.about);
    CHECK(aboutJson(*model)["training"]["hours"] == 3);
    CHECK(aboutJson(*model)["description"] == "[not JSON");
    CHECK(!model->mask);
    REQUIRE(model->score);
    CHECK(model->score->lines == std::vector<ScoreSpec::Line>{{1.0f, 12.5f, 0.0f}});
    CHECK(model->bytes == bytes.size());
    CHECK(model->parameters == 12 * 12 + 12 * 2 + 2 * 4 + 12 + 12 + 3 * 2 * 3 + 3 * 10);
    CHECK(model->inputSize == 12);
    CHECK(model->outputSize == 3);
    const auto again = Model::parse(writeModel(*model, Storage::f32), "again");
    CHECK(again->graph == model->graph);
    CHECK(again->score == model->score);
    CHECK(again->about == model->about);
    CHECK(writeModel(*again, Storage::f32) == writeModel(*model, Storage::f32));
}

TEST_CASE("a model is loaded from a file, and a missing one is named") {
    const std::string path = (std::filesystem::temp_directory_path() /
                              ("solus-model-" + std::to_string(::getpid()) + ".safetensors"))
                                 .string();
    const auto bytes = smallModel().bytes();
    std::ofstream(path, std::ios::binary)
        .write(reinterpret_cast<const char*>(bytes.data()), std::ssize(bytes));
    CHECK(Model::load(path)->name == "test");
    std::remove(path.c_str());
    CHECK_THROWS_WITH(Model::load(path), Catch::StartsWith(path + ": "));
}

TEST_CASE("half storage rounds the weights and nothing else") {
    const ModelBuilder b = smallModel();
    const auto model = b.build(Storage::f16);
    for (const auto& [name, tensor] : b.model.tensors)
        for (size_t i = 0; i < tensor.values.size(); ++i)
            CHECK(model->tensors.at(name).values[i] == halfToFloat(floatToHalf(tensor.values[i])));
}
