// verify-siamese: is it the same talker? Utterance A/B -> shared GRU -> dense -> |A - B| -> sigmoid.
#include "Core/Export.h"
#include "Data/Decode.h"
#include "Data/MaskTarget.h"
#include "Data/Spectra.h"
#include "Error.h"
#include "Experiment.h"
#include "Experiments/VerifySiameseAugment.h"
#include "Experiments/VerifySiameseNet.h"
#include "Experiments/VerifySiameseVoices.h"
#include "Measure/ErrorRates.h"
#include "Verify/VoiceFeatures.h"

namespace solus::train {

namespace {

constexpr std::uint64_t validationSeed = 20240229; // never the seed of a run: the trials must not change

struct SiameseOptions {
    std::string form = "siamese";
    int units = 192, layers = 2, embedding = 128, bands = 64, runningMean = 0;
    double shortest = 1.0, longest = 4.5; ///< seconds of speech in an example
    double equaliserDb = 8.0;
    double ranking = 1.0; ///< weight of the second term of the loss

    bool bidirectional() const { return form == "bidirectional-cosine"; }
};

StftSpec stftFor(const SiameseOptions& options) {
    StftSpec spec; // 1024/512, the classic
    // Long windows resolve the harmonics of a low voice, and fewer frames train faster.
    if (!options.bidirectional()) spec.fftSize = spec.synthesis = 2048, spec.hop = 1024;
    return spec;
}

FeatureSpec featuresFor(const SiameseOptions& options) {
    FeatureSpec spec;
    spec.runningMeanFrames = options.runningMean;
    if (options.bidirectional()) {
        spec.floor = 1e-4f;
        return spec;
    }
    spec.type = "log_mel";
    spec.bands = options.bands;
    // Most recordings hold nothing above 8 kHz: what lies there would tell the corpus, not the voice.
    spec.lowHz = 60.0;
    spec.highHz = 7600.0;
    return spec;
}

VerifySiameseSize sizeFor(const SiameseOptions& options) {
    if (options.bidirectional()) return {513, 256, 1, options.embedding, true};
    return {options.bands, options.units, options.layers, options.embedding, false};
}

/// One side of a trial of the validation.
struct Side {
    int voice;
    torch::Tensor features; // frames x inputs
};

struct TrialScores {
    std::vector<double> targets, others; ///< logits
};

class VerifySiameseTask : public Task {
public:
    VerifySiameseTask(std::shared_ptr<const Library> library, const SiameseOptions& options, int batch,
                      std::uint64_t seed)
        : options_(options), batch_(batch), seed_(seed), library_(library), voices_(library) {
        makeValidation();
    }

    std::shared_ptr<torch::nn::Module> makeModel() const override {
        return VerifySiameseNet(sizeFor(options_)).ptr();
    }

    void prepareModel(torch::nn::Module& model) const override {
        const auto batch = makeBatch(-1, 0, batch_);
        model.as<VerifySiameseNetImpl>()->normaliseBy(batch[0].flatten(0, 1), batch[1].flatten(0, 1));
    }

    Batch makeBatch(std::int64_t step, int first, int count) const override {
        const auto key = static_cast<std::uint64_t>(step);
        Random shared({seed_, key, 0x5beec4});
        const auto voices = voices_.drawBatch(batch_, shared);
        const int frames =
            static_cast<int>(shared.uniform(options_.shortest, options_.longest) / hopSeconds());
        auto x = torch::zeros({count, 2, frames, inputs()}), present = torch::zeros({count, 2, frames});
        for (int i = 0; i < count; ++i) {
            Random random({seed_, key, static_cast<std::uint64_t>(first + i)});
            const auto& voice = *voices[static_cast<size_t>(first + i) % voices.size()];
            const double speed = random.chance(0.5) ? 1.0 : random.uniform(0.86, 1.16);
            // Pauses go: a third more than is wanted.
            const auto samples = static_cast<size_t>(1.33 * frames * stft_.hop);
            auto [a, b] = cropTwice(voice, samples, speed, random);
            for (int side = 0; side < 2; ++side) {
                auto& signal = side == 0 ? a : b;
                disturb(signal, random);
                const auto rows = featuresOf(signal, frames);
                const auto length = rows.size(0);
                x[i][side].narrow(0, 0, length).copy_(rows);
                present[i][side].narrow(0, 0, length).fill_(1.0);
            }
        }
        return {x, present};
    }

