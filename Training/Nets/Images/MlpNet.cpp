// The multilayer perceptron.
#include "Nets/Images/MlpNet.h"

#include "Base/Error.h"
#include "Core/Checkpoint.h"
#include "Core/Dropout.h"
#include "Core/LowRank.h"
#include "Lab/Run.h"

#include <cmath>
#include <filesystem>

namespace solus::train {

namespace {

int inputsOf(const MlpSize& size, int layer) {
    return layer == 0 ? size.inputs : size.hidden;
}

/// He et al. 2015: deviation sqrt(2 / inputs) preserves the scale of the signal through ReLUs.
torch::Tensor heNormal(int outputs, int inputs) {
    return torch::randn({outputs, inputs}) * std::sqrt(2.0 / inputs);
}

} // namespace

MlpNetImpl::MlpNetImpl(const MlpSize& s) : size(s) {
    for (int l = 0; l < size.layers; ++l) {
        const std::string number = std::to_string(l + 1);
        const int inputs = inputsOf(size, l);
        if (size.rank > 0) {
            // Thin factors of random directions, with the product as large as the full matrix would be.
            const double scale = std::pow(2.0 / inputs / size.rank, 0.25);
            u.push_back(register_parameter("u" + number, torch::randn({size.hidden, size.rank}) * scale));
            v.push_back(register_parameter("v" + number, torch::randn({size.rank, inputs}) * scale));
        } else {
            weights.push_back(register_parameter("weight" + number, heNormal(size.hidden, inputs)));
        }
        biases.push_back(register_parameter("bias" + number, torch::zeros({size.hidden})));
    }
    output = register_module("output", torch::nn::Linear(size.hidden, size.outputs));
}

torch::Tensor MlpNetImpl::hiddenLayer(int l, const torch::Tensor& x) const {
    if (size.rank > 0) return torch::linear(torch::linear(x, v[l]), u[l], biases[l]);
    return torch::linear(x, weights[l], biases[l]);
}

torch::Tensor MlpNetImpl::forward(const torch::Tensor& images, std::optional<torch::Generator> generator) {
    const bool drop = is_training() && generator && size.dropout > 0.0;
    auto h = images.flatten(1);
    for (int l = 0; l < size.layers; ++l) {
        h = torch::relu(hiddenLayer(l, h));
        if (drop) h = dropout(h, size.dropout, *generator);
    }
    auto z = output->forward(h);
    if (!size.outputActivation) return z;
    z = torch::relu(z);
    return drop ? dropout(z, size.dropout, *generator) : z;
}

std::vector<torch::Tensor> MlpNetImpl::hiddenOutputs(const torch::Tensor& images) {
    torch::NoGradGuard noGrad;
    std::vector<torch::Tensor> outputs;
    auto h = images.flatten(1);
    for (int l = 0; l < size.layers; ++l) outputs.push_back(h = torch::relu(hiddenLayer(l, h)));
    return outputs;
}

torch::Tensor MlpNetImpl::weight(int l) const {
    return size.rank > 0 ? u[l].matmul(v[l]) : weights[l];
}

void MlpNetImpl::approximate(const MlpNetImpl& whole, int rank) {
    torch::NoGradGuard noGrad;
    for (int l = 0; l < size.layers; ++l) {
        const auto w = whole.weight(l);
        const int r = std::min<int>(rank, static_cast<int>(std::min(w.size(0), w.size(1))));
        const auto [left, right] = lowRankFactors(w, r);
        if (size.rank > 0) {
            u[l].copy_(left);
            v[l].copy_(right);
        } else {
            weights[l].copy_(left.matmul(right));
        }
        biases[l].copy_(whole.biases[l]);
    }
    output->weight.copy_(whole.output->weight);
    output->bias.copy_(whole.output->bias);
}

void MlpNetImpl::project(int rank) {
    torch::NoGradGuard noGrad;
    for (auto& w : weights) {
        const auto [left, right] = lowRankFactors(w, rank);
        w.copy_(left.matmul(right));
    }
}

std::int64_t mlpParameters(const MlpSize& size, int rank) {
    std::int64_t count = denseParameters(size.hidden, size.outputs);
    for (int l = 0; l < size.layers; ++l) {
        const std::int64_t inputs = inputsOf(size, l);
        count += size.hidden + (rank > 0 ? rank * (inputs + size.hidden) : inputs * size.hidden);
    }
    return count;
}

Sketch mlpSketch(const MlpSize& size) {
    Sketch sketch{"", "28 × 28 = " + std::to_string(size.inputs), {}};
    for (int l = 0; l < size.layers; ++l) {
        const std::int64_t inputs = inputsOf(size, l);
        sketch.stages.push_back(
            {size.rank > 0 ? "Dense rank " + std::to_string(size.rank) : "Dense, ReLU",
             std::to_string(size.hidden),
             size.hidden + (size.rank > 0 ? size.rank * (inputs + size.hidden) : inputs * size.hidden)});
    }
    sketch.stages.push_back({size.outputActivation ? "Dense, ReLU" : "Dense", std::to_string(size.outputs),
                             denseParameters(size.hidden, size.outputs)});
    return sketch;
}

MlpNet obtainMlp(Run& run, const ImageSplits& splits, const std::string& path, double epochs) {
    namespace fs = std::filesystem;
    if (path.empty()) {
        auto options = run.inEpochs(run.options.quick ? std::min(epochs, 2.0) : epochs, splits.train.size());
        return run.train<MlpNet>(ClassifierTask(splits, options, [] { return MlpNet(MlpSize{}).ptr(); }),
                                 "mlp", options);
    }
    for (const fs::path& candidate :
         {fs::path(path), fs::path(path) / "mlp" / "best.pt", fs::path(path) / "best.pt"})
        if (fs::is_regular_file(candidate)) {
            MlpNet net{MlpSize{}};
            loadModel(*net, candidate);
            net->eval();
            return net;
        }
    throw Error(path +
                ": holds no trained mnist-mlp; name its run folder, or leave --mlp out to train one here");
}

} // namespace solus::train
