// The STFT and the resampler.
#include "Signal/Resampler.h"
#include "Signal/Stft.h"

#include <benchmark/benchmark.h>
#include <vector>

using namespace solus;

static void stftAndBack(benchmark::State& state) {
    const StftSpec spec{static_cast<int>(state.range(0)), static_cast<int>(state.range(0)) / 2,
                        static_cast<int>(state.range(0)), "sqrt_hann"};
    Stft stft(spec);
    InverseStft inverse(spec);
    std::vector<float> hop(static_cast<size_t>(spec.hop), 0.1f);
    std::vector<Complex> spectrum(static_cast<size_t>(spec.bins()));
    for (auto _ : state) {
        stft.push(hop.data(), spectrum.data());
        inverse.pull(spectrum.data(), hop.data());
        benchmark::DoNotOptimize(hop.data());
    }
}
BENCHMARK(stftAndBack)->Arg(480)->Arg(960)->Arg(1024)->ArgName("window");

static void resampleTenMilliseconds(benchmark::State& state) {
    const int rate = static_cast<int>(state.range(0));
    Resampler resampler(rate, 48000);
    std::vector<float> in(static_cast<size_t>(rate / 100), 0.1f),
        out(static_cast<size_t>(resampler.maxOutput(rate / 100)));
    for (auto _ : state) benchmark::DoNotOptimize(resampler.process(in.data(), rate / 100, out.data()));
}
BENCHMARK(resampleTenMilliseconds)->Arg(16000)->Arg(44100)->Arg(96000)->ArgName("rate");