    torch::Tensor loss(torch::nn::Module& model, const Batch& batch, torch::Generator) const override {
        namespace F = torch::nn::functional;
        auto& net = *model.as<VerifySiameseNetImpl>();
        // Sides 2 i and 2 i + 1 are voice i; each side is compared with every other one.
        const auto e = net.embed(batch[0].flatten(0, 1), batch[1].flatten(0, 1));
        const auto logits = net.compare(e, e);
        const auto n = e.size(0);
        const auto index = torch::arange(n, logits.device());
        const auto partner = index + 1 - 2 * (index % 2);
        const auto strangers = (index / 2).unsqueeze(0) != (index / 2).unsqueeze(1);
        const auto same = logits.gather(1, partner.unsqueeze(1)).squeeze(1);

        // BCE on balanced pairs: both classes weigh a half. Half of the strangers' weight is spread evenly,
        // half goes to those that the network finds alike: w_ij = 1 / (2 (n - 2)) + softmax_j(s_ij) / 2.
        const auto apart = logits.masked_fill(~strangers, -1e4);
        const auto even = strangers.to(torch::kFloat32) / static_cast<double>(n - 2);
        const auto weight = 0.5 * (even + torch::softmax(apart.detach(), 1));
        const auto pairs = 0.5 * (F::softplus(-same).mean() + (weight * F::softplus(apart)).sum(1).mean());

        // And the partner must be the most alike of all in the batch: -log(e^s_ip / (e^s_ip + sum_j e^s_ij)).
        const auto all = torch::cat({same.unsqueeze(1), apart}, 1);
        return pairs + options_.ranking * (torch::logsumexp(all, 1) - same).mean();
    }

    Validation validate(torch::nn::Module& model, torch::Device device) const override {
        const auto scores = scoreTrials(*model.as<VerifySiameseNetImpl>(), device);
        const double eer = equalErrorRate(scores.targets, scores.others);
        const auto c = calibrate(scores.targets, scores.others);
        double entropy = 0.0;
        for (double s : scores.targets)
            entropy += 0.5 * std::log1p(std::exp(-(c.scale * s + c.shift))) /
                       static_cast<double>(scores.targets.size());
        for (double s : scores.others)
            entropy +=
                0.5 * std::log1p(std::exp(c.scale * s + c.shift)) / static_cast<double>(scores.others.size());
        // The calibrated entropy moves smoothly where the EER jumps; it breaks ties between EERs a point
        // apart.
        return {-100.0 * eer - 20.0 * entropy,
                {{"eer_percent", 100.0 * eer},
                 {"bce_calibrated", entropy},
                 {"min_dcf", minimumDetectionCost(scores.targets, scores.others)}}};
    }

    void exportModel(torch::nn::Module& model, const std::filesystem::path& path,
                     const nlohmann::json& training) const override {
        if (options_.bidirectional())
            return; // hears the end before the beginning: nothing that could run live
        auto& net = *model.as<VerifySiameseNetImpl>();
        torch::NoGradGuard noGrad;
        const auto scores = scoreTrials(net, torch::kCPU);
        const auto c = calibrate(scores.targets, scores.others);
        TensorMap tensors;
        tensors["norm.weight"] = toTensor(net.norm->weight);
        tensors["norm.bias"] = toTensor(net.norm->bias);
        ModelCard card;
        card.layers = {{{"type", "layer_norm"}, {"name", "norm"}}};
        for (size_t i = 0; i < net.grus.size(); ++i) {
            const std::string name = "gru" + std::to_string(i + 1);
            addRecurrent(tensors, name, net.grus[i]);
            card.layers.push_back({{"type", "gru"}, {"name", name}});
        }
        addDense(tensors, "embedding", net.embedding);
        card.layers.push_back({{"type", "mean_pool"}, {"name", "mean"}});
        card.layers.push_back({{"type", "dense"}, {"name", "embedding"}});
        card.layers.push_back({{"type", "l2_normalise"}, {"name", "length"}});
        // A score of 0.5 is where both errors are alike on the validation: sigmoid(a (w . |a - b| + c) + b).
        tensors["score.weight"] = toTensor(net.score->weight * c.scale);
        tensors["score.bias"] = toTensor(net.score->bias * c.scale + c.shift);
        card.name = "verify-siamese";
        card.kind = "embedder";
        card.description = std::to_string(net.grus.size()) + " x GRU(" + std::to_string(net.size.units) +
                           "), running mean, dense(" + std::to_string(net.size.embedding) +
                           "); siamese, scored by |A - B|";
        card.licence = "CC BY-SA 4.0";
        card.stft = stft_;
        card.features = features_;
        card.extra["score"] = {{"type", "abs_difference"}, {"threshold", 0.5}};
        card.training = training;
        writeModel(path, card, std::move(tensors));
    }

private:
    int inputs() const { return sizeFor(options_).inputs; }
    double hopSeconds() const { return stft_.hop / 48000.0; }

