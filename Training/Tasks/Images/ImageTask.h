// Shared by all tasks on images: the order of the examples and their batches; and classification, with its figures.
#pragma once

#include "Core/Task.h"
#include "Core/TrainOptions.h"
#include "Data/Images/Images.h"
#include "Data/Shuffle.h"

#include <functional>
#include <string>
#include <vector>

namespace solus::train {

/// [n, channels, h, w] in 0 ... 1.
torch::Tensor toUnit(const torch::Tensor& images);

class ImageTask : public Task {
public:
    ImageTask(const ImageSplits& splits, const TrainOptions& options)
        : splits_(splits), shuffle_(splits.train.size(), options.seed), seed_(options.seed),
          batch_(options.batch) {}

    /// {images in 0 ... 1, labels}; every image once per epoch.
    Batch makeBatch(std::int64_t step, int first, int count) const override;

protected:
    const ImageSplits& splits_;
    const Shuffle shuffle_;
    const std::uint64_t seed_;
    const int batch_;
};

/// Images [n, channels, h, w] in 0 ... 1 to logits [n, classes].
class Classifier : public torch::nn::Module {
public:
    virtual torch::Tensor forward(const torch::Tensor& images, std::optional<torch::Generator> = {}) = 0;
};

/// Softmax and cross-entropy:  L = -log( e^(z_y) / Σ_j e^(z_j) ).
class ClassifierTask : public ImageTask {
public:
    using Make = std::function<std::shared_ptr<Classifier>()>;
    ClassifierTask(const ImageSplits& splits, const TrainOptions& options, Make make)
        : ImageTask(splits, options), make_(std::move(make)) {}

    std::shared_ptr<torch::nn::Module> makeModel() const override { return make_(); }
    torch::Tensor loss(torch::nn::Module&, const Batch&, torch::Generator) const override;
    /// Accuracy and loss on the validation images; accuracy is the score.
    Validation validate(torch::nn::Module&, torch::Device) const override;

private:
    const Make make_;
};

/// A classifier's predictions for a set, for figures and pictures.
struct Verdict {
    torch::Tensor probabilities; ///< [n, classes]
    torch::Tensor answers;       ///< [n]
    double accuracy = 0.0;       ///< 0 ... 1
    double loss = 0.0;           ///< mean cross-entropy
};

/// In eval mode, without gradients, in chunks.
Verdict classify(Classifier&, const ImageSet&, torch::Device = torch::kCPU);

/// counts[truth][answer]
std::vector<std::vector<double>> confusion(const ImageSet&, const Verdict&);

} // namespace solus::train
