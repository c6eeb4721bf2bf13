// Enrolling voices for training.
#include "Data/Enrolment.h"

#include "Data/Augment.h"
#include "Data/Decode.h"
#include "Data/Mixer.h"
#include "Engine/VoiceAnalyser.h"
#include "Verify/Embedder.h"
#include "Voices/VoiceBank.h"

#include <cmath>

namespace solus::train {

Enrolment::Enrolment(std::shared_ptr<const Model> denoiser, std::shared_ptr<const Model> embedder)
    : denoiser_(std::move(denoiser)), embedder_(std::move(embedder)) {}

std::vector<float> Enrolment::embed(std::vector<float> speech, const Picker& noises, Random& random) const {
    randomEqualiser(speech, 5.0, random);
    const double power = activePower(speech);
    if (power < 1e-10) return {};
    const double level = std::pow(10.0, random.uniform(-38.0, -16.0) / 20.0);
    for (float& x : speech) x *= static_cast<float>(level / std::sqrt(power));
    if (!noises.empty() && random.chance(0.5)) {
        const auto piece = pieceOf(noises.pick(random), speech.size(), random);
        const double ratio = std::pow(10.0, -random.uniform(5.0, 25.0) / 20.0);
        const double gain = ratio * level / std::sqrt(meanPower(piece) + 1e-12);
        for (size_t n = 0; n < piece.size(); ++n) speech[n] += static_cast<float>(gain) * piece[n];
    }
    return embed(std::move(speech));
}

std::vector<float> Enrolment::embed(std::vector<float> speech) const {
    const auto clean = denoised(denoiser_, std::move(speech));
    Embedder embedder(embedder_, 1);
    const float* channel = clean.data();
    embedder.push(&channel, static_cast<int>(clean.size()));
    if (embedder.speechSeconds() < minimumEnrolSeconds) return {};
    const auto embedding = embedder.embedding();
    return {embedding.begin(), embedding.end()};
}

} // namespace solus::train
