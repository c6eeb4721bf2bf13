// One step of the classic GRU(513 -> 512) here and in LibTorch, one thread each.
#include "Inference/Network.h"
#include "Support/ToyModels.h"

#include <ATen/Parallel.h>
#include <benchmark/benchmark.h>
#include <torch/torch.h>

using namespace solus;

static void gruStepSolus(benchmark::State& state) {
    std::mt19937 random(1);
    const int units = 512, inputs = 513;
    const nlohmann::json layers{{{"type", "gru"}, {"name", "gru"}}};
    const auto model =
        Model::parse(toy::fileOf("embedder", {}, {}, layers,
                                 {{"gru.weight_ih", toy::randomTensor({3 * units, inputs}, random, 0.05f)},
                                  {"gru.weight_hh", toy::randomTensor({3 * units, units}, random, 0.05f)},
                                  {"gru.bias_ih", toy::randomTensor({3 * units}, random, 0.1f)},
                                  {"gru.bias_hh", toy::randomTensor({3 * units}, random, 0.1f)}},
                                 {{"score", R"({"type":"cosine","scale":1,"bias":0})"}}),
                     "bench");
    Network network(model);
    const std::vector<float> input(inputs, 0.1f);
    for (auto _ : state) benchmark::DoNotOptimize(network.process(input.data()));
}
BENCHMARK(gruStepSolus)->Unit(benchmark::kMicrosecond);

static void gruStepLibTorch(benchmark::State& state) {
    at::set_num_threads(1);
    torch::NoGradGuard noGrad;
    torch::nn::GRU gru(torch::nn::GRUOptions(513, 512));
    gru->eval();
    const auto input = torch::full({1, 1, 513}, 0.1f);
    auto hidden = torch::zeros({1, 1, 512});
    for (auto _ : state) hidden = std::get<1>(gru->forward(input, hidden));
    benchmark::DoNotOptimize(hidden.data_ptr<float>());
}
BENCHMARK(gruStepLibTorch)->Unit(benchmark::kMicrosecond);