    /// Another microphone, room, level and noise for every crop, so that they say nothing about the voice.
    void disturb(std::vector<float>& signal, Random& random) const {
        std::vector<float> room;
        if (!library_->rooms.empty() && random.chance(0.15))
            room = toFloat(
                library_->rooms[random.below(static_cast<std::int64_t>(library_->rooms.size()))].samples);
        double low = 0.0, high = 24000.0;
        if (random.chance(0.15)) low = random.uniform(80.0, 300.0);
        if (random.chance(0.2))
            high = random.chance(0.5) ? random.uniform(3300.0, 4000.0) : random.uniform(5000.0, 7500.0);
        filterVoice(signal, SmoothEqualiser::draw(options_.equaliserDb, random), room, low, high);
        const auto clean = signal;
        const double kind = random.uniform();
        if (kind < 0.35 && !library_->noise.empty()) {
            const auto& noise =
                library_->noise[random.below(static_cast<std::int64_t>(library_->noise.size()))].samples;
            const auto offset = random.below(static_cast<std::int64_t>(noise.size()));
            const size_t count = std::min(noise.size() - static_cast<size_t>(offset), signal.size());
            const auto part = toFloat(std::span(noise).subspan(static_cast<size_t>(offset), count));
            addNoise(signal, part, 0, random.uniform(10.0, 30.0));
        } else if (kind < 0.75) {
            addNoise(signal, pinkNoise(), static_cast<size_t>(random.below(pinkSamples)),
                     random.uniform(12.0, 30.0));
        }
        if (kind < 0.75 && random.chance(0.5)) signal = denoisedByOracle(clean, signal, random.chance(0.5));
        scaleTo(signal, std::pow(10.0, random.uniform(-50.0, -10.0) / 20.0));
    }

    /// Live, a denoiser comes first. It costs more than everything else here; this one knows the answer and
    /// leaves much the same behind:  X sqrt(p) or X p, p = |S|^2 / (|S|^2 + |X - S|^2).
    static std::vector<float> denoisedByOracle(const std::vector<float>& clean,
                                               const std::vector<float>& noisy, bool hard) {
        const StftSpec classic;
        const auto s = analyse(clean, classic);
        auto x = analyse(noisy, classic);
        for (size_t i = 0; i < x.size(); ++i) {
            const float speech = std::norm(s[i]), noise = std::norm(x[i] - s[i]);
            const float p = speech / (speech + noise + 1e-20f);
            x[i] *= hard ? p : std::sqrt(p);
        }
        return synthesise(x, classic);
    }

    /// What the live embedder would hear: features of the first `limit` speech frames.
    torch::Tensor featuresOf(const std::vector<float>& signal, int limit) const {
        VoiceFeatures features(stft_, features_, 1);
        const auto rows = torch::empty({limit, features.size()});
        auto* out = rows.data_ptr<float>();
        int count = 0;
        const float* pointer = signal.data();
        for (size_t done = 0; done < signal.size() && count < limit; done += static_cast<size_t>(stft_.hop)) {
            const int part = static_cast<int>(std::min<size_t>(stft_.hop, signal.size() - done));
            const float* block = pointer + done;
            features.push(&block, part, [&](bool speech, const float* frame) noexcept {
                if (speech && count < limit)
                    std::copy_n(frame, features.size(), out + count++ * features.size());
            });
        }
        return rows.narrow(0, 0, count);
    }

    void makeValidation() {
        constexpr int takes = 4;
        const auto& voices = voices_.validation();
        for (size_t v = 0; v < voices.size(); ++v)
            for (int take = 0; take < takes; ++take) {
                Random random({validationSeed, v, static_cast<std::uint64_t>(take)});
                auto [enrol, test] = cropTwice(voices[v], 8 * 48000, 1.0, random);
                test.resize(std::min<size_t>(test.size(), 3 * 48000));
                levelVoice(enrol, random);
                levelVoice(test, random);
                enrols_.push_back({static_cast<int>(v), featuresOf(enrol, 1000).clone()});
                tests_.push_back({static_cast<int>(v), featuresOf(test, 1000).clone()});
            }
    }

