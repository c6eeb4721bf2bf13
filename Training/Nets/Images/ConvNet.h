// The small convolutional network of the CIFAR-10 experiments.
#pragma once

#include "Lab/Story.h"
#include "Tasks/Images/ImageTask.h"

namespace solus::train {

struct ConvNetSize {
    int first = 32, second = 64, dense = 128, classes = 10;
    double dropout = 0.3;
};

/// Two convolutions of 3 × 3 (the body), each with ReLU and pooling by two, then a dense layer and the output layer (the
/// head).
class ConvNetImpl : public Classifier {
public:
    explicit ConvNetImpl(const ConvNetSize&);
    torch::Tensor forward(const torch::Tensor& images, std::optional<torch::Generator> = {}) override;
    /// Copies the convolutions of another network, whatever its outputs.
    void takeBody(const ConvNetImpl&);

    torch::nn::Conv2d conv1{nullptr}, conv2{nullptr};
    torch::nn::Linear dense{nullptr}, answer{nullptr};

private:
    const double dropout_;
};
TORCH_MODULE(ConvNet);

Sketch convSketch(const ConvNetSize&);

} // namespace solus::train
