// Batches of images, and classification.
#include "Tasks/Images/ImageTask.h"

namespace solus::train {

torch::Tensor toUnit(const torch::Tensor& images) {
    return images.to(torch::kFloat32).div_(255.0);
}

Batch ImageTask::makeBatch(std::int64_t step, int first, int count) const {
    auto index = torch::empty({count}, torch::kInt64);
    for (int i = 0; i < count; ++i) index[i] = shuffle_.at(step * batch_ + first + i);
    return {toUnit(splits_.train.images.index_select(0, index)), splits_.train.labels.index_select(0, index)};
}

torch::Tensor ClassifierTask::loss(torch::nn::Module& model, const Batch& batch,
                                   torch::Generator generator) const {
    const auto logits = dynamic_cast<Classifier&>(model).forward(batch[0], std::move(generator));
    return torch::nn::functional::cross_entropy(logits, batch[1]);
}

Validation ClassifierTask::validate(torch::nn::Module& model, torch::Device device) const {
    const auto verdict = classify(dynamic_cast<Classifier&>(model), splits_.validation, device);
    return {verdict.accuracy, {{"val_loss", verdict.loss}, {"val_accuracy", 100.0 * verdict.accuracy}}};
}

Verdict classify(Classifier& model, const ImageSet& set, torch::Device device) {
    torch::NoGradGuard noGrad;
    model.eval();
    std::vector<torch::Tensor> logits;
    for (const auto& part : set.images.split(1000))
        logits.push_back(model.forward(toUnit(part).to(device)).to(torch::kCPU));
    const auto all = torch::cat(logits);
    Verdict verdict;
    verdict.probabilities = torch::softmax(all, 1);
    verdict.answers = all.argmax(1);
    verdict.accuracy = verdict.answers.eq(set.labels).to(torch::kFloat64).mean().item<double>();
    verdict.loss = torch::nn::functional::cross_entropy(all, set.labels).item<double>();
    return verdict;
}

std::vector<std::vector<double>> confusion(const ImageSet& set, const Verdict& verdict) {
    const auto classes = static_cast<size_t>(verdict.probabilities.size(1));
    std::vector<std::vector<double>> counts(classes, std::vector<double>(classes, 0.0));
    for (std::int64_t i = 0; i < set.size(); ++i)
        counts.at(static_cast<size_t>(set.labels[i].item<std::int64_t>()))
            .at(static_cast<size_t>(verdict.answers[i].item<std::int64_t>())) += 1.0;
    return counts;
}

} // namespace solus::train
