// The engine against LibTorch, frame by frame over ten seconds: every layer type, and every shipped model.
#include "Inference/ModelBuilder.h"
#include "Signal/Stft.h"
#include "TorchTwin.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <filesystem>
#include <fstream>

using namespace solus;
using nlohmann::json;

namespace {

using Frames = std::vector<std::vector<float>>;

constexpr int tenSeconds = 480'000;

/// Features of something like a voice in noise: a gliding harmonic tone in syllables with pauses, over
/// coloured noise.
Frames featuresOfSound(const Model& model) {
    std::mt19937 random(11);
    std::normal_distribution<float> gauss;
    Stft stft(model.stft);
    FeatureExtractor extractor(model.features, model.stft);
    std::vector<float> hop(static_cast<size_t>(model.stft.hop)),
        power(static_cast<size_t>(model.stft.bins()));
    std::vector<Complex> spectrum(power.size());
    Frames frames;
    double phase = 0.0, noise = 0.0;
    for (int n = 0; n + model.stft.hop <= tenSeconds;) {
        for (float& sample : hop) {
            const double t = n++ / 48000.0;
            phase += 6.283185307179586 * (140.0 + 40.0 * std::sin(1.7 * t)) / 48000.0;
            const double syllable = std::max(0.0, std::sin(11.0 * t)) * (std::fmod(t, 3.0) < 2.2 ? 0.1 : 0.0);
            double voice = 0.0;
            for (int k = 1; k <= 40; ++k) voice += std::sin(k * phase) / k;
            noise += 0.1 * (gauss(random) - noise);
            sample = static_cast<float>(syllable * voice + 0.02 * noise + 0.001 * gauss(random));
        }
        stft.push(hop.data(), spectrum.data());
        for (size_t k = 0; k < power.size(); ++k) power[k] = std::norm(spectrum[k]);
        frames.emplace_back(static_cast<size_t>(extractor.size()));
        const Complex* const channel = spectrum.data();
        extractor.process(power.data(), {&channel, 1}, frames.back().data());
    }
    return frames;
}

/// Largest difference over all frames, on the worst kernel variant.
double largestDifference(const std::vector<std::byte>& file, const std::string& origin) {
    double worst = 0.0;
    Frames frames, expected;
    for (const Kernels* kernels : allKernels()) {
        setKernelsForTesting(kernels);
        const auto model = Model::parse(file, origin);
        if (frames.empty()) {
            frames = featuresOfSound(*model);
            expected = runInTorch(*model, frames);
        }
        const Frames out = runNetwork(model, frames);
        setKernelsForTesting(nullptr);
        REQUIRE(out.size() == expected.size());
        for (size_t t = 0; t < out.size(); ++t) {
            REQUIRE(out[t].size() == expected[t].size());
            for (size_t i = 0; i < out[t].size(); ++i) {
                const double difference = std::abs(double{out[t][i]} - expected[t][i]);
                worst = std::isfinite(difference) ? std::max(worst, difference) : 1e9;
            }
        }
    }
    return worst;
}

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

/// Features of 64 ERB bands, brought near [-1, 1] as a trained network's first layer would.
ModelBuilder fromFeatures(int bands = 64) {
    ModelBuilder b(bands);
    b.layer({{"type", "affine"}, {"name", "scale"}}).tensor("scale.scale", {bands}, 0.4f, 0.6f);
    b.tensor("scale.shift", {bands}, 0.8f, 1.2f);
    return b;
}

ModelBuilder& recurrentTensors(ModelBuilder& b, const std::string& name, int gates, int in, int hidden) {
    const float range = 1.0f / std::sqrt(static_cast<float>(hidden)); // as PyTorch begins
    b.tensor(name + ".weight_ih", {gates * hidden, in}, -2 * range, 2 * range);
    b.tensor(name + ".weight_hh", {gates * hidden, hidden}, -2 * range, 2 * range);
    b.tensor(name + ".bias_ih", {gates * hidden}, -range, range);
    return b.tensor(name + ".bias_hh", {gates * hidden}, -range, range);
}

ModelBuilder channels() {
    ModelBuilder b = fromFeatures();
    b.layer({{"type", "reshape"}, {"name", "channels"}, {"channels", 4}, {"length", 16}});
    return b;
}

} // namespace

