// The training data of verify-solus, and its validation.
#include "Tasks/VerifySolusTask.h"

#include "Base/EngineRate.h"
#include "Base/Error.h"
#include "Losses/SpeakerLoss.h"
#include "Measure/ErrorRates.h"
#include "Voices/CohortScore.h"
#include "Voices/SpeakerModel.h"
#include "Voices/VoiceBank.h"
#include "Voices/VoiceTrials.h"

#include <algorithm>

namespace solus::train {

namespace {

/// 10 cos - 5: close to a logit, a good start for calibration.
torch::Tensor roughLogits(const torch::Tensor& a, const torch::Tensor& b) {
    return 10.0 * torch::matmul(a, b.t()) - 5.0;
}

VoiceBank bankFor(const SpeakerOptions& options, const Library& library, const VoiceList& list,
                  const std::shared_ptr<const Model>& denoiser, const std::string& folder) {
    const std::filesystem::path path = options.voices.empty() ? std::filesystem::path(folder) / "voices.bin"
                                                              : std::filesystem::path(options.voices);
    const auto features = speakerFeatures(options.bands, 0);
    if (!std::filesystem::exists(path)) {
        if (path.has_parent_path()) std::filesystem::create_directories(path.parent_path());
        VoiceBank::make(path, library, list, speakerStft(), features, denoiser);
    }
    return VoiceBank::load(path, library, list, speakerStft(), features, denoiser->hash);
}

class VerifySolusTask : public Task {
public:
    VerifySolusTask(const std::shared_ptr<const Library>& library, const SpeakerOptions& options,
                    const TrainOptions& train)
        : options_(options), batch_(train.batch), seed_(train.seed), voices_(library),
          denoiser_(findModel(options.denoiser, "denoiser")),
          bank_(bankFor(options, *library, voices_, denoiser_, train.out)),
          crops_(bank_, stft_, features_, options.crop) {
        trials_.emplace_back("1s", VoiceTrials(voices_, *library, stft_, features_, 1.0));
        trials_.emplace_back("3s", VoiceTrials(voices_, *library, stft_, features_, 3.0));
        trials_.emplace_back("denoised", VoiceTrials(voices_, *library, stft_, features_, 3.0, denoiser_));
        long_ = std::make_unique<VoiceTrials>(voices_, *library, stft_, features_, 6.0);
    }

    std::shared_ptr<torch::nn::Module> makeModel() const override {
        return SpeakerNet(speakerSize(options_, static_cast<int>(talkerCount()))).ptr();
    }

    void prepareModel(torch::nn::Module& model) const override {
        if (!options_.from.empty()) return startFrom(model, *findModel(options_.from, "embedder"));
        const auto batch = makeBatch(-1, 0, batch_);
        model.as<SpeakerNetImpl>()->normaliseBy(batch[0].flatten(0, 1), batch[1].flatten(0, 1));
    }

    void startFrom(torch::nn::Module& model, const Model& stored) const override {
        auto& net = *model.as<SpeakerNetImpl>();
        net.load(stored.tensors, makeBatch(-1, 0, batch_)[0].flatten(0, 1));
        if (net.classes.defined()) nameTalkers(net);
    }

    /// Two examples of each talker: x (talkers x 2 x frames x bands), which frames are present, the frames after which a
    /// decision is made (the last of these after all of them), and the talker's number.
    Batch makeBatch(std::int64_t step, int first, int count) const override {
        const auto key = static_cast<std::uint64_t>(step);
        Random shared({seed_, key, 0x5beec4});
        const auto talkers = drawTalkers(shared);
        const auto least = static_cast<std::int64_t>(options_.shortest / hopSeconds());
        // A multiple of 8: the convolutions of LibTorch keep memory for every length that they have seen.
        const auto frames =
            (static_cast<int>(shared.uniform(0.45 * options_.longest, options_.longest) / hopSeconds()) + 7) /
            8 * 8;
        auto x = torch::zeros({count, 2, frames, options_.bands}), present = torch::zeros({count, 2, frames});
        auto marks = torch::ones({count, 2, 3}, torch::kInt64), labels = torch::zeros({count}, torch::kInt64);
        for (int i = 0; i < count; ++i) {
            Random random({seed_, key, static_cast<std::uint64_t>(first + i)});
            const auto& talker = talkers[static_cast<size_t>(first + i) % talkers.size()];
            labels[i] = talker.number();
            auto takes = bank_.voices()[talker.voice].takes[talker.speed];
            for (size_t left = takes.size(); left > 1; --left)
                std::swap(takes[random.below(static_cast<std::int64_t>(left))], takes[left - 1]);
            const std::span<const VoiceTake> halves[2] = {std::span(takes).first(takes.size() / 2),
                                                          std::span(takes).subspan(takes.size() / 2)};
            for (int side = 0; side < 2; ++side) {
                const auto rows = x[i][side];
                const std::int64_t heard =
                    crops_.draw(halves[side], frames, random, rows.data_ptr<float>(), talker.warp);
                present[i][side].narrow(0, 0, heard).fill_(1.0);
                const auto whole = std::max<std::int64_t>(1, heard), soon = std::min(least, whole);
                // Half of the short decisions come within the first second.
                marks[i][side][0] =
                    soon + random.below(std::max<std::int64_t>(1, std::min(2 * least, whole) - soon + 1));
                marks[i][side][1] = soon + random.below(whole - soon + 1);
                marks[i][side][2] = whole;
            }
        }
        return {x, present, marks, labels};
    }

