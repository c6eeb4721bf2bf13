// The classic mask network.
#include "Nets/MaskNet.h"

#include "Core/Dropout.h"

namespace solus::train {

NetPlan maskNet(const MaskNetSize& s) {
    NetPlan net(s.inputs);
    return net.affine("norm")
        .gru("gru1", s.first)
        .gru("gru2", s.second)
        .dense("mask", s.outputs)
        .sigmoid("gain");
}

torch::Tensor maskLogits(const torch::nn::Module& module, const torch::Tensor& x, double dropoutShare,
                         std::optional<torch::Generator> generator) {
    const auto& net = *module.as<TorchGraphImpl>();
    auto h = net.run({{"input", x}}, {"gru1"})[0];
    if (net.is_training() && generator && dropoutShare > 0.0) h = dropout(h, dropoutShare, *generator);
    return net.run({{"gru1", h}}, {"mask"})[0];
}

} // namespace solus::train
