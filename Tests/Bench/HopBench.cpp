// Time of one hop of the whole engine for every denoiser of BenchModels.h: median, p99 and maximum over
// 10,000 hops, in a tight loop, and with 8 MB of other memory touched between hops (a DAW does worse).
#include "Bench/BenchModels.h"
#include "Engine/VoiceEngine.h"

#include <algorithm>
#include <benchmark/benchmark.h>
#include <chrono>
#include <random>
#include <vector>

using namespace solus;

namespace {

constexpr int hops = 10000;

void measureHops(benchmark::State& state, const std::shared_ptr<const Model>& model, int channels,
                 bool listening, bool coldCache) {
    VoiceEngine engine(model, listening ? defaultEmbedder() : nullptr);
    engine.prepare(48000, channels);
    engine.alwaysListen(listening);
    const int hop = model->stft.hop;
    std::mt19937 random(1);
    std::normal_distribution<float> normal(0.0f, 0.05f);
    std::vector<float> input(static_cast<size_t>(hop) * 64);
    for (float& x : input) x = normal(random);
    std::vector<std::vector<float>> out(static_cast<size_t>(channels),
                                        std::vector<float>(static_cast<size_t>(hop)));
    std::vector<char> elsewhere(8 << 20, 1);
    std::vector<double> micros;
    for (auto _ : state)
        for (int i = 0; i < hops; ++i) {
            if (coldCache)
                for (size_t at = 0; at < elsewhere.size(); at += 64)
                    elsewhere[at] = static_cast<char>(elsewhere[at] + 1);
            benchmark::DoNotOptimize(elsewhere.data());
            std::vector<const float*> from(static_cast<size_t>(channels), input.data() + (i % 64) * hop);
            std::vector<float*> to;
            for (auto& channel : out) to.push_back(channel.data());
            const auto start = std::chrono::steady_clock::now();
            engine.process(from.data(), to.data(), hop);
            const std::chrono::duration<double, std::micro> spent = std::chrono::steady_clock::now() - start;
            micros.push_back(spent.count());
        }
    std::sort(micros.begin(), micros.end());
    const double median = micros[micros.size() / 2];
    state.counters["median_us"] = median;
    state.counters["p99_us"] = micros[micros.size() * 99 / 100];
    state.counters["max_us"] = micros.back();
    state.counters["core_%"] = 100.0 * median / (1e6 * hop / 48000.0);
}

const bool registered = [] {
    for (const auto& [model, file] : bench::denoisers())
        for (const bool cold : {false, true})
            for (const int channels : {1, 2})
                for (const bool listening : {false, true}) {
                    const std::string name = "engineHop/" + model + (channels == 2 ? "/stereo" : "/mono") +
                                             (listening ? "/listening" : "") +
                                             (cold ? "/8MB_between" : "/tight");
                    benchmark::RegisterBenchmark(name.c_str(),
                                                 [=, file = file](benchmark::State& state) {
                                                     measureHops(state, file, channels, listening, cold);
                                                 })
                        ->Iterations(1)
                        ->Unit(benchmark::kMillisecond);
                }
    return true;
}();

} // namespace
