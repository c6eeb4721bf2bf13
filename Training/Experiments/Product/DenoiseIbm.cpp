// denoise-ibm: the classic recurrent denoiser, trained on the ideal binary mask by cross-entropy.
#include "Base/Error.h"
#include "Core/Export.h"
#include "Data/MaskTarget.h"
#include "Data/Spectra.h"
#include "Measure/Metrics.h"
#include "Nets/MaskNet.h"
#include "Tasks/RecordingExperiment.h"

namespace solus::train {

namespace {

constexpr std::uint64_t ibmValidationSeed = 20240229; // never a run's seed: the mixtures must not change

StftSpec classicStft() {
    return {};
}

FeatureSpec classicFeatures() {
    FeatureSpec spec;
    spec.type = "log_magnitude";
    spec.floor = 1e-4f;
    return spec;
}

torch::Tensor stack(const std::vector<float>& values, int frames, int width) {
    return torch::tensor(values, torch::kFloat32).reshape({frames, width});
}

class DenoiseIbmTask : public Task {
public:
    DenoiseIbmTask(std::shared_ptr<const Library> library, const MixerOptions& options,
                   const MaskNetSize& size, int validationMixtures, double loudness, std::uint64_t seed)
        : size_(size), loudness_(loudness), seed_(seed), mixer_(library, Split::train, options) {
        const Mixer held(library, Split::validation, validationMixing());
        for (int i = 0; i < validationMixtures; ++i)
            validation_.push_back(
                makeMaskExample(held.make(ibmValidationSeed, 0, i), stft_, features_, loudness_));
    }

    std::shared_ptr<torch::nn::Module> makeModel() const override { return TorchGraph(maskNet(size_)).ptr(); }

    void prepareModel(torch::nn::Module& model) const override {
        model.as<TorchGraphImpl>()->normaliseBy(makeBatch(-1, 0, 128)[0]);
    }

    void startFrom(torch::nn::Module& model, const Model& from) const override {
        model.as<TorchGraphImpl>()->load(from.tensors);
    }

    Batch makeBatch(std::int64_t step, int first, int count) const override {
        std::vector<torch::Tensor> inputs, targets, weights;
        for (int item = first; item < first + count; ++item) {
            const auto example = makeMaskExample(mixer_.make(seed_, step, item), stft_, features_, loudness_);
            inputs.push_back(stack(example.input, example.frames, example.features));
            targets.push_back(stack(example.target, example.frames, example.bins));
            weights.push_back(lossWeights(example));
        }
        return {torch::stack(inputs), torch::stack(targets), torch::stack(weights)};
    }

    torch::Tensor loss(torch::nn::Module& model, const Batch& batch,
                       torch::Generator generator) const override {
        const auto logits = maskLogits(model, batch[0], size_.dropout, generator);
        return crossEntropy(logits, batch[1], batch[2]);
    }

    Validation validate(torch::nn::Module& model, torch::Device device) const override {
        double entropy = 0.0, accuracy = 0.0, gain = 0.0, gainAtZero = 0.0, gainHigh = 0.0;
        int low = 0, high = 0;
        for (const auto& example : validation_) {
            const auto input = stack(example.input, example.frames, example.features).unsqueeze(0).to(device);
            const auto target = stack(example.target, example.frames, example.bins);
            const auto weight = stack(example.weight, example.frames, example.bins);
            const auto logits = maskLogits(model, input)[0].to(torch::kCPU);
            entropy += crossEntropy(logits, target, lossWeights(example)).item<double>();
            accuracy += (((logits > 0) == (target > 0.5)) * weight).sum().item<double>() /
                        weight.sum().item<double>();
            const double before = siSdr(example, {}),
                         rise = siSdr(example, toTensor(torch::sigmoid(logits)).values) - before;
            gain += rise;
            if (before < 3.0) gainAtZero += rise, ++low;
            if (before > 15.0) gainHigh += rise, ++high;
        }
        const double n = static_cast<double>(validation_.size());
        return {gain / n,
                {{"bce", entropy / n},
                 {"accuracy", accuracy / n},
                 {"sisdr_gain", gain / n},
                 {"sisdr_gain_below_3db", gainAtZero / std::max(low, 1)},
                 {"sisdr_gain_above_15db", gainHigh / std::max(high, 1)}}};
    }

