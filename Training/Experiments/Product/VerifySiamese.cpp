// verify-siamese: is it the same talker? Utterance A/B -> shared GRU -> dense -> |A - B| -> sigmoid.
#include "Base/EngineRate.h"
#include "Base/Error.h"
#include "Measure/ErrorRates.h"
#include "Nets/VerifySiameseNet.h"
#include "Tasks/RecordingExperiment.h"
#include "Voices/SpeakerModel.h"
#include "Voices/VoiceAugment.h"
#include "Voices/VoiceList.h"
#include "Voices/VoiceTrials.h"

#include <algorithm>
#include <cstdio>

namespace solus::train {

namespace {

struct SiameseOptions {
    std::string form = "siamese";
    int units = 192, layers = 2, embedding = 128, bands = 64, runningMean = 0;
    double shortest = 1.0, longest = 4.5; ///< seconds of speech in an example
    double equaliserDb = 8.0;
    double ranking = 1.0; ///< weight of the second term of the loss

    bool bidirectional() const { return form == "bidirectional-cosine"; }
};

StftSpec stftFor(const SiameseOptions& options) {
    return options.bidirectional() ? StftSpec() : speakerStft(); // the classic: 1024/512
}

FeatureSpec featuresFor(const SiameseOptions& options) {
    if (!options.bidirectional()) return speakerFeatures(options.bands, options.runningMean);
    FeatureSpec spec;
    spec.runningMeanFrames = options.runningMean;
    spec.floor = 1e-4f;
    return spec;
}

VerifySiameseSize sizeFor(const SiameseOptions& options) {
    if (options.bidirectional()) return {513, 256, 1, options.embedding, true};
    return {options.bands, options.units, options.layers, options.embedding, false};
}

class VerifySiameseTask : public Task {
public:
    VerifySiameseTask(std::shared_ptr<const Library> library, const SiameseOptions& options, int batch,
                      std::uint64_t seed)
        : options_(options), batch_(batch), seed_(seed), library_(library), voices_(library),
          trials_(voices_, *library, stft_, features_, 3.0) {}

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
            // Pauses are removed: take a third more than needed.
            const auto samples = static_cast<size_t>(1.33 * frames * stft_.hop);
            auto [a, b] = cropTwice(voice, samples, speed, random);
            for (int side = 0; side < 2; ++side) {
                auto& signal = side == 0 ? a : b;
                disturbVoice(signal, *library_, options_.equaliserDb, random);
                const auto rows = speechFeatures(signal, stft_, features_, frames);
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

        // BCE on balanced pairs: each class has weight one half. Half of the strangers' weight is spread evenly, half
        // goes to those that the network finds similar: w_ij = 1 / (2 (n - 2)) + softmax_j(s_ij) / 2.
        const auto apart = logits.masked_fill(~strangers, -1e4);
        const auto even = strangers.to(torch::kFloat32) / static_cast<double>(n - 2);
        const auto weight = 0.5 * (even + torch::softmax(apart.detach(), 1));
        const auto pairs = 0.5 * (F::softplus(-same).mean() + (weight * F::softplus(apart)).sum(1).mean());

        // And the partner must be the most similar in the batch: -log(e^s_ip / (e^s_ip + sum_j e^s_ij)).
        const auto all = torch::cat({same.unsqueeze(1), apart}, 1);
        return pairs + options_.ranking * (torch::logsumexp(all, 1) - same).mean();
    }

    Validation validate(torch::nn::Module& model, torch::Device device) const override {
        const auto scores = scoreTrials(*model.as<VerifySiameseNetImpl>(), device);
        const double eer = equalErrorRate(scores.targets, scores.others);
        const double entropy = calibratedEntropy(scores);
        // The calibrated entropy changes smoothly where the EER jumps; it breaks ties between EERs that are a point
        // apart.
        return {-100.0 * eer - 20.0 * entropy,
                {{"eer_percent", 100.0 * eer},
                 {"bce_calibrated", entropy},
                 {"min_dcf", minimumDetectionCost(scores.targets, scores.others)}}};
    }

