// Magnitudes of noisy speech and of the speech in it, the error between them, and the exported model.
#include "Tasks/Speech/MagnitudeTask.h"

#include "Base/ProgressBar.h"
#include "Core/Export.h"
#include "Core/Random.h"
#include "Data/Spectra.h"
#include "Measure/Metrics.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace solus::train {

namespace {

constexpr std::uint64_t magnitudeValidationSeed =
    20240229; // never a run's seed: the mixtures must not change

torch::Tensor rowsOf(const std::vector<float>& values, int frames) {
    return torch::tensor(values, torch::kFloat32).reshape({frames, -1});
}

/// `count` different frames, in order; all of them if there are no more.
torch::Tensor drawFrames(int frames, int count, Random random) {
    std::set<std::int64_t> chosen; // Floyd's algorithm: a large pool costs no more than a small one
    for (int last = std::max(0, frames - count); last < frames; ++last)
        if (!chosen.insert(random.below(last + 1)).second) chosen.insert(last);
    return torch::tensor(std::vector<std::int64_t>(chosen.begin(), chosen.end()), torch::kInt64);
}

torch::Tensor weightedError(const torch::Tensor& y, const torch::Tensor& s, const torch::Tensor& w) {
    return (w * (y - s).square()).sum() / w.sum().clamp_min(1.0);
}

} // namespace

FeatureSpec classicMagnitudes() {
    FeatureSpec spec;
    spec.type = "magnitude";
    spec.floor = 1e-4f;
    spec.levelFrames = 300;
    return spec;
}

MagnitudeExample makeMagnitudeExample(const Mixture& mixture, const StftSpec& spec,
                                      const FeatureSpec& features) {
    FeatureExtractor extractor(features, spec);
    MagnitudeExample example;
    example.bins = spec.bins();
    example.speech = analyse(mixture.speech, spec);
    const auto noise = analyse(mixture.noise, spec);
    example.frames = static_cast<int>(noise.size()) / example.bins;
    example.noisy.resize(noise.size());
    example.input.resize(noise.size());
    example.target.resize(noise.size());
    example.weight = knownBins(mixture, example.speech, noise, spec);
    std::vector<float> power(static_cast<size_t>(example.bins));
    for (int t = 0; t < example.frames; ++t) {
        const size_t row = static_cast<size_t>(t) * power.size();
        for (size_t k = 0; k < power.size(); ++k) {
            example.noisy[row + k] = example.speech[row + k] + noise[row + k];
            power[k] = std::norm(example.noisy[row + k]);
        }
        extractor.process(power.data(), example.input.data() + row);
        for (size_t k = 0; k < power.size(); ++k)
            if (power[k] > 1e-12f) // below this there is nothing to hear, and no meaningful ratio
                example.target[row + k] =
                    example.input[row + k] *
                    std::pow(std::norm(example.speech[row + k]) / power[k], 0.5f * features.power);
    }
    return example;
}

torch::Tensor magnitudeGain(const torch::Tensor& y, const torch::Tensor& z, double power) {
    return torch::where(y > 0, (y / z.clamp_min(1e-30)).clamp(0.0, 1.0), torch::zeros_like(y))
        .pow(1.0 / power);
}

MagnitudeTask::MagnitudeTask(std::string name, std::string description, Network network,
                             std::shared_ptr<const Library> library, const MagnitudeOptions& options,
                             std::uint64_t seed)
    : name_(std::move(name)), description_(std::move(description)), network_(std::move(network)),
      options_(options), seed_(seed), mixer_(library, Split::train, options.mixing) {
    const Mixer held(library, Split::validation, validationMixing());
    std::vector<torch::Tensor> parts[3];
    ProgressBar progress("mixtures");
    for (int i = 0; i < options.mixtures; ++i) {
        const auto frames = drawFromMixture(-2, i);
        for (size_t k = 0; k < 3; ++k) parts[k].push_back(frames[k]);
        progress.update((i + 1.0) / options.mixtures);
    }
    for (const auto& part : parts)
        if (!part.empty()) pool_.push_back(torch::cat(part));
    for (int i = 0; i < options.validation; ++i)
        validation_.push_back(
            makeMagnitudeExample(held.make(magnitudeValidationSeed, 0, i), stft_, options.features));
}

