// Enrolling voices for training.
#include "Data/Enrolment.h"

#include "Base/EngineRate.h"
#include "Data/Augment.h"
#include "Data/Decode.h"
#include "Data/Mixer.h"
#include "Engine/VoiceAnalyser.h"
#include "Verify/Embedder.h"
#include "Voices/VoiceBank.h"

#include <cmath>

namespace solus::train {

namespace {

std::string nameOf(const Recording& recording) {
    return recording.entry.group + '\t' + recording.entry.speaker;
}

} // namespace

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
        speech = denoised(denoiser_, std::move(speech));
    }
    Embedder embedder(embedder_, 1);
    const float* channel = speech.data();
    embedder.push(&channel, static_cast<int>(speech.size()));
    if (embedder.speechSeconds() < minimumEnrolSeconds) return {};
    const auto embedding = embedder.embedding();
    return {embedding.begin(), embedding.end()};
}

EnrolledTalkers::EnrolledTalkers(std::shared_ptr<const Enrolment> enrolment, const Picker& speech,
                                 const Picker& noise, std::uint64_t seed)
    : enrolment_(std::move(enrolment)), speech_(speech), noise_(noise), seed_(seed) {
    for (const auto* recording : speech.all()) talkers_[nameOf(*recording)];
    std::uint64_t number = 0;
    for (auto& [name, talker] : talkers_) talker.number = number++;
}

// Enough speech for an enrolment, usually of other recordings.
const std::vector<float>& EnrolledTalkers::of(const Recording& recording, int number) const {
    Talker& talker = talkers_.at(nameOf(recording));
    const std::lock_guard lock(talker.mutex);
    auto& embedding = talker.embeddings[static_cast<size_t>(number)];
    if (!embedding) {
        Random random{seed_, talker.number, static_cast<std::uint64_t>(number)};
        const auto needed = static_cast<size_t>(random.uniform(3.0, 12.0) * engineHz);
        std::vector<float> speech;
        for (int pieces = 0; speech.size() < needed && pieces < 24; ++pieces) {
            const auto piece =
                pieceOf(speech_.pickSameSpeaker(recording, random), needed - speech.size(), random);
            speech.insert(speech.end(), piece.begin(), piece.end());
        }
        embedding = enrolment_->embed(std::move(speech), noise_, random);
    }
    return *embedding;
}

} // namespace solus::train
