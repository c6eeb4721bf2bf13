// The small convolutional network.
#include "Nets/Images/ConvNet.h"

#include "Core/Dropout.h"

namespace solus::train {

ConvNetImpl::ConvNetImpl(const ConvNetSize& size) : dropout_(size.dropout) {
    using torch::nn::Conv2dOptions;
    conv1 = register_module("conv1", torch::nn::Conv2d(Conv2dOptions(3, size.first, 3).padding(1)));
    conv2 = register_module("conv2", torch::nn::Conv2d(Conv2dOptions(size.first, size.second, 3).padding(1)));
    dense = register_module("dense", torch::nn::Linear(size.second * 8 * 8, size.dense));
    answer = register_module("answer", torch::nn::Linear(size.dense, size.classes));
}

torch::Tensor ConvNetImpl::forward(const torch::Tensor& images, std::optional<torch::Generator> generator) {
    // Colours to mean 0, deviation 1, approximately.
    auto h = torch::max_pool2d(torch::relu(conv1->forward((images - 0.47) / 0.25)), 2);
    h = torch::max_pool2d(torch::relu(conv2->forward(h)), 2);
    h = torch::relu(dense->forward(h.flatten(1)));
    if (is_training() && generator && dropout_ > 0.0) h = dropout(h, dropout_, *generator);
    return answer->forward(h);
}

void ConvNetImpl::takeBody(const ConvNetImpl& other) {
    torch::NoGradGuard noGrad;
    conv1->weight.copy_(other.conv1->weight);
    conv1->bias.copy_(other.conv1->bias);
    conv2->weight.copy_(other.conv2->weight);
    conv2->bias.copy_(other.conv2->bias);
}

Sketch convSketch(const ConvNetSize& size) {
    const auto text = [](int n) { return std::to_string(n); };
    return {"",
            "3 × 32 × 32",
            {{"Conv 3×3, ReLU", text(size.first) + " × 32 × 32", convParameters(3, size.first, 9)},
             {"Max pool 2", text(size.first) + " × 16 × 16", 0},
             {"Conv 3×3, ReLU", text(size.second) + " × 16 × 16", convParameters(size.first, size.second, 9)},
             {"Max pool 2", text(size.second) + " × 8 × 8", 0},
             {"Dense, ReLU", text(size.dense), denseParameters(size.second * 64, size.dense)},
             {"Dense", text(size.classes), denseParameters(size.dense, size.classes)}}};
}

} // namespace solus::train
