// Mixing strangers into scenes.
#include "Data/Strangers.h"

#include "Base/EngineRate.h"
#include "Data/Augment.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace solus::train {

namespace {

/// Silence outside begin ... end, with ramps of 5 ms.
void keepOnly(std::vector<float>& samples, size_t begin, size_t end) {
    constexpr size_t ramp = 240;
    for (size_t n = 0; n < samples.size(); ++n) {
        const size_t inside = n < begin || n >= end ? 0 : std::min(n - begin + 1, end - n);
        if (inside < ramp) samples[n] *= static_cast<float>(inside) / static_cast<float>(ramp);
    }
}

} // namespace

// One whose recordings have the same bandwidth, so that the network cannot tell the microphones apart.
std::shared_ptr<const PooledSound> Strangers::draw(std::int64_t step, Random& random,
                                                   const PooledSound& owner) const {
    const bool alike = random.chance(options_.alike);
    std::shared_ptr<const PooledSound> found;
    for (int tries = 0; tries < 40; ++tries) {
        auto voice = voices_.draw(step, random);
        if (voice->speaker == owner.speaker || voice->power < 1e-10) continue;
        found = voice;
        const double bands = voice->bandwidthHz / owner.bandwidthHz;
        if (bands < 0.85 || bands > 1.18) continue;
        if (!alike ||
            (voice->entry->gender == owner.entry->gender && voice->entry->language == owner.entry->language))
            break;
    }
    return found;
}

Strangers::Stranger Strangers::addOne(std::int64_t step, Random& random, double levelDb,
                                      const PooledSound& owner, Mixture& mixture, size_t begin,
                                      size_t end) const {
    const auto stranger = draw(step, random, owner);
    if (!stranger) return {};
    std::vector<float> speech(mixture.speech.size(), 0.0f);
    const size_t all = stranger->samples.size();
    const auto first = static_cast<size_t>(random.below(static_cast<std::int64_t>(all)));
    for (size_t n = 0; n < speech.size(); ++n) speech[n] = stranger->samples[(first + n) % all];
    keepOnly(speech, begin, end);
    const double gain =
        std::pow(10.0, (levelDb - (mixture.hasSpeech ? random.uniform(options_.sirLow, options_.sirHigh)
                                                     : random.uniform(0.0, 10.0))) /
                           20.0) /
        std::sqrt(stranger->power);
    for (size_t n = 0; n < speech.size(); ++n) {
        speech[n] *= static_cast<float>(gain);
        mixture.noise[n] += speech[n];
    }
    mixture.hasNoise = mixture.hasOthers = true;
    const double narrow = std::min(owner.bandwidthHz, stranger->bandwidthHz);
    const bool bothWide = std::max(owner.bandwidthHz, stranger->bandwidthHz) < 1.1 * narrow;
    if (!bothWide && !random.chance(0.2)) {
        bandLimit(mixture.speech, narrow);
        bandLimit(mixture.noise, narrow);
        bandLimit(speech, narrow);
        mixture.bandwidthHz = std::min(mixture.bandwidthHz, narrow);
    }
    return {stranger, std::move(speech)};
}

bool Strangers::add(std::int64_t step, Random& random, double levelDb, const PooledSound& owner,
                    Mixture& mixture, bool exchange) const {
    if (random.chance(options_.together)) { // the mean of two voices, as the engine does with several
        const auto other = voices_.draw(step, random);
        for (size_t i = 0; i < std::min(mixture.voice.size(), other->embedding.size()); ++i)
            mixture.voice[i] += other->embedding[i];
        double square = 0.0;
        for (float x : mixture.voice) square += x * x;
        for (float& x : mixture.voice) x *= static_cast<float>(1.0 / std::sqrt(square + 1e-12));
    }
    const size_t all = mixture.speech.size();
    size_t begin = 0, end = all;
    if (mixture.hasSpeech) {
        if (random.chance(options_.nobody)) return !exchange;
        if (random.chance(options_.turns)) {
            const double change = random.uniform(0.25, 0.75) * static_cast<double>(all);
            const double overlap = random.uniform(-0.4, 0.5) * engineHz;
            const auto place = [all](double at) {
                return static_cast<size_t>(std::clamp(at, 0.0, static_cast<double>(all)));
            };
            const size_t firstEnds = place(change + overlap / 2), secondBegins = place(change - overlap / 2);
            const bool ownerFirst = random.chance(0.5);
            keepOnly(mixture.speech, ownerFirst ? 0 : secondBegins, ownerFirst ? firstEnds : all);
            begin = ownerFirst ? secondBegins : 0;
            end = ownerFirst ? all : firstEnds;
            if (activePower(mixture.speech) < 1e-10) mixture.hasSpeech = false;
        }
    }
    auto [stranger, speech] = addOne(step, random, levelDb, owner, mixture, begin, end);
    if (exchange) {
        if (!stranger || !stranger->clean || stranger->embedding.empty()) return false;
        mixture.hasOthers = mixture.hasSpeech;
        mixture.hasSpeech = activePower(speech) >= 1e-10;
        mixture.strangerVoice = std::move(mixture.voice);
        mixture.voice = stranger->embedding;
        mixture.bandwidthHz = std::min(mixture.bandwidthHz, stranger->bandwidthHz);
        for (size_t n = 0; n < speech.size(); ++n) mixture.noise[n] += mixture.speech[n] - speech[n];
        mixture.stranger = std::exchange(mixture.speech, std::move(speech));
    } else if (stranger) {
        mixture.stranger = std::move(speech);
        mixture.strangerVoice = stranger->embedding;
    }
    if (random.chance(options_.second)) addOne(step, random, levelDb, owner, mixture, begin, end);
    return true;
}

} // namespace solus::train