    torch::Tensor loss(torch::nn::Module& model, const Batch& batch,
                       torch::Generator generator) const override {
        auto& net = *model.as<SpeakerNetImpl>();
        // Example i belongs to talker i / 2; each has embeddings after few, some and all of its frames. All of them are
        // queries; the embeddings of the other examples after all frames are the prototypes.
        const auto e =
            net.embedAt(batch[0].flatten(0, 1), batch[1].flatten(0, 1), batch[2].flatten(0, 1), generator);
        const auto n = e.size(0), points = e.size(1);
        const auto whose = batch[3].repeat_interleave(2), index = torch::arange(n, e.device());
        const auto prototypes = e.select(1, points - 1);
        const auto own = whose.unsqueeze(0) == whose.unsqueeze(1);
        const auto itself = index.unsqueeze(0) == index.unsqueeze(1);
        const auto same = (own & ~itself).repeat_interleave(points, 0);
        const auto strangers = (~own).repeat_interleave(points, 0);
        const auto cosines = torch::matmul(e.flatten(0, 1), prototypes.t());
        auto total =
            options_.picking * pickingLoss(cosines, same, strangers, net.sharpness, options_.margin) +
            options_.pairs * pairLoss(cosines, same, strangers, net.scale, net.bias);
        if (options_.naming > 0.0)
            total =
                total + options_.naming * namingLoss(prototypes, net.classes, whose, 20.0, options_.margin);
        return total;
    }

    Validation validate(torch::nn::Module& model, torch::Device device) const override {
        Validation result;
        for (const auto& [name, trials] : trials_) {
            // The network alone: the mixture does not change with the steps, and its contribution would hide what they
            // learn.
            auto& net = *model.as<SpeakerNetImpl>();
            const auto embed = [&](const torch::Tensor& x, const torch::Tensor& frames) {
                return net.embed(x, frames);
            };
            const auto scores = trials.score(embed, roughLogits, device);
            const double eer = equalErrorRate(scores.targets, scores.others);
            const double entropy = calibratedEntropy(scores);
            result.values.emplace_back("eer_" + name, 100.0 * eer);
            result.values.emplace_back("bce_" + name, entropy);
            // The calibrated entropy changes smoothly where the EER jumps.
            result.score -= (100.0 * eer + 20.0 * entropy) / static_cast<double>(trials_.size());
        }
        return result;
    }

    void exportModel(torch::nn::Module& model, const std::filesystem::path& path,
                     const nlohmann::json& training) const override {
        auto& net = *model.as<SpeakerNetImpl>();
        torch::NoGradGuard noGrad;
        TensorMap tensors;
        auto card = net.card(tensors);
        if (const auto* mixture = learntMixture()) mixture->addTo(card, tensors);
        card.name = "verify-solus";
        card.description += "; running " + options_.pooling +
                            "; angular prototypes, scored by the cosine, calibrated by length";
        card.features = features_;
        const auto embed = [&](const torch::Tensor& x, const torch::Tensor& present) {
            return embedding(net, x, present);
        };
        const auto cohort = cohortOf(bank_, crops_, embed);
        tensors["score.cohort"] = toTensor(cohort);
        card.score = calibratedScore(embed, cohort, *long_, trials_.back().second, hopSeconds());
        card.training = training;
        writeModel(path, card, std::move(tensors));
    }

private:
    struct Talker {
        size_t voice, speed;
        double warp;
        std::int64_t number() const {
            return static_cast<std::int64_t>(voice * std::size(VoiceBank::speeds) + speed);
        }
    };

    double hopSeconds() const { return stft_.hop / engineHz; }

