// Graphs that do not match their tensors, or need too much memory.
#include "Inference/Refused.h"

#include <catch2/catch.hpp>

using namespace solus;
using nlohmann::json;

TEST_CASE("a graph that does not fit its tensors is refused with layer and tensor") {
    using B = ModelBuilder;
    checkRefused([](B& b) { b.layers[0] = 3; }, "layer 1 of the graph is not a JSON object");
    checkRefused([](B& b) { b.layers[0].erase("type"); }, "layer 1 of the graph has no type");
    checkRefused([](B& b) { b.layers[0]["name"] = "a.b"; }, "must be 1 to 64 letters");
    checkRefused([](B& b) { b.layers[1]["name"] = "gru"; }, "is taken");
    checkRefused([](B& b) { b.layers[1]["name"] = "input"; }, "is taken");
    checkRefused([](B& b) { b.layers[1]["name"] = "score"; }, "reserved");
    checkRefused([](B& b) { b.layers[1]["type"] = "warp"; },
                 "\"as_channels\" (warp): this Solus has no layer");
    checkRefused([](B& b) { b.layers[1]["colour"] = 1; }, "unknown option \"colour\"");
    checkRefused([](B& b) { b.layers[1]["length"] = 3; }, "makes 2 x 3 of 1 x 4");
    checkRefused([](B& b) { b.layers[1]["length"] = 2.5; }, "length must be a whole number");
    checkRefused([](B& b) { b.layers[1].erase("length"); }, "length is missing");
    checkRefused([](B& b) { b.layers[2]["stride"] = 0; }, "stride must be");
    checkRefused([](B& b) { b.layers[2]["padding"] = 0; }, "longer than its input");
    checkRefused([](B& b) { b.layers[0]["from"] = "out"; }, "not an earlier layer");
    checkRefused([](B& b) { b.layers[0]["from"] = json::array(); }, "no or too many names");
    checkRefused([](B& b) { b.layers[0]["from"] = 7; }, "must hold names");
    checkRefused([](B& b) { b.layers[4]["from"] = "conv"; }, "\"out\" (dense): its input has 3 channels");
    checkRefused([](B& b) { b.layers[4]["from"] = {"conv", "gru"}; }, "cannot be joined");
    checkRefused(
        [](B& b) {
            b.tensor("gru.weight_ih", {12, 13});
        },
        "\"gru.weight_ih\" has shape [12, 13], expected [12, 12]");
    checkRefused([](B& b) { b.model.tensors.erase("gru.weight_ih"); }, "\"gru.weight_ih\" is missing");
    checkRefused([](B& b) { b.tensor("gru.weight_hh.u", {13, 2}); }, "rows for 3 gates");
    checkRefused([](B& b) { b.tensor("gru.weight_hh.v", {3, 4}); }, "\"gru.weight_hh.v\" has shape [3, 4]");
    checkRefused([](B& b) { b.model.tensors.erase("gru.weight_hh.v"); }, "\"gru.weight_hh.v\" is missing");
    checkRefused([](B& b) { b.tensor("gru.weight_hh", {12, 4}); }, "both in full and as a low-rank pair");
    checkRefused([](B& b) { b.tensor("gru.bias_ih", {11}); }, "\"gru.bias_ih\" has shape [11]");
    checkRefused([](B& b) { b.tensor("conv.weight", {3, 1, 3}); }, "its weight must have shape");
    checkRefused([](B& b) { b.tensor("stray", {1}); }, "\"stray\" belongs to no layer");
    checkRefused(
        [](B& b) {
            b.layer({{"type", "batch_norm"}, {"name", "n"}}).tensor("n.running_mean", {2});
        },
        "running_mean");
    checkRefused(
        [](B& b) {
            b.layer({{"type", "max_pool1d"}, {"name", "p"}, {"size", 4}});
        },
        "window is longer");
    for (const json& factor : {json(0), json(1001), json(-2), json(1.5), json("2"), json(nullptr)})
        checkRefused(
            [&](B& b) {
                b.layer({{"type", "upsample1d"}, {"name", "u"}, {"factor", factor}});
            },
            "factor");
    checkRefused(
        [](B& b) {
            for (int i = 0; i < 3; ++i)
                b.layer({{"type", "upsample1d"}, {"name", "u" + std::to_string(i)}, {"factor", 1000}});
        },
        "too large");
    checkRefused(
        [](B& b) {
            b.layer({{"type", "add"}, {"name", "a"}, {"from", {"gru", "out"}}});
        },
        "adds shapes");
    checkRefused(
        [](B& b) {
            for (int i = 0; i < 300; ++i) b.layer({{"type", "relu"}, {"name", "r" + std::to_string(i)}});
        },
        "more than 256 layers");
}

TEST_CASE("a mixture without Gaussians, or with one that has no width, is refused") {
    const auto mixture = [](float deviation) {
        ModelBuilder b(6);
        b.layer({{"type", "mixture_pool"}, {"name", "g"}}).tensor("g.mean", {4, 6}).tensor("g.offset", {4});
        b.tensor("g.deviation", {4, 6}, deviation, deviation);
        return b;
    };
    mixture(0.5f).build();
    checkRefused(mixture(0.0f), "its deviations must be 0.0001 or more");
    checkRefused(mixture(-1.0f), "its deviations must be 0.0001 or more");
    auto none = mixture(0.5f);
    checkRefused(none.tensor("g.mean", {0, 6}), "g");
    auto narrow = mixture(0.5f);
    checkRefused(narrow.tensor("g.mean", {4, 5}), "g.mean");
    checkRefused(narrow.tensor("g.mean", {4, 6}).tensor("g.offset", {3}), "g.offset");
}

TEST_CASE("a small file cannot ask for much memory") {
    ModelBuilder wide(12); // each layer doubles the frame by joining it with itself
    wide.layer({{"type", "relu"}, {"name", "l0"}});
    for (int i = 1; i < 200; ++i) {
        const std::string before = "l" + std::to_string(i - 1);
        wide.layer({{"type", "relu"}, {"name", "l" + std::to_string(i)}, {"from", {before, before}}});
    }
    checkRefused(wide, "too large");

    ModelBuilder many(12); // no layer is too large, but all of them together are
    for (int i = 0; i < 60; ++i) {
        const std::string before = i == 0 ? "input" : "l" + std::to_string(i - 1);
        const nlohmann::json from = i < 16 ? nlohmann::json{before, before} : nlohmann::json(before);
        many.layer({{"type", "relu"}, {"name", "l" + std::to_string(i)}, {"from", from}});
    }
    checkRefused(many, "the network is too large");

    ModelBuilder padded(12);
    padded.layer({{"type", "conv1d"}, {"name", "c"}, {"padding", 100'000}}).tensor("c.weight", {64, 1, 1});
    checkRefused(padded, "too large");

    ModelBuilder margins(12); // each pads its input to 2.4 million values, but gives only three
    margins.layer({{"type", "reshape"}, {"name", "x"}, {"channels", 12}, {"length", 1}});
    for (int i = 0; i < 20; ++i) {
        const std::string name = "c" + std::to_string(i);
        margins.layer(
            {{"type", "conv1d"}, {"name", name}, {"padding", 100'000}, {"stride", 100'000}, {"from", "x"}});
        margins.tensor(name + ".weight", {1, 12, 1});
    }
    checkRefused(margins, "the network is too large");
}
