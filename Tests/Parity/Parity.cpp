// Ten seconds of sound through the engine and through LibTorch.
#include "Parity.h"

#include "Core/TorchGraph.h"
#include "Signal/Stft.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

namespace solus {

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

/// All frames from a silent start, one output a frame.
Frames runInTorch(const Model& model, const Frames& frames) {
    const torch::NoGradGuard noGrad;
    at::set_num_threads(1);
    auto net = train::trainable(model);
    net->eval();
    auto input = torch::empty({1, static_cast<std::int64_t>(frames.size()), model.inputSize});
    for (size_t t = 0; t < frames.size(); ++t)
        input[0][static_cast<std::int64_t>(t)].copy_(torch::tensor(frames[t], torch::kFloat));
    std::map<std::string, torch::Tensor> given{{"input", input}};
    if (model.voiceSize > 0)
        given["voice"] = torch::tensor(someVoice(model.voiceSize)).reshape({1, 1, model.voiceSize});
    const auto output = net->run(given, {net->plan.layers.back().spec.name})[0][0].contiguous();
    Frames out;
    const float* data = output.data_ptr<float>();
    for (std::int64_t t = 0; t < output.size(0); ++t)
        out.emplace_back(data + t * output.size(1), data + (t + 1) * output.size(1));
    return out;
}

} // namespace

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

ModelBuilder fromFeatures(int bands) {
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

} // namespace solus