    torch::Tensor embedAll(VerifySiameseNetImpl& net, const std::vector<Side>& sides,
                           torch::Device device) const {
        constexpr size_t part = 64;
        std::vector<torch::Tensor> all;
        for (size_t begin = 0; begin < sides.size(); begin += part) {
            const size_t end = std::min(sides.size(), begin + part);
            std::int64_t longest = 1;
            for (size_t i = begin; i < end; ++i) longest = std::max(longest, sides[i].features.size(0));
            const auto count = static_cast<std::int64_t>(end - begin);
            auto x = torch::zeros({count, longest, inputs()}), present = torch::zeros({count, longest});
            for (size_t i = begin; i < end; ++i) {
                const auto length = sides[i].features.size(0);
                x[i - begin].narrow(0, 0, length).copy_(sides[i].features);
                present[i - begin].narrow(0, 0, length).fill_(1.0);
            }
            all.push_back(net.embed(x.to(device), present.to(device)).to(torch::kCPU));
        }
        return torch::cat(all);
    }

    /// Every enrolment against every test of the same corpus.
    TrialScores scoreTrials(VerifySiameseNetImpl& net, torch::Device device) const {
        TrialScores scores;
        if (enrols_.empty()) return {{0.0}, {0.0}}; // a small folder: no speakers to spare
        const auto a = embedAll(net, enrols_, device).to(device),
                   b = embedAll(net, tests_, device).to(device);
        const auto logits = net.compare(a, b).to(torch::kCPU).contiguous();
        const auto value = logits.accessor<float, 2>();
        for (size_t i = 0; i < enrols_.size(); ++i)
            for (size_t j = 0; j < tests_.size(); ++j) {
                const int v = enrols_[i].voice, w = tests_[j].voice;
                if (voices_.validation()[v].corpus != voices_.validation()[w].corpus) continue;
                (v == w ? scores.targets : scores.others).push_back(value[i][j]);
            }
        return scores;
    }

    const SiameseOptions options_;
    const int batch_;
    const std::uint64_t seed_;
    const StftSpec stft_ = stftFor(options_);
    const FeatureSpec features_ = featuresFor(options_);
    const std::shared_ptr<const Library> library_;
    const VoiceList voices_;
    std::vector<Side> enrols_, tests_;
};

class VerifySiamese : public Experiment {
public:
    std::string name() const override { return "verify-siamese"; }
    std::string description() const override {
        return "siamese GRU for speaker verification, |A - B| or (in the lab) bidirectional with cosine";
    }
    DataNeeds needs() const override { return {}; }

    void configure(CLI::App& app, TrainOptions& defaults) override {
        defaults.batch = 32;
        defaults.steps = 4000;
        defaults.rate = 2e-3;
        defaults.clip = 3.0;
        defaults.average = 0.995;
        app.add_option("--form", options_.form, "siamese (ships) or bidirectional-cosine (a comparison)")
            ->check(CLI::IsMember({"siamese", "bidirectional-cosine"}));
        app.add_option("--units", options_.units, "Units of each GRU")->check(CLI::Range(1, 4096));
        app.add_option("--layers", options_.layers, "GRUs")->check(CLI::Range(1, 8));
        app.add_option("--embedding", options_.embedding, "Values of an embedding")
            ->check(CLI::Range(2, 4096));
        app.add_option("--bands", options_.bands, "Mel bands")->check(CLI::Range(8, 256));
        app.add_option("--running-mean", options_.runningMean,
                       "Take the mean off each band, its memory in frames at first; 0: no")
            ->check(CLI::Range(0, 100000));
        app.add_option("--shortest", options_.shortest, "Least speech in an example, in seconds")
            ->check(CLI::Range(0.2, 20.0));
        app.add_option("--longest", options_.longest, "Most speech in an example, in seconds")
            ->check(CLI::Range(0.2, 20.0));
        app.add_option("--equaliser", options_.equaliserDb, "Random equaliser on each example, in dB")
            ->check(CLI::Range(0.0, 40.0));
        app.add_option("--ranking", options_.ranking,
                       "Weight of the ranking term beside the cross-entropy of the pairs")
            ->check(CLI::Range(0.0, 100.0));
    }

    std::unique_ptr<Task> makeTask(std::shared_ptr<const Library> library,
                                   const TrainOptions& options) override {
        if (options_.shortest > options_.longest) throw Error("--shortest must not be above --longest");
        return std::make_unique<VerifySiameseTask>(std::move(library), options_, options.batch, options.seed);
    }

private:
    SiameseOptions options_;
};

const RegisterExperiment<VerifySiamese> registered;

} // namespace

} // namespace solus::train
