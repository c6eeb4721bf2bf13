// Batches, loss, validation and model file of isolate-solus.
#include "Tasks/IsolateTask.h"

#include "Losses/TalkerLoss.h"
#include "Measure/Metrics.h"

#include <algorithm>
#include <cmath>

namespace solus::train {

namespace {

constexpr std::uint64_t isolateValidationSeed = 20261129; // never a run's seed: the scenes must not change

struct Mean {
    double sum = 0.0, count = 0.0;
    void add(double value, double weight = 1.0) { sum += weight * value, count += weight; }
    double value() const { return sum / std::max(count, 1.0); }
};

/// 2 x values: the owner's and the stranger's embedding; 0 if unknown, the owner's in the rare case that none of those drawn
/// could be enrolled.
torch::Tensor voicesOf(const Mixture& mixture, int values) {
    auto voices = torch::zeros({2, values});
    if (!mixture.voice.empty()) voices[0].copy_(torch::tensor(mixture.voice));
    if (!mixture.strangerVoice.empty()) voices[1].copy_(torch::tensor(mixture.strangerVoice));
    return voices;
}

bool bothKnown(const Mixture& mixture) {
    return !mixture.voice.empty() && !mixture.strangerVoice.empty();
}

/// Of each row that the network computes: `first` for the owner, `first` + 1 for the stranger, -1 if neither can be told to
/// talk. 1 x rows.
torch::Tensor labelsOf(const SpectrumExample& example, bool voicesKnown, int first, int every) {
    std::vector<std::int64_t> labels(static_cast<size_t>(example.frames), -1);
    for (size_t t = 0; voicesKnown && t < example.talker.size(); ++t)
        if (example.talker[t] != Talker::unknown)
            labels[t] = first + (example.talker[t] == Talker::stranger ? 1 : 0);
    return torch::tensor(labels).unsqueeze(0).slice(1, 0, {}, every);
}

struct Heard {
    MaskOutput mask;
    torch::Tensor who; ///< items x rows x values, as `codes` undefined if the network does not compare voices
    torch::Tensor codes; ///< voices x values
};

/// `voices`: items x 2 x values, of which the first is the one to keep.
Heard hear(const torch::nn::Module& module, const torch::Tensor& input, const torch::Tensor& voices) {
    const auto& net = *module.as<TorchGraphImpl>();
    if (!net.plan.has("who")) return {maskOf(module, input, voices.select(1, 0)), {}, {}};
    std::vector<std::string> wanted{"gains", "who"};
    if (net.plan.has("taps")) wanted.push_back("taps");
    const auto values = net.run({{"input", input}, {"voice", voices.narrow(1, 0, 1)}}, wanted);
    return {{values[0], values.size() > 2 ? values[2] : torch::Tensor()},
            values[1],
            net.run({{"voice", voices.flatten(0, 1).unsqueeze(0)}}, {"voice_who"})[0][0]};
}

} // namespace

IsolateTask::IsolateTask(std::shared_ptr<const Library> library, const SolusOptions& options,
                         std::uint64_t seed)
    : DenoiseSolusTask(library, options, seed) {
    auto held = options.scene;
    held.voices = 240;
    held.noises = 100;
    held.mixing.seconds = 4.0;
    held.strangers->exchanged = false;
    const SceneMixer mixer(library, held, isolateValidationSeed, Split::validation);
    for (int i = 0; i < options.validationMixtures; ++i) {
        const auto mixture = mixer.make(0, static_cast<std::uint64_t>(i));
        scenes_.push_back({makeSpectrumExample(mixture, options_.shape.stft, features_,
                                               {0, options_.shape.lookAhead, 1.0, options_.shape.every}),
                           voicesOf(mixture, options.bandFilter.voice), bothKnown(mixture), mixture.hasSpeech,
                           mixture.hasOthers});
    }
}

Batch IsolateTask::makeBatch(std::int64_t step, int first, int count) const {
    std::vector<SpectrumExample> examples;
    std::vector<torch::Tensor> voices, labels;
    for (int i = 0; i < count; ++i) {
        const auto mixture = mixer_.make(step, static_cast<std::uint64_t>(first + i));
        examples.push_back(makeSpectrumExample(mixture, options_.shape.stft, features_, example_));
        voices.push_back(voicesOf(mixture, options_.bandFilter.voice));
        labels.push_back(labelsOf(examples.back(), bothKnown(mixture), 2 * i, options_.shape.every));
    }
    auto batch = loss_.pack(examples);
    batch.push_back(torch::cat(labels));
    batch.push_back(torch::stack(voices));
    return batch;
}

torch::Tensor IsolateTask::loss(torch::nn::Module& model, const Batch& batch, torch::Generator) const {
    const auto &voices = batch.back(), &labels = batch[batch.size() - 2];
    const auto heard = hear(model, batch[0], voices);
    auto total = loss_(heard.mask, batch);
    if (heard.who.defined())
        total = total + options_.telling * talkerLoss(heard.who, heard.codes, voices.flatten(0, 1), labels);
    return total;
}

Validation IsolateTask::validate(torch::nn::Module& model, torch::Device device) const {
    Mean loss, among, gained, alone, quieter, told;
    for (const auto& scene : scenes_) {
        auto batch = loss_.pack({scene.example});
        for (auto& tensor : batch) tensor = tensor.to(device);
        const auto voices = scene.voices.to(device);
        const auto heard = hear(model, batch[0], voices.unsqueeze(0));
        if (heard.who.defined()) {
            const auto nearest =
                torch::cosine_similarity(heard.who[0].unsqueeze(1), heard.codes.unsqueeze(0), 2).argmax(1);
            const auto labels =
                labelsOf(scene.example, scene.voicesKnown, 0, options_.shape.every)[0].to(device);
            const auto known = (labels >= 0).sum().item<double>();
            if (known > 0) told.add((nearest == labels).sum().item<double>() / known, known);
        }
        loss.add(loss_(heard.mask, batch).item<double>());
        const auto clean = signalOf(scene.example, scene.example.speech);
        const auto noisy = signalOf(scene.example, scene.example.noisy);
        const auto after = signalOf(scene.example, loss_.apply(heard.mask, scene.example));
        if (!scene.hasOwner) {
            quieter.add(10.0 * std::log10((meanPower(noisy) + 1e-20) / (meanPower(after) + 1e-20)));
        } else if (scene.hasOthers) {
            among.add(siSdrDb(clean, after));
            gained.add(siSdrDb(clean, after) - siSdrDb(clean, noisy));
        } else {
            alone.add(siSdrDb(clean, after));
        }
    }
    return {(among.value() + alone.value()) / 2.0 + 0.1 * std::min(quieter.value(), 40.0),
            {{"val_loss", loss.value()},
             {"sisdr_among_others", among.value()},
             {"gain_among_others", gained.value()},
             {"sisdr_alone", alone.value()},
             {"others_alone_quieter", quieter.value()},
             {"told", told.value()}}};
}

ModelCard IsolateTask::card() const {
    auto card = DenoiseSolusTask::card();
    card.kind = "isolator";
    card.voiceEmbedder = options_.scene.enrolment->embedder().hash;
    return card;
}

} // namespace solus::train
