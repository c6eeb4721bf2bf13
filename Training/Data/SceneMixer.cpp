// Mixing scenes from the pools.
#include "Data/SceneMixer.h"

#include "Base/EngineRate.h"
#include "Base/Error.h"
#include "Data/Augment.h"
#include "Data/Decode.h"
#include "Data/Reverb.h"
#include "Data/SyntheticNoise.h"
#include "Data/UnsteadyNoise.h"
#include "Data/VoiceKinds.h"

#include <algorithm>
#include <cmath>

namespace solus::train {

namespace {

constexpr size_t readyVoiceSamples = 5 * engineRate, readyNoiseSamples = 6 * engineRate;

float gainOf(double db) {
    return static_cast<float>(std::pow(10.0, db / 20.0));
}

void scaleBy(std::vector<float>& samples, float gain) {
    for (float& x : samples) x *= gain;
}

/// to += gain from[offset ...], restarting `from` at its end.
void addLooped(std::vector<float>& to, const std::vector<float>& from, size_t offset, float gain) {
    if (from.empty()) return;
    for (size_t done = 0, at = offset % from.size(); done < to.size(); at = 0) {
        const size_t count = std::min(to.size() - done, from.size() - at);
        for (size_t i = 0; i < count; ++i) to[done + i] += gain * from[at + i];
        done += count;
    }
}

void toUnitPower(std::vector<float>& samples, double power) {
    scaleBy(samples, power > 1e-12 ? static_cast<float>(1.0 / std::sqrt(power)) : 0.0f);
}

} // namespace

SceneMixer::SceneMixer(std::shared_ptr<const Library> library, const SceneOptions& options,
                       std::uint64_t seed, Split split)
    : library_(std::move(library)), options_(options), seed_(seed),
      samples_(static_cast<size_t>(std::lround(engineHz * options.mixing.seconds))),
      speech_(library_->speech, Kind::speech, split, options.strangers.has_value()),
      noise_(library_->noise, Kind::noise, split), rooms_(library_->rooms, Kind::room, split),
      voices_(seed, options.voices, options.voiceRenewal > 0 ? options.voiceRenewal : options.renewal,
              [this](Random& random) { return readyVoice(random); }),
      noises_(seed + 1, options.noises, options.renewal,
              [this](Random& random) { return readyNoise(random); }) {
    if (speech_.empty()) throw Error("no speech left for training; add recordings of more speakers");
    if (options_.strangers && !options_.enrolment) throw Error("strangers need enrolled voices");
    if (options_.strangers) {
        talkers_ = std::make_unique<EnrolledTalkers>(options_.enrolment, speech_, noise_, seed);
        strangers_.emplace(*options_.strangers, voices_);
    }
    if (samples_ < 4800) throw Error("examples must be at least 0.1 s long");
    if (options.mixing.snrLow > options.mixing.snrHigh) throw Error("the lowest SNR is above the highest");
}

PooledSound SceneMixer::readyVoice(Random& random) const {
    const auto& mixing = options_.mixing;
    PooledSound voice;
    // At another speed it would be another talker, with other enrolments.
    const double factor = !talkers_ && random.chance(mixing.speed) ? random.uniform(0.82, 1.22) : 1.0;
    const auto needed = static_cast<size_t>(std::ceil(readyVoiceSamples * factor)) + 480;
    const Recording* recording = &speech_.pick(random);
    voice.speaker = recording->entry.speaker;
    voice.entry = &recording->entry;
    auto& speech = voice.samples;
    // Short recordings of the same speaker are strung together, with natural pauses.
    for (int pieces = 0; speech.size() < needed && pieces < 24; ++pieces) {
        const auto piece = pieceOf(*recording, needed - speech.size(), random);
        speech.insert(speech.end(), piece.begin(), piece.end());
        voice.bandwidthHz = std::min(voice.bandwidthHz, recording->entry.bandwidthHz);
        const double range = recording->entry.levelRangeDb;
        voice.clean = voice.clean && (range == 0.0 || range >= options_.leastRangeDb);
        if (speech.size() < needed) speech.resize(speech.size() + 2400 + random.below(24000), 0.0f);
        recording = &speech_.pickSameSpeaker(*recording, random);
    }
    if (talkers_)
        voice.embedding = talkers_->of(*recording, static_cast<int>(random.below(EnrolledTalkers::each)));
    speech.resize(needed, 0.0f);
    speech = changeSpeed(speech, factor);
    speech.resize(readyVoiceSamples, 0.0f);
    voice.bandwidthHz = std::min(24000.0, voice.bandwidthHz * factor);
    const double kind = random.uniform();
    if (kind < options_.whisper)
        whisper(speech, random);
    else if (kind < options_.whisper + options_.vowel)
        if (auto vowel = heldVowel(speech, readyVoiceSamples, random); !vowel.empty())
            speech = std::move(vowel);
    randomEqualiser(speech, mixing.equaliserDb, random);
    if (!rooms_.empty() && random.chance(mixing.room))
        addRoom(speech, toFloat(RecordingSamples(rooms_.pick(random)).all()));
    else if (random.chance(0.1))
        addReverb(speech, random.uniform(0.15, 0.9), random.uniform(0.03, 0.35), random);
    voice.power = activePower(speech);
    return voice;
}

PooledSound SceneMixer::readyNoise(Random& random) const {
    PooledSound noise;
    if (noise_.empty()) {
        noise.samples = syntheticNoise(random, readyNoiseSamples);
        return noise;
    }
    if (random.chance(options_.unsteady)) {
        noise.samples = unsteadyNoise(random, readyNoiseSamples);
        return noise;
    }
    const double factor = random.chance(options_.mixing.speed) ? random.uniform(0.8, 1.25) : 1.0;
    const auto needed = static_cast<size_t>(std::ceil(readyNoiseSamples * factor)) + 480;
    auto& layer = noise.samples;
    const Recording* recording = &noise_.pick(random);
    for (int pieces = 0; layer.size() < needed && pieces < 64; ++pieces) {
        const auto piece = pieceOf(*recording, needed - layer.size(), random);
        layer.insert(layer.end(), piece.begin(), piece.end());
        // Usually the same clip again (typing, steps), sometimes another, sometimes a pause.
        if (random.chance(0.3)) recording = &noise_.pick(random);
        if (random.chance(0.3)) layer.resize(layer.size() + random.below(14400), 0.0f);
    }
    layer.resize(needed, 0.0f);
    layer = changeSpeed(layer, factor);
    layer.resize(readyNoiseSamples, 0.0f);
    randomEqualiser(layer, options_.mixing.equaliserDb, random);
    toUnitPower(layer, meanPower(layer));
    return noise;
}

std::shared_ptr<const PooledSound> SceneMixer::drawOwner(std::int64_t step, Random& random) const {
    const auto usable = [this](const PooledSound& voice) {
        return voice.clean && voice.embedding.empty() == !options_.enrolment;
    };
    auto ready = voices_.draw(step, random);
    for (int tries = 0; !usable(*ready) && tries < 20; ++tries) ready = voices_.draw(step, random);
    return ready;
}

std::vector<float> SceneMixer::speechOf(const PooledSound& owner, Random& random) const {
    std::vector<float> speech(samples_, 0.0f);
    size_t begin = 0;
    if (random.chance(options_.lateSpeech))
        begin = static_cast<size_t>(random.uniform(0.3, 0.75) * static_cast<double>(samples_));
    const size_t count = std::min(samples_ - begin, owner.samples.size());
    const auto first =
        static_cast<size_t>(random.below(static_cast<std::int64_t>(owner.samples.size() - count) + 1));
    std::copy_n(owner.samples.begin() + static_cast<std::ptrdiff_t>(first), count,
                speech.begin() + static_cast<std::ptrdiff_t>(begin));
    if (begin > 0) // 2 ms: a word may start in the middle, but without a click
        for (size_t i = 0; i < std::min<size_t>(96, count); ++i)
            speech[begin + i] *= static_cast<float>(i) / 96.0f;
    return speech;
}

std::vector<float> SceneMixer::crowd(std::int64_t step, Random& random) const {
    std::vector<float> sum(samples_, 0.0f);
    const auto talkers = static_cast<int>(3.0 * std::pow(20.0, random.uniform()));
    const double spreadDb = random.uniform(3.0, 15.0);
    for (int i = 0; i < talkers; ++i) {
        const auto ready = voices_.draw(step, random);
        if (ready->power < 1e-10) continue;
        addLooped(sum, ready->samples, static_cast<size_t>(random.below(readyVoiceSamples)),
                  gainOf(-random.uniform(0.0, spreadDb)) / static_cast<float>(std::sqrt(ready->power)));
    }
    addReverb(sum, 0.2 * std::pow(15.0, random.uniform()), random.uniform(0.2, 0.9), random);
    return sum;
}

// Layers of power 1 and less: a place, a crowd or both, with machines and events.
std::vector<float> SceneMixer::noise(std::int64_t step, Random& random) const {
    std::vector<float> sum(samples_, 0.0f);
    const auto add = [&](const std::vector<float>& layer, double db) {
        const double power = meanPower(layer);
        if (power > 1e-12) addLooped(sum, layer, 0, gainOf(db) / static_cast<float>(std::sqrt(power)));
    };
    const auto addReady = [&](double db) {
        const auto ready = noises_.draw(step, random);
        addLooped(sum, ready->samples, static_cast<size_t>(random.below(readyNoiseSamples)), gainOf(db));
    };
    const bool crowded = random.chance(options_.crowd);
    const bool synthetic = random.chance(options_.mixing.synthetic);
    if (crowded) add(crowd(step, random), 0.0);
    if (!crowded ? !(synthetic && random.chance(0.4)) : random.chance(0.6))
        addReady(crowded ? random.uniform(-15.0, 3.0) : 0.0);
    if (random.chance(0.3)) addReady(random.uniform(-15.0, 0.0));
    if (synthetic) add(syntheticNoise(random, static_cast<int>(samples_)), random.uniform(-20.0, 0.0));
    if (random.chance(0.3)) randomEqualiser(sum, options_.mixing.equaliserDb, random);
    return sum;
}

void SceneMixer::addNearTalkers(std::int64_t step, Random& random, Mixture& mixture,
                                const PooledSound& owner) const {
    const double power = activePower(mixture.speech);
    for (auto count = 1 + random.below(3); count > 0; --count) {
        const auto ready = voices_.draw(step, random);
        if (ready->speaker == owner.speaker || ready->power < 1e-10) continue;
        addLooped(mixture.noise, ready->samples, static_cast<size_t>(random.below(readyVoiceSamples)),
                  gainOf(-random.uniform(5.0, 20.0)) * static_cast<float>(std::sqrt(power / ready->power)));
    }
}

// Half of the devices let a little through above their band, half cut it off in a transform (Mixture::cutHz).
void SceneMixer::limitBand(Random& random, Mixture& mixture) const {
    static constexpr double bands[] = {3600.0, 4000.0, 5500.0, 7000.0, 8000.0, 8000.0, 11000.0, 16000.0};
    const double hz = bands[random.below(std::size(bands))] * random.uniform(0.94, 1.0);
    if (random.chance(0.5)) {
        mixture.cutHz = hz;
    } else {
        bandLimit(mixture.speech, hz);
        bandLimit(mixture.noise, hz);
    }
    mixture.bandwidthHz = std::min(mixture.bandwidthHz, hz);
}

Mixture SceneMixer::make(std::int64_t step, std::uint64_t item) const {
    if (item % 2 == 1 && options_.strangers && options_.strangers->exchanged)
        if (auto exchanged = makeScene(step, item - 1, true)) return std::move(*exchanged);
    return *makeScene(step, item, false);
}

std::optional<Mixture> SceneMixer::makeScene(std::int64_t step, std::uint64_t item, bool exchange) const {
    const auto& mixing = options_.mixing;
    Random random{seed_, static_cast<std::uint64_t>(step), item};
    Mixture mixture;
    const double kind = random.uniform();
    mixture.hasNoise = kind >= mixing.noiseFree;
    mixture.hasSpeech = strangers_ ? !random.chance(mixing.speechFree) // somebody talks in any case
                                   : !mixture.hasNoise || kind < 1.0 - mixing.speechFree;
    const double level = random.uniform(mixing.levelLow, mixing.levelHigh);
    mixture.snrDb = random.uniform(mixing.snrLow, mixing.snrHigh);
    const auto owner = mixture.hasSpeech || strangers_ ? drawOwner(step, random) : nullptr;
    if (strangers_) mixture.voice = owner->embedding;
    if (mixture.hasSpeech) mixture.bandwidthHz = owner->bandwidthHz;
    mixture.speech = mixture.hasSpeech ? speechOf(*owner, random) : std::vector<float>(samples_, 0.0f);
    mixture.noise = mixture.hasNoise ? noise(step, random) : std::vector<float>(samples_, 0.0f);

    const double speechPower = activePower(mixture.speech), noisePower = meanPower(mixture.noise);
    if (speechPower < 1e-10) {
        mixture.hasSpeech = false;
        std::fill(mixture.speech.begin(), mixture.speech.end(), 0.0f);
    } else {
        scaleBy(mixture.speech, gainOf(level) / static_cast<float>(std::sqrt(speechPower)));
    }
    if (noisePower < 1e-12)
        mixture.hasNoise = false;
    else
        scaleBy(mixture.noise, gainOf(mixture.hasSpeech ? level - mixture.snrDb : level - 10.0) /
                                   static_cast<float>(std::sqrt(noisePower)));
    if (strangers_) {
        if (!strangers_->add(step, random, level, *owner, mixture, exchange)) return {};
    } else if (mixture.hasSpeech && mixture.hasNoise && random.chance(options_.nearTalker)) {
        addNearTalkers(step, random, mixture, *owner);
    }
    if (random.chance(options_.bandLimited)) limitBand(random, mixture);
    if (random.chance(0.5)) { // the converter's noise
        const float dither = gainOf(random.uniform(-105.0, -85.0));
        for (float& x : mixture.noise) x += dither * static_cast<float>(random.gaussian());
    }
    if (mixing.clipping > 0.0 && random.chance(mixing.clipping)) {
        float peak = 0.0f;
        for (float x : mixture.speech) peak = std::max(peak, std::abs(x));
        const float limit = peak * static_cast<float>(random.uniform(0.2, 0.9));
        for (float& x : mixture.speech) x = std::clamp(x, -limit, limit);
    }
    const auto gain = drawInterruptions(options_.interruptions, samples_, random);
    for (size_t n = 0; n < samples_; ++n) mixture.speech[n] *= gain[n], mixture.noise[n] *= gain[n];
    for (size_t n = 0; n < mixture.stranger.size(); ++n) mixture.stranger[n] *= gain[n];
    return mixture;
}

} // namespace solus::train
