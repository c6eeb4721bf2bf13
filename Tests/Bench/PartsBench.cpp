// The time of each part of a hop: every part of the engine's path in isolation, in a tight loop, for one channel.
#include "Bench/BenchModels.h"
#include "Denoise/AttenuationLimit.h"
#include "Denoise/Denoiser.h"
#include "Signal/Stft.h"

#include <benchmark/benchmark.h>

using namespace solus;

namespace {

struct Parts {
    explicit Parts(std::shared_ptr<const Model> m)
        : model(std::move(m)), stft(model->stft), inverse(model->stft), network(model),
          extractor(model->features, model->stft), denoiser(model, 1) {
        std::mt19937 random(1);
        std::normal_distribution<float> normal(0.0f, 0.05f);
        for (float& x : hop) x = normal(random);
        for (int t = 0; t < 10; ++t) stft.push(hop.data(), spectrum.data());
        for (size_t k = 0; k < power.size(); ++k)
            power[k] = std::norm(spectrum[k]), denoised[k] = 0.3f * spectrum[k];
    }
    std::shared_ptr<const Model> model;
    Stft stft;
    InverseStft inverse;
    Network network;
    FeatureExtractor extractor;
    Denoiser denoiser;
    std::vector<float> hop = std::vector<float>(static_cast<size_t>(model->stft.hop));
    std::vector<Complex> spectrum = std::vector<Complex>(static_cast<size_t>(model->stft.bins())),
                         denoised = spectrum, result = spectrum;
    std::vector<float> power = std::vector<float>(spectrum.size()),
                       features = std::vector<float>(static_cast<size_t>(extractor.size()), 0.1f);
};

template <typename Work>
void add(const std::string& part, const std::string& name, const std::shared_ptr<const Model>& model,
         Work work) {
    benchmark::RegisterBenchmark((part + "/" + name).c_str(), [=](benchmark::State& state) {
        Parts parts(model);
        for (auto _ : state) {
            work(parts);
            benchmark::ClobberMemory();
        }
    })->Unit(benchmark::kMicrosecond);
}

const bool registered = [] {
    for (const auto& [name, model] : bench::denoisers()) {
        add("stft", name, model, [](Parts& p) { p.stft.push(p.hop.data(), p.result.data()); });
        add("features", name, model, [](Parts& p) {
            const Complex* spectrum = p.spectrum.data();
            p.extractor.process(p.power.data(), {&spectrum, 1}, p.features.data());
        });
        add("network", name, model,
            [](Parts& p) { benchmark::DoNotOptimize(p.network.process(p.features.data())); });
        add("denoiser", name, model, [](Parts& p) { // features, network, gains and filter
            const Complex* from = p.spectrum.data();
            Complex* to = p.result.data();
            p.denoiser.process({&from, 1}, p.power.data(), {&to, 1});
        });
        add("limit", name, model, [](Parts& p) {
            limitAttenuation(p.spectrum.data(), p.denoised.data(), p.model->stft.bins(), 0.03f,
                             p.result.data());
        });
        add("inverse", name, model, [](Parts& p) { p.inverse.pull(p.spectrum.data(), p.hop.data()); });
    }
    return true;
}();

} // namespace
