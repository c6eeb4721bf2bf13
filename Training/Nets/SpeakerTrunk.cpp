// Recurrent and convolutional trunks in LibTorch.
#include "Nets/SpeakerTrunk.h"

#include "Core/Gru.h"
#include "Voices/SpeakerModel.h"

#include <string>

namespace solus::train {

namespace {

namespace F = torch::nn::functional;

constexpr int taps = 3; // of a kernel, in time and in frequency

/// The other way round of folded(): z + bias as batch normalisation of z (rows x channels), by the mean and variance
/// that z has here.
template <class Norm>
void unfold(Norm& norm, const torch::Tensor& z, const torch::Tensor& bias) {
    norm.running_mean.copy_(z.mean(0));
    norm.running_var.copy_(z.var(0, false));
    norm.weight.copy_((norm.running_var + norm.options.eps()).sqrt());
    norm.bias.copy_(norm.running_mean + bias);
}

} // namespace

RecurrentTrunk::RecurrentTrunk(int inputs, int units, int layers, bool coarse)
    : units_(units), coarse_(coarse) {
    for (int i = 0; i < layers; ++i) {
        const auto options = torch::nn::GRUOptions(i == 0 ? inputs : units, units).batch_first(true);
        grus_.push_back(register_module("gru" + std::to_string(i + 1), torch::nn::GRU(options)));
    }
}

torch::Tensor RecurrentTrunk::hear(const torch::Tensor& x) {
    auto h = x;
    for (auto& gru : grus_) h = gruForward(gru, h, coarse_ && is_training());
    return h;
}

void RecurrentTrunk::addTo(ModelCard& card, TensorMap& tensors) const {
    addGrus(card, tensors, grus_);
}

void RecurrentTrunk::load(const TensorMap& tensors, const torch::Tensor&) {
    torch::NoGradGuard noGrad;
    for (size_t i = 0; i < grus_.size(); ++i) loadRecurrent(tensors, "gru" + std::to_string(i + 1), grus_[i]);
}

ConvolutionalTrunk::ConvolutionalTrunk(int inputs, const std::vector<int>& channels, int units, bool coarse)
    : units_(units), coarse_(coarse) {
    int before = 1, bands = inputs;
    for (size_t i = 0; i < channels.size(); ++i) {
        const bool last = i + 1 == channels.size();
        const std::string number = std::to_string(i + 1);
        auto options =
            torch::nn::Conv2dOptions(before, channels[i], taps).stride({1, last ? 1 : 2}).padding({0, 1});
        convolutions_.push_back(register_module("conv" + number, torch::nn::Conv2d(options.bias(false))));
        norms_.push_back(register_module("norm" + number, torch::nn::BatchNorm2d(channels[i])));
        before = channels[i];
        bands = bandsBehind(bands, last);
    }
    dense_ = register_module("dense", torch::nn::Linear(before * bands, units));
    denseNorm_ = register_module("dense_norm", torch::nn::BatchNorm1d(units));
}

torch::Tensor ConvolutionalTrunk::convolved(const torch::Tensor& h, size_t i) const {
    const auto type = coarse_ && is_training() ? torch::kBFloat16 : torch::kFloat32;
    const auto packed = [type](const torch::Tensor& t) {
        return t.to(type).contiguous(torch::MemoryFormat::ChannelsLast);
    };
    const auto& options = convolutions_[i]->options;
    const auto past = F::pad(packed(h), F::PadFuncOptions({0, 0, taps - 1, 0}));
    return F::conv2d(past, packed(convolutions_[i]->weight),
                     F::Conv2dFuncOptions().stride(options.stride()).padding(options.padding()));
}

torch::Tensor ConvolutionalTrunk::hear(const torch::Tensor& x) {
    auto h = x.unsqueeze(1); // items x channels x frames x bands
    for (size_t i = 0; i < convolutions_.size(); ++i) h = torch::relu(norms_[i]->forward(convolved(h, i)));
    const auto weight = dense_->weight.to(h.scalar_type()).t();
    h = torch::matmul(h.permute({0, 2, 1, 3}).flatten(2), weight).to(torch::kFloat32) + dense_->bias;
    return torch::relu(denseNorm_->forward(h.flatten(0, 1)).view_as(h));
}

void ConvolutionalTrunk::load(const TensorMap& tensors, const torch::Tensor& x) {
    torch::NoGradGuard noGrad;
    auto h = x.unsqueeze(1);
    for (size_t i = 0; i < convolutions_.size(); ++i) {
        const std::string name = "conv" + std::to_string(i + 1);
        const auto& weight = convolutions_[i]->weight; // [out, channels, time, band]
        const auto out = weight.size(0), before = weight.size(1);
        weight.copy_(stored(tensors, name + ".weight", {out, taps * before, taps})
                         .view({out, taps, before, taps})
                         .permute({0, 2, 1, 3}));
        const auto bias = stored(tensors, name + ".bias", {out});
        const auto z = convolved(h, i);
        unfold(*norms_[i], z.permute({0, 2, 3, 1}).reshape({-1, out}), bias);
        h = torch::relu(z + bias.view({1, out, 1, 1}));
    }
    loadDense(tensors, "dense", dense_);
    const auto z = dense_->forward(h.permute({0, 2, 1, 3}).flatten(2)).flatten(0, 1);
    unfold(*denseNorm_, z, torch::zeros({units_}));
}

void ConvolutionalTrunk::addTo(ModelCard& card, TensorMap& tensors) const {
    std::string sizes;
    for (size_t i = 0; i < convolutions_.size(); ++i) {
        const std::string name = "conv" + std::to_string(i + 1);
        const auto& norm = *norms_[i];
        const auto& options = convolutions_[i]->options;
        auto [weight, bias] =
            folded(convolutions_[i]->weight, torch::zeros({norm.running_mean.size(0)}), norm.options,
                   norm.weight, norm.bias, norm.running_mean, norm.running_var);
        // [out, channels, time, band] -> [out, time channels, band], as recent_frames lays them out
        tensors[name + ".weight"] = toTensor(weight.permute({0, 2, 1, 3}).flatten(1, 2));
        tensors[name + ".bias"] = toTensor(bias);
        card.layers.push_back({{"type", "recent_frames"}, {"name", name + "_frames"}, {"frames", taps}});
        card.layers.push_back(
            {{"type", "conv1d"}, {"name", name}, {"stride", options.stride()->at(1)}, {"padding", 1}});
        card.layers.push_back({{"type", "relu"}, {"name", name + "_relu"}});
        sizes += (i == 0 ? "" : ", ") + std::to_string(weight.size(0));
    }
    const auto& norm = *denseNorm_;
    const auto [weight, bias] = folded(dense_->weight, dense_->bias, norm.options, norm.weight, norm.bias,
                                       norm.running_mean, norm.running_var);
    tensors["dense.weight"] = toTensor(weight);
    tensors["dense.bias"] = toTensor(bias);
    card.layers.push_back({{"type", "flatten"}, {"name", "flat"}});
    card.layers.push_back({{"type", "dense"}, {"name", "dense"}});
    card.layers.push_back({{"type", "relu"}, {"name", "dense_relu"}});
    card.description = "convolutions of " + sizes + " channels, dense(" + std::to_string(units_) + ")";
}

FoldedLayer folded(const torch::Tensor& weight, const torch::Tensor& bias,
                   const torch::nn::BatchNormOptions& options, const torch::Tensor& gamma,
                   const torch::Tensor& beta, const torch::Tensor& mean, const torch::Tensor& variance) {
    auto factor = 1.0 / (variance + options.eps()).sqrt();
    if (gamma.defined()) factor = factor * gamma;
    const auto shift = (bias - mean) * factor;
    std::vector<std::int64_t> rows(static_cast<size_t>(weight.dim()), 1);
    rows[0] = weight.size(0);
    return {weight * factor.reshape(rows), beta.defined() ? shift + beta : shift};
}

} // namespace solus::train
