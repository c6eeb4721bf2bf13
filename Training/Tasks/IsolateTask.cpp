// Validation and model file of isolate-solus.
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

/// 2 x values: the owner's and the stranger's embedding; 0 if unknown.
torch::Tensor voicesOf(const std::vector<float>& owner, const std::vector<float>& stranger, int values) {
    auto voices = torch::zeros({2, values});
    const auto place = [&](int row, const std::vector<float>& voice) {
        if (!voice.empty()) voices[row].copy_(torch::tensor(voice));
    };
    place(0, owner);
    place(1, stranger);
    return voices;
}

/// 1 x frames: 0 for the owner, 1 for the stranger, -1 if neither can be told to talk.
torch::Tensor labelsOf(const SpectrumExample& example, bool strangerKnown) {
    auto labels = torch::full({1, example.frames}, -1, torch::kInt64);
    for (size_t t = 0; t < example.talker.size(); ++t)
        if (example.talker[t] == Talker::owner || (example.talker[t] == Talker::stranger && strangerKnown))
            labels[0][static_cast<std::int64_t>(t)] = example.talker[t] == Talker::owner ? 0 : 1;
    return labels;
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
        auto mixture = mixer.make(0, static_cast<std::uint64_t>(i));
        mixture.voice.resize(
            static_cast<size_t>(options.bandFilter.voice)); // empty if nobody could be enrolled
        scenes_.push_back({makeSpectrumExample(mixture, options_.shape.stft, features_,
                                               {0, options_.shape.lookAhead, 1.0, options_.shape.every}),
                           mixture.voice, mixture.strangerVoice, mixture.hasSpeech, mixture.hasOthers});
    }
}

Batch IsolateTask::makeBatch(std::int64_t step, int first, int count) const {
    std::vector<SpectrumExample> examples;
    std::vector<torch::Tensor> voices, labels;
    for (int i = 0; i < count; ++i) {
        const auto mixture = mixer_.make(step, static_cast<std::uint64_t>(first + i));
        examples.push_back(makeSpectrumExample(mixture, options_.shape.stft, features_, example_));
        // The owner's is empty in the rare case that none of those drawn could be enrolled.
        voices.push_back(voicesOf(mixture.voice, mixture.strangerVoice, options_.bandFilter.voice));
        const auto own = labelsOf(examples.back(), !mixture.strangerVoice.empty() && !mixture.voice.empty());
        labels.push_back(torch::where(own >= 0, own + 2 * i, own));
    }
    auto batch = loss_.pack(examples);
    batch.push_back(torch::cat(labels));
    batch.push_back(torch::stack(voices));
    return batch;
}

torch::Tensor IsolateTask::loss(torch::nn::Module& model, const Batch& batch, torch::Generator) const {
    const auto& voices = batch.back();
    if (options_.dualPath.match == 0) return loss_(maskOf(model, batch[0], voices.select(1, 0)), batch);
    const auto& net = *model.as<TorchGraphImpl>();
    const bool filtered = net.plan.has("taps");
    const auto values = net.run({{"input", batch[0]}, {"voice", voices.narrow(1, 0, 1)}},
                                {"who", "gains", filtered ? "taps" : "gains"});
    const auto known = voices.flatten(0, 1);
    const auto codes = net.run({{"voice", known.unsqueeze(0)}}, {"voice_who"})[0][0];
    const auto labels = batch[batch.size() - 2].slice(1, 0, {}, options_.shape.every);
    return loss_({values[1], filtered ? values[2] : torch::Tensor()}, batch) +
           options_.telling * talkerLoss(values[0], codes, known, labels);
}

Validation IsolateTask::validate(torch::nn::Module& model, torch::Device device) const {
    Mean loss, among, gained, alone, quieter, told;
    for (const auto& scene : scenes_) {
        auto batch = loss_.pack({scene.example});
        for (auto& tensor : batch) tensor = tensor.to(device);
        const auto voices = voicesOf(scene.voice, scene.strangerVoice, options_.bandFilter.voice).to(device);
        const auto output = maskOf(model, batch[0], voices.narrow(0, 0, 1));
        if (options_.dualPath.match > 0) {
            const auto& net = *model.as<TorchGraphImpl>();
            const auto who =
                net.run({{"input", batch[0]}, {"voice", voices.narrow(0, 0, 1).unsqueeze(1)}}, {"who"})[0];
            const auto codes = net.run({{"voice", voices.unsqueeze(0)}}, {"voice_who"})[0][0];
            const auto nearest =
                torch::cosine_similarity(who[0].unsqueeze(1), codes.unsqueeze(0), 2).argmax(1);
            const auto labels = labelsOf(scene.example, !scene.strangerVoice.empty())[0].slice(
                0, 0, {}, options_.shape.every);
            const auto known = (labels >= 0).sum().item<double>();
            if (known > 0) told.add((nearest == labels).sum().item<double>() / known, known);
        }
        loss.add(loss_(output, batch).item<double>());
        const auto clean = signalOf(scene.example, scene.example.speech);
        const auto noisy = signalOf(scene.example, scene.example.noisy);
        const auto after = signalOf(scene.example, loss_.apply(output, scene.example));
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