    void exportModel(torch::nn::Module& model, const std::filesystem::path& path,
                     const nlohmann::json& training) const override {
        if (options_.bidirectional()) return; // needs the end before the beginning: it could not run live
        auto& net = *model.as<VerifySiameseNetImpl>();
        torch::NoGradGuard noGrad;
        const auto scores = scoreTrials(net, torch::kCPU);
        const auto c = calibrate(scores.targets, scores.others);
        auto card = speakerCard(net.net->plan);
        auto tensors = net.net->tensors();
        // A score of 0.5 is where both error rates are equal on the validation set: sigmoid(a (w . |a - b| + c) + b).
        tensors["score.weight"] = toTensor(net.score->weight * c.scale);
        tensors["score.bias"] = toTensor(net.score->bias * c.scale + c.shift);
        card.name = "verify-siamese";
        card.description += "; siamese, scored by |A - B|";
        card.features = features_;
        card.score = ScoreSpec{ScoreSpec::Type::absDifference, 0.5f, {}};
        card.training = training;
        writeModel(path, card, std::move(tensors));
    }

private:
    int inputs() const { return sizeFor(options_).inputs; }
    double hopSeconds() const { return stft_.hop / engineHz; }

    TrialScores scoreTrials(VerifySiameseNetImpl& net, torch::Device device) const {
        return trials_.score(
            [&net](const torch::Tensor& x, const torch::Tensor& frames) { return net.embed(x, frames); },
            [&net](const torch::Tensor& a, const torch::Tensor& b) { return net.compare(a, b); }, device);
    }

    const SiameseOptions options_;
    const int batch_;
    const std::uint64_t seed_;
    const StftSpec stft_ = stftFor(options_);
    const FeatureSpec features_ = featuresFor(options_);
    const std::shared_ptr<const Library> library_;
    const VoiceList voices_;
    const VoiceTrials trials_;
};

class VerifySiamese : public RecordingExperiment {
public:
    std::string name() const override { return "verify-siamese"; }
    std::string description() const override {
        return "siamese GRU for speaker verification, |A - B| or (in the lab) bidirectional with cosine";
    }
    std::string group() const override { return "Product"; }
    bool mixes() const override { return false; }
    Story story() const override;

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
                       "Subtract each band's running mean; its memory in frames at first; 0: off")
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

    void run(Run&) override;

    std::unique_ptr<Task> makeTask(std::shared_ptr<const Library> library,
                                   const TrainOptions& options) override {
        if (options_.shortest > options_.longest) throw Error("--shortest must not be above --longest");
        return std::make_unique<VerifySiameseTask>(std::move(library), options_, options.batch, options.seed);
    }

private:
    SiameseOptions options_;
};

void VerifySiamese::run(Run& run) {
    const auto library = load(run);
    const VoiceList voices(library);
    const auto talkers = std::to_string(voices.training().size());
    if (voices.training().size() < 3)
        throw Error(run.options.data + ": holds " + talkers +
                    " talkers with two recordings, or one of two seconds and more, to "
                    "train on; verify-siamese needs three, and learns from hundreds");
    auto options = run.options;
    options.keepLast = voices.validation().empty(); // there is no figure to say which is best
    const auto task = makeTask(library, options);
    run.trainModule(*task, {}, options);
    double best = 100.0;
    for (const auto& row : run.folder.readJson("metrics.json"))
        best = std::min(best, row.value("eer_percent", 100.0));
    std::string warning;
    if (voices.validation().empty())
        warning =
            "No talker is kept for validation (only some of the large corpora are): the equal error rate of "
            "50 % is that of guessing and means nothing, and the last weights are kept, not the best.";
    else if (best >= 40.0)
        warning = "An equal error rate of " + fixed(best, 1) +
                  " % on talkers that it was not trained on is little better than guessing (50 %): this "
                  "network does not tell voices apart. It was trained on " +
                  talkers + " talkers; more talkers and more --steps help.";
    if (!warning.empty()) {
        std::fprintf(stderr, "solus-train: warning: %s\n", warning.c_str());
        run.report.heading("At chance");
        run.report.text(warning);
    }
    reportTraining(run);
}

Story VerifySiamese::story() const {
    const auto size = sizeFor(options_);
    const Sketch sketch{
        "", std::to_string(size.inputs) + (size.bidirectionalCosine ? " log magnitudes" : " log-mel bands"),
        VerifySiameseNet(size)->stages()};
    return {"One network computes a vector for each of two recordings; the distance between the two shows "
            "whether the same person speaks. Trained on pairs, it never learns names, only what makes "
            "voices differ.",
            {"a = f(A) / ‖f(A)‖,  b = f(B) / ‖f(B)‖", "p(same) = σ(w · |a − b| + c)",
             "L = −(y log p + (1 − y) log(1 − p)) + ranking"},
            {sketch},
            {{"solus-train verify-siamese --data DATA --form bidirectional-cosine --out runs/cosine",
              "The form that reads in both directions and compares by cosine; it cannot run live."},
             {"solus-train verify-solus --data DATA", "Prototypes of many talkers in place of pairs."}}};
}

const RegisterExperiment<VerifySiamese> registeredVerifySiamese;

} // namespace

} // namespace solus::train