TEST_CASE("parity: dense, whole and low-rank") {
    ModelBuilder b = fromFeatures();
    b.layer({{"type", "dense"}, {"name", "a"}})
        .tensor("a.weight", {50, 64}, -0.2f, 0.2f)
        .tensor("a.bias", {50});
    b.layer({{"type", "dense"}, {"name", "b"}})
        .tensor("b.weight.u", {33, 5})
        .tensor("b.weight.v", {5, 50}, -0.2f, 0.2f);
    checkParity(b);
}

TEST_CASE("parity: gru and lstm, stacked as in the classic denoiser") {
    ModelBuilder gru = fromFeatures(), lstm = fromFeatures();
    recurrentTensors(gru.layer({{"type", "gru"}, {"name", "one"}}), "one", 3, 64, 96);
    recurrentTensors(gru.layer({{"type", "gru"}, {"name", "two"}}), "two", 3, 96, 48);
    checkParity(gru);
    recurrentTensors(lstm.layer({{"type", "lstm"}, {"name", "one"}}), "one", 4, 64, 80);
    recurrentTensors(lstm.layer({{"type", "lstm"}, {"name", "two"}}), "two", 4, 80, 40);
    checkParity(lstm);
}

TEST_CASE("parity: gru_across both ways and gru_each, low-rank too") {
    ModelBuilder b = channels();
    recurrentTensors(b.layer({{"type", "gru_across"}, {"name", "up"}, {"from", "channels"}}), "up", 3, 4, 10);
    b.layer({{"type", "gru_across"}, {"name", "down"}, {"from", "channels"}, {"downwards", 1}});
    recurrentTensors(b, "down", 3, 4, 7);
    b.layer({{"type", "gru_each"}, {"name", "time"}, {"from", {"up", "down"}}});
    b.tensor("time.weight_ih.u", {45, 6}).tensor("time.weight_ih.v", {6, 17}, -0.3f, 0.3f);
    b.tensor("time.weight_hh", {45, 15}, -0.5f, 0.5f).tensor("time.bias_hh", {45});
    b.layer({{"type", "crop1d"}, {"name", "low"}, {"length", 11}});
    checkParity(b);
}

TEST_CASE("parity: gru with low-rank weights and without biases") {
    ModelBuilder b = fromFeatures();
    b.layer({{"type", "gru"}, {"name", "g"}})
        .tensor("g.weight_ih.u", {120, 6})
        .tensor("g.weight_ih.v", {6, 64});
    b.tensor("g.weight_hh.u", {120, 6}, -0.3f, 0.3f).tensor("g.weight_hh.v", {6, 40}, -0.3f, 0.3f);
    checkParity(b);
}

TEST_CASE("parity: conv1d, max_pool1d, flatten") {
    ModelBuilder b = fromFeatures();
    b.layer({{"type", "conv1d"}, {"name", "a"}, {"padding", 2}})
        .tensor("a.weight", {8, 1, 5})
        .tensor("a.bias", {8});
    b.layer({{"type", "relu"}, {"name", "r"}});
    b.layer({{"type", "max_pool1d"}, {"name", "p"}, {"size", 2}});
    b.layer({{"type", "conv1d"}, {"name", "b"}, {"stride", 3}}).tensor("b.weight", {11, 8, 4}, -0.2f, 0.2f);
    b.layer({{"type", "flatten"}, {"name", "f"}});
    checkParity(b);
}

