// Validation and model file of isolate-solus.
#include "Tasks/IsolateTask.h"

#include "Measure/Metrics.h"

#include <algorithm>
#include <cmath>

namespace solus::train {

namespace {

constexpr std::uint64_t isolateValidationSeed = 20261129; // never a run's seed: the scenes must not change

struct Mean {
    double sum = 0.0, count = 0.0;
    void add(double value) { sum += value, count += 1.0; }
    double value() const { return sum / std::max(count, 1.0); }
};

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
                           mixture.voice, mixture.hasSpeech, mixture.hasOthers});
    }
}

Validation IsolateTask::validate(torch::nn::Module& model, torch::Device device) const {
    Mean loss, among, gained, alone, quieter;
    for (const auto& scene : scenes_) {
        auto batch = loss_.pack({scene.example});
        for (auto& tensor : batch) tensor = tensor.to(device);
        const auto output = maskOf(model, batch[0], torch::tensor(scene.voice).unsqueeze(0).to(device));
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
             {"others_alone_quieter", quieter.value()}}};
}

ModelCard IsolateTask::card() const {
    auto card = DenoiseSolusTask::card();
    card.kind = "isolator";
    card.voiceEmbedder = options_.scene.enrolment->embedder().hash;
    return card;
}

} // namespace solus::train