    void exportModel(torch::nn::Module& model, const std::filesystem::path& path,
                     const nlohmann::json& training) const override {
        const auto& net = *model.as<TorchGraphImpl>();
        ModelCard card;
        card.name = "denoise-ibm";
        card.kind = "denoiser";
        card.description = net.plan.outline() + " with sigmoid; trained on the ideal binary mask";
        card.stft = stft_;
        card.features = features_;
        card.graph = net.plan.graph();
        card.mask = MaskSpec{};
        card.training = training;
        writeModel(path, card, net.tensors());
    }

private:
    static torch::Tensor lossWeights(const MaskExample& example) {
        return stack(example.weight, example.frames, example.bins) *
               stack(example.emphasis, example.frames, example.bins);
    }

    /// BCE = -sum w (t log p + (1 - t) log(1 - p)) / sum w,  p = sigmoid(logit).
    static torch::Tensor crossEntropy(const torch::Tensor& logits, const torch::Tensor& target,
                                      const torch::Tensor& weight) {
        namespace F = torch::nn::functional;
        const auto options =
            F::BinaryCrossEntropyWithLogitsFuncOptions().weight(weight).reduction(torch::kSum);
        return F::binary_cross_entropy_with_logits(logits, target, options) / weight.sum().clamp_min(1.0);
    }

    /// SI-SDR against the speech of the noisy signal with `mask` applied (none: unchanged), both after the transform.
    double siSdr(const MaskExample& example, const std::vector<float>& mask) const {
        auto spectrum = example.noisy;
        for (size_t i = 0; i < mask.size(); ++i) spectrum[i] *= mask[i];
        return siSdrDb(synthesise(example.speech, stft_), synthesise(spectrum, stft_));
    }

    const StftSpec stft_ = classicStft();
    const FeatureSpec features_ = classicFeatures();
    const MaskNetSize size_;
    const double loudness_;
    const std::uint64_t seed_;
    const Mixer mixer_;
    std::vector<MaskExample> validation_;
};

class DenoiseIbm : public RecordingExperiment {
public:
    std::string name() const override { return "denoise-ibm"; }
    std::string description() const override {
        return "GRU denoiser on 1024/512 magnitudes, ideal binary mask by cross-entropy";
    }
    std::string group() const override { return "Product"; }
    Story story() const override;

    void configure(CLI::App& app, TrainOptions&) override {
        app.add_option("--seconds", mixing_.seconds, "Length of an example")->check(CLI::Range(0.5, 20.0));
        app.add_option("--snr-low", mixing_.snrLow, "Lowest SNR in dB");
        app.add_option("--snr-high", mixing_.snrHigh, "Highest SNR in dB");
        app.add_option("--units1", size_.first, "Units of the first GRU")->check(CLI::Range(1, 4096));
        app.add_option("--units2", size_.second, "Units of the second GRU")->check(CLI::Range(1, 4096));
        app.add_option("--validation", validationMixtures_, "Mixtures to validate on")
            ->check(CLI::Range(1, 10000));
        app.add_option("--loudness", loudness_, "Weight of louder bins in the loss: magnitude to this power")
            ->check(CLI::Range(0.0, 2.0));
        app.add_option("--dropout", size_.dropout, "Dropout between the GRUs")->check(CLI::Range(0.0, 0.9));
    }

    std::unique_ptr<Task> makeTask(std::shared_ptr<const Library> library,
                                   const TrainOptions& options) override {
        return std::make_unique<DenoiseIbmTask>(std::move(library), mixing_, size_, validationMixtures_,
                                                loudness_, options.seed);
    }

private:
    MixerOptions mixing_;
    MaskNetSize size_;
    int validationMixtures_ = 48;
    double loudness_ = 0.5;
};

Story DenoiseIbm::story() const {
    return {
        "Speech and noise rarely share a cell of the spectrogram. A network that knows for each cell which "
        "of the two is louder can keep the one and drop the other. Two GRUs read the log magnitudes frame "
        "by frame and predict a probability for each bin, which is then used as the gain.",
        {"M[t, k] = 1 if |S[t, k]| > |N[t, k]|, else 0        the ideal binary mask",
         "L = −Σ w (M log p + (1 − M) log(1 − p)) / Σ w        binary cross-entropy; w: loudness and "
         "auditory bandwidth",
         "Y[t, k] = p[t, k] X[t, k]"},
        {{"", std::to_string(size_.inputs) + " log magnitudes", TorchGraph(maskNet(size_))->stages()}},
        {{"solus-train denoise-ibm --data DATA --units1 128 --units2 64 --out runs/small",
          "A twelfth of the parameters: how much does it lose?"},
         {"solus-train denoise-svd --data DATA --model runs/denoise-ibm/denoise-ibm.safetensors",
          "The same network by truncated singular value decomposition."}}};
}

const RegisterExperiment<DenoiseIbm> registeredDenoiseIbm;

} // namespace

} // namespace solus::train