TEST_CASE("parity: convolutions over time and frequency") {
    ModelBuilder b = fromFeatures();
    b.layer({{"type", "recent_frames"}, {"name", "a_frames"}, {"frames", 3}});
    b.layer({{"type", "conv1d"}, {"name", "a"}, {"stride", 2}, {"padding", 1}})
        .tensor("a.weight", {12, 3, 3}, -0.3f, 0.3f);
    b.tensor("a.bias", {12}).layer({{"type", "relu"}, {"name", "a_relu"}});
    b.layer({{"type", "recent_frames"}, {"name", "b_frames"}, {"frames", 2}});
    b.layer({{"type", "conv1d"}, {"name", "b"}, {"padding", 1}}).tensor("b.weight", {7, 24, 3}, -0.2f, 0.2f);
    checkParity(b);
}

TEST_CASE("parity: an autoencoder of conv1d, dense, upsample1d") {
    ModelBuilder b = fromFeatures();
    b.layer({{"type", "conv1d"}, {"name", "down"}, {"stride", 4}, {"padding", 2}})
        .tensor("down.weight", {6, 1, 5});
    b.layer({{"type", "flatten"}, {"name", "flat"}});
    b.layer({{"type", "dense"}, {"name", "middle"}}).tensor("middle.weight", {96, 96}, -0.1f, 0.1f);
    b.layer({{"type", "reshape"}, {"name", "channels"}, {"channels", 6}, {"length", 16}});
    b.layer({{"type", "upsample1d"}, {"name", "wide"}, {"factor", 4}});
    b.layer({{"type", "conv1d"}, {"name", "up"}, {"padding", 2}}).tensor("up.weight", {2, 6, 5}, -0.2f, 0.2f);
    b.layer({{"type", "upsample1d"}, {"name", "wider"}, {"factor", 3}});
    b.layer({{"type", "flatten"}, {"name", "out"}});
    checkParity(b);
}

TEST_CASE("parity: dense networks on magnitudes that follow the level") {
    ModelBuilder b(1);
    b.model.kind = "denoiser";
    b.model.features = {"magnitude"};
    b.model.features.power = 0.5f;
    b.model.features.levelFrames = 50;
    b.model.metadata["mask"] = {{"type", "bin_magnitudes"}};
    b.layer({{"type", "dense"}, {"name", "in"}}).tensor("in.weight", {64, 513}, -0.1f, 0.1f);
    b.layer({{"type", "elu"}, {"name", "elu"}});
    b.layer({{"type", "dense"}, {"name", "out"}}).tensor("out.weight", {513, 64}, -0.2f, 0.2f);
    b.layer({{"type", "relu"}, {"name", "speech"}});
    checkParity(b);
}

TEST_CASE("parity: batch_norm and affine per feature and per channel, layer_norm") {
    for (int count : {4, 64}) {
        ModelBuilder b = channels();
        b.layer({{"type", "batch_norm"}, {"name", "n"}, {"eps", 1e-3}}).tensor("n.weight", {count});
        b.tensor("n.bias", {count})
            .tensor("n.running_mean", {count})
            .tensor("n.running_var", {count}, 0.1f, 2.0f);
        b.layer({{"type", "affine"}, {"name", "a"}}).tensor("a.scale", {count}).tensor("a.shift", {count});
        checkParity(b);
    }
    ModelBuilder b = fromFeatures();
    b.layer({{"type", "layer_norm"}, {"name", "n"}}).tensor("n.weight", {64}).tensor("n.bias", {64});
    checkParity(b);
}

TEST_CASE("parity: activations, softmax per channel, mean_pool, l2_normalise") {
    for (const char* type : {"relu", "elu", "sigmoid", "tanh", "softmax", "mean_pool", "l2_normalise"}) {
        INFO(type);
        ModelBuilder b = channels();
        b.layer({{"type", type}, {"name", "layer"}});
        checkParity(b);
    }
}

TEST_CASE("parity: statistics_pool, plain and attentive") {
    for (const bool attentive : {false, true}) {
        ModelBuilder b(24);
        b.layer({{"type", "tanh"}, {"name", "t"}});
        b.layer({{"type", "statistics_pool"}, {"name", "s"}});
        if (attentive) b.tensor("s.weight", {24}).tensor("s.bias", {1});
        checkParity(b);
    }
}