void MagnitudeTask::prepareModel(torch::nn::Module& model) const {
    model.as<TorchGraphImpl>()->normaliseBy(makeBatch(-1, 0, 128)[0]);
}

void MagnitudeTask::startFrom(torch::nn::Module& model, const Model& stored) const {
    model.as<TorchGraphImpl>()->load(stored.tensors);
}

Batch MagnitudeTask::drawFromMixture(std::int64_t step, int item) const {
    const auto key = static_cast<std::uint64_t>(step), number = static_cast<std::uint64_t>(item);
    const auto example = makeMagnitudeExample(mixer_.make(seed_, key, number), stft_, options_.features);
    const auto drawn = drawFrames(example.frames, options_.frames, Random{seed_, key, number, 1});
    Batch frames;
    for (const auto* values : {&example.input, &example.target, &example.weight})
        frames.push_back(rowsOf(*values, example.frames).index_select(0, drawn));
    return frames;
}

Batch MagnitudeTask::drawFromPool(std::int64_t step, int item) const {
    const auto drawn =
        drawFrames(static_cast<int>(pool_[0].size(0)), options_.frames,
                   Random{seed_, static_cast<std::uint64_t>(step), static_cast<std::uint64_t>(item), 2});
    Batch frames;
    for (const auto& values : pool_) frames.push_back(values.index_select(0, drawn));
    return frames;
}

Batch MagnitudeTask::makeBatch(std::int64_t step, int first, int count) const {
    std::vector<torch::Tensor> parts[3];
    for (int item = first; item < first + count; ++item) {
        const auto frames = pool_.empty() ? drawFromMixture(step, item) : drawFromPool(step, item);
        for (size_t k = 0; k < 3; ++k) parts[k].push_back(frames[k]);
    }
    return {torch::stack(parts[0]), torch::stack(parts[1]), torch::stack(parts[2])};
}

torch::Tensor MagnitudeTask::loss(torch::nn::Module& model, const Batch& batch, torch::Generator) const {
    return weightedError(model.as<TorchGraphImpl>()->forward(batch[0]), batch[1], batch[2]);
}

Validation MagnitudeTask::validate(torch::nn::Module& model, torch::Device device) const {
    double error = 0.0, siSdrGain = 0.0, snrGain = 0.0;
    for (const auto& example : validation_) {
        const auto z = rowsOf(example.input, example.frames);
        const auto y = model.as<TorchGraphImpl>()->forward(z.unsqueeze(0).to(device))[0].to(torch::kCPU);
        error +=
            weightedError(y, rowsOf(example.target, example.frames), rowsOf(example.weight, example.frames))
                .item<double>();
        const auto gain = magnitudeGain(y, z, options_.features.power).contiguous();
        auto cleaned = example.noisy;
        for (size_t i = 0; i < cleaned.size(); ++i) cleaned[i] *= gain.data_ptr<float>()[i];
        const auto speech = synthesise(example.speech, stft_), before = synthesise(example.noisy, stft_),
                   after = synthesise(cleaned, stft_);
        siSdrGain += siSdrDb(speech, after) - siSdrDb(speech, before);
        snrGain += snrDb(speech, after) - snrDb(speech, before);
    }
    const double n = std::max(1.0, static_cast<double>(validation_.size()));
    return {siSdrGain / n,
            {{"val_mse", error / n}, {"sisdr_gain", siSdrGain / n}, {"snr_gain", snrGain / n}}};
}

void MagnitudeTask::exportModel(torch::nn::Module& model, const std::filesystem::path& path,
                                const nlohmann::json& training) const {
    const auto& net = *model.as<TorchGraphImpl>();
    ModelCard card;
    card.name = name_;
    card.kind = "denoiser";
    card.description = description_;
    card.stft = stft_;
    card.features = options_.features;
    card.graph = net.plan.graph();
    card.mask = MaskSpec{MaskSpec::Type::binMagnitudes};
    card.training = training;
    writeModel(path, card, net.tensors());
}

} // namespace solus::train