    /// A talker's class vector starts at the embedding of one example.
    void nameTalkers(SpeakerNetImpl& net) const {
        torch::NoGradGuard noGrad;
        net.eval();
        const auto frames = static_cast<int>(options_.longest / hopSeconds());
        for (size_t v = 0; v < bank_.voices().size(); ++v)
            for (size_t s = 0; s < std::size(VoiceBank::speeds); ++s) {
                Random random({seed_, v, s});
                auto x = torch::zeros({1, frames, options_.bands});
                const int heard =
                    crops_.draw(bank_.voices()[v].takes[s], frames, random, x.data_ptr<float>());
                if (heard == 0) continue;
                const auto e = net.embed(x.narrow(1, 0, heard), torch::ones({1, heard}));
                net.classes[Talker{v, s, 1.0}.number()].copy_(e[0]);
            }
        net.train();
    }

    std::int64_t talkerCount() const {
        return static_cast<std::int64_t>(bank_.voices().size() * std::size(VoiceBank::speeds));
    }

    /// Most talkers at a single speed; some again at another speed: the same microphone, a different voice.
    std::vector<Talker> drawTalkers(Random& random) const {
        constexpr std::int64_t speeds = std::size(VoiceBank::speeds);
        const auto wanted = static_cast<size_t>(batch_);
        const int different = std::max(1, static_cast<int>(std::lround((1.0 - options_.siblings) * batch_)));
        const auto warp = [&] { return random.uniform(1.0 - options_.warp, 1.0 + options_.warp); };
        std::vector<Talker> talkers;
        for (const Voice* voice : voices_.drawBatch(different, random)) {
            const auto speed = random.chance(0.4) ? 0 : random.below(speeds);
            talkers.push_back(
                {static_cast<size_t>(voice - voices_.training().data()), static_cast<size_t>(speed), warp()});
        }
        for (size_t i = 0; talkers.size() < wanted && i < wanted; ++i) {
            const auto shift = 1 + random.below(speeds - 1);
            talkers.push_back(
                {talkers[i].voice, (talkers[i].speed + static_cast<size_t>(shift)) % speeds, warp()});
        }
        // Side by side, so that one worker's part of the batch holds both.
        std::ranges::stable_sort(talkers, {}, &Talker::voice);
        return talkers;
    }

    /// Fitted when the first model is written: it does not change with the steps. Null if there is none.
    const CepstralMixture* learntMixture() const {
        if (options_.mixture.gaussians > 0 && !mixture_)
            mixture_ = std::make_unique<CepstralMixture>(bank_, crops_, options_.bands, options_.mixture);
        return mixture_.get();
    }

    /// The embedding computed by the model file.
    torch::Tensor embedding(SpeakerNetImpl& net, const torch::Tensor& x, const torch::Tensor& present) const {
        const auto* mixture = learntMixture();
        const auto own = net.embed(x, present);
        return mixture ? mixture->joined(own, x, present) : own;
    }

    const SpeakerOptions options_;
    const int batch_;
    const std::uint64_t seed_;
    const StftSpec stft_ = speakerStft();
    const FeatureSpec features_ = speakerFeatures(options_.bands, options_.runningMean);
    const VoiceList voices_;
    const std::shared_ptr<const Model> denoiser_;
    const VoiceBank bank_;
    const BandCrop crops_;
    std::vector<std::pair<std::string, VoiceTrials>> trials_;
    std::unique_ptr<VoiceTrials> long_; ///< for the calibration, with the last of the trials
    mutable std::unique_ptr<CepstralMixture> mixture_;
};

} // namespace

SpeakerNetSize speakerSize(const SpeakerOptions& options, int talkers) {
    SpeakerNetSize size;
    size.inputs = options.bands;
    if (options.trunk == "convolutions") size.channels = options.channels;
    size.residuals = options.residuals;
    size.units = options.units;
    size.layers = options.layers;
    size.embedding = options.embedding;
    size.classes = options.naming > 0.0 ? talkers : 0;
    size.coarse = options.products == "bfloat16";
    size.pooling = options.pooling == "mean"         ? Pooling::mean
                   : options.pooling == "statistics" ? Pooling::statistics
                                                     : Pooling::attentive;
    size.dropout = options.dropout;
    return size;
}

std::unique_ptr<Task> makeVerifySolusTask(const std::shared_ptr<const Library>& library,
                                          const SpeakerOptions& options, const TrainOptions& train) {
    return std::make_unique<VerifySolusTask>(library, options, train);
}

} // namespace solus::train