TEST_CASE("parity: mixture_pool") {
    ModelBuilder b(24);
    b.layer({{"type", "tanh"}, {"name", "t"}});
    b.layer({{"type", "mixture_pool"}, {"name", "g"}});
    b.tensor("g.mean", {8, 24}).tensor("g.deviation", {8, 24}, 0.3f, 1.0f).tensor("g.offset", {8});
    checkParity(b);
}

TEST_CASE("parity: joins, sums and skips") {
    ModelBuilder b = channels();
    b.layer({{"type", "tanh"}, {"name", "a"}});
    b.layer({{"type", "add"}, {"name", "sum"}, {"from", {"a", "channels"}}});
    b.layer({{"type", "conv1d"}, {"name", "c"}, {"from", {"sum", "a"}}})
        .tensor("c.weight", {3, 8, 3}, -0.3f, 0.3f);
    b.layer({{"type", "flatten"}, {"name", "f"}});
    b.layer({{"type", "dense"}, {"name", "d"}, {"from", {"f", "scale"}}})
        .tensor("d.weight", {9, 106}, -0.2f, 0.2f);
    checkParity(b);
}

TEST_CASE("parity: the classic GRU(512), GRU(256), dense(513) on magnitudes") {
    ModelBuilder b(513);
    b.model.features = {};
    b.layer({{"type", "affine"}, {"name", "scale"}}).tensor("scale.scale", {513}, 0.4f, 0.6f);
    b.tensor("scale.shift", {513}, 0.8f, 1.2f);
    recurrentTensors(b.layer({{"type", "gru"}, {"name", "one"}}), "one", 3, 513, 512);
    recurrentTensors(b.layer({{"type", "gru"}, {"name", "two"}}), "two", 3, 512, 256);
    b.layer({{"type", "dense"}, {"name", "out"}}).tensor("out.weight", {513, 256}, -0.3f, 0.3f);
    b.layer({{"type", "sigmoid"}, {"name", "mask"}});
    checkParity(b);
}

TEST_CASE("parity: gains and a deep filter as two heads of one output, on features with the phase advance") {
    ModelBuilder b(1);
    b.model.kind = "denoiser";
    b.model.stft = {960, 240, 480, "sqrt_hann"};
    b.model.features = {"erb_detail", 32, 50.0, 20000.0, 1e-5f, 0, 0.0f, 40, 30};
    b.model.metadata["mask"] = {
        {"type", "band_filter"}, {"scale", "erb"}, {"bands", 24}, {"filter_bins", 30}, {"taps", 2}};
    b.layer({{"type", "affine"}, {"name", "scale"}}).tensor("scale.scale", {132}, 0.4f, 0.6f);
    b.tensor("scale.shift", {132}, 0.8f, 1.2f);
    b.layer({{"type", "dense"}, {"name", "in"}}).tensor("in.weight", {64, 132}, -0.1f, 0.1f);
    b.layer({{"type", "relu"}, {"name", "relu"}});
    recurrentTensors(b.layer({{"type", "gru"}, {"name", "one"}}), "one", 3, 64, 80);
    recurrentTensors(b.layer({{"type", "gru"}, {"name", "two"}}), "two", 3, 80, 80);
    b.layer({{"type", "dense"}, {"name", "bands"}, {"from", {"one", "two"}}})
        .tensor("bands.weight", {24, 160}, -0.3f, 0.3f);
    b.layer({{"type", "sigmoid"}, {"name", "gains"}});
    b.layer({{"type", "dense"}, {"name", "filter"}, {"from", "two"}})
        .tensor("filter.weight", {120, 80}, -0.3f, 0.3f);
    b.layer({{"type", "tanh"}, {"name", "taps"}});
    b.layer({{"type", "flatten"}, {"name", "out"}, {"from", {"gains", "taps"}}});
    checkParity(b);
}

TEST_CASE("parity: the shipped models") {
    const std::filesystem::path folder = std::string(SOLUS_RESOURCES) + "/Models";
    int models = 0;
    if (std::filesystem::is_directory(folder))
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
    if (models == 0) WARN("there are no models in " << folder << ": nothing was compared");
}
