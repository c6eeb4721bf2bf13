// Fine-tuning a compressed network against the full one.
#include "Tasks/Speech/DistilTask.h"

#include "Base/Error.h"
#include "Base/WholeFile.h"
#include "Data/Spectra.h"

#include <algorithm>

namespace solus::train {

namespace {

constexpr std::uint64_t distilValidationSeed = 20240229; // never a run's seed: the mixtures must not change

torch::Tensor squaredError(TorchGraphImpl& student, TorchGraphImpl& teacher, const torch::Tensor& x) {
    torch::Tensor wanted;
    {
        torch::NoGradGuard noGrad;
        wanted = teacher.forward(x.to(torch::kCPU));
    }
    const auto device = student.parameters()[0].device(); // the teacher stays on the CPU
    return (student.forward(x.to(device)) - wanted.to(device)).square().mean();
}

} // namespace

DistilTask::DistilTask(std::shared_ptr<const Model> whole, int rank, std::shared_ptr<const Library> library,
                       const MixerOptions& mixing, std::uint64_t seed, int validationMixtures)
    : whole_(std::move(whole)), rank_(rank), seed_(seed), teacher_(trainable(*whole_)),
      mixer_(library, Split::train, mixing) {
    if (FeatureExtractor(whole_->features, whole_->stft).needsSpectra())
        throw Error("model " + whole_->name +
                    " uses phases; only models that use powers alone can be compressed here");
    const Mixer held(library, Split::validation, validationMixing());
    for (int i = 0; i < validationMixtures; ++i)
        validation_.push_back(featuresOf(held.make(distilValidationSeed, 0, i)).unsqueeze(0));
}

torch::Tensor DistilTask::featuresOf(const Mixture& mixture) const {
    FeatureExtractor extractor(whole_->features, whole_->stft);
    auto noisy = mixture.speech;
    for (size_t i = 0; i < noisy.size(); ++i) noisy[i] += mixture.noise[i];
    const auto spectra = analyse(noisy, whole_->stft);
    const auto bins = static_cast<size_t>(whole_->stft.bins());
    const auto frames = static_cast<std::int64_t>(spectra.size() / bins);
    auto features = torch::empty({frames, extractor.size()});
    std::vector<float> power(bins);
    for (std::int64_t t = 0; t < frames; ++t) {
        for (size_t k = 0; k < bins; ++k) power[k] = std::norm(spectra[static_cast<size_t>(t) * bins + k]);
        extractor.process(power.data(), features.data_ptr<float>() + t * extractor.size());
    }
    return features;
}

std::shared_ptr<torch::nn::Module> DistilTask::makeModel() const {
    return trainable(*whole_, rank_).ptr();
}

Batch DistilTask::makeBatch(std::int64_t step, int first, int count) const {
    std::vector<torch::Tensor> inputs;
    for (int item = first; item < first + count; ++item)
        inputs.push_back(featuresOf(mixer_.make(seed_, static_cast<std::uint64_t>(step), item)));
    return {torch::stack(inputs)};
}

torch::Tensor DistilTask::loss(torch::nn::Module& model, const Batch& batch, torch::Generator) const {
    return squaredError(*model.as<TorchGraphImpl>(), *teacher_, batch[0]);
}

Validation DistilTask::validate(torch::nn::Module& model, torch::Device) const {
    double error = 0.0;
    for (const auto& x : validation_)
        error += squaredError(*model.as<TorchGraphImpl>(), *teacher_, x).item<double>();
    error /= std::max(1.0, static_cast<double>(validation_.size()));
    return {-error, {{"val_error", error}}};
}

void DistilTask::exportModel(torch::nn::Module& model, const std::filesystem::path& path,
                             const nlohmann::json&) const {
    const auto bytes = compressedFile(*whole_, *model.as<TorchGraphImpl>(), rank_);
    writeWhole(path, {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

std::vector<std::byte> compressedFile(const Model& model, const TorchGraphImpl& net, int rank) {
    Model compressed;
    compressed.name = rank > 0 ? model.name + "-" + std::to_string(rank) : model.name;
    compressed.kind = model.kind;
    compressed.stft = model.stft;
    compressed.features = model.features;
    compressed.mask = model.mask;
    compressed.score = model.score;
    compressed.voiceEmbedder = model.voiceEmbedder;
    compressed.about = model.about;
    if (rank > 0)
        compressed.about["compressed"] = nlohmann::json{{"from", model.name}, {"rank", rank}}.dump();
    compressed.graph = net.plan.graph();
    compressed.tensors = net.tensors();
    return writeModel(compressed, Storage::f16);
}

} // namespace solus::train
