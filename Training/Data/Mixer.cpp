// Makes noisy speech from recordings.
#include "Data/Mixer.h"

#include "Base/EngineRate.h"
#include "Base/Error.h"
#include "Data/Augment.h"
#include "Data/Decode.h"
#include "Data/SyntheticNoise.h"

#include <algorithm>
#include <cmath>

namespace solus::train {

namespace {

double fromDb(double db) {
    return std::pow(10.0, db / 20.0);
}

void scale(std::vector<float>& samples, double gain) {
    for (float& x : samples) x *= static_cast<float>(gain);
}

/// Clips at this share of the peak.
void clip(std::vector<float>& samples, double share) {
    float peak = 0.0f;
    for (float x : samples) peak = std::max(peak, std::abs(x));
    const float limit = peak * static_cast<float>(share);
    for (float& x : samples) x = std::clamp(x, -limit, limit);
}

} // namespace

std::vector<float> pieceOf(const Recording& recording, size_t count, Random& random) {
    const RecordingSamples samples(recording);
    const auto all = samples.all();
    const size_t length = std::min(count, all.size());
    const size_t first =
        static_cast<size_t>(random.below(static_cast<std::int64_t>(all.size() - length) + 1));
    auto piece = toFloat(all.subspan(first, length));
    const size_t ramp = std::min<size_t>(240, length / 2);
    for (size_t i = 0; i < ramp; ++i) {
        const float gain = static_cast<float>(i) / static_cast<float>(ramp);
        if (first > 0) piece[i] *= gain;
        if (first + length < all.size()) piece[length - 1 - i] *= gain;
    }
    return piece;
}

MixerOptions validationMixing() {
    MixerOptions options;
    options.seconds = 4.0;
    options.noiseFree = options.speechFree = 0.0;
    return options;
}

double meanPower(std::span<const float> samples) {
    double sum = 0.0;
    for (float x : samples) sum += static_cast<double>(x) * x;
    return samples.empty() ? 0.0 : sum / static_cast<double>(samples.size());
}

double activePower(const std::vector<float>& samples) {
    constexpr size_t frame = 480;
    std::vector<double> powers;
    for (size_t at = 0; at + frame <= samples.size(); at += frame) {
        double sum = 0.0;
        for (size_t i = at; i < at + frame; ++i) sum += static_cast<double>(samples[i]) * samples[i];
        powers.push_back(sum / frame);
    }
    if (powers.empty()) return meanPower(samples);
    const double limit = 1e-4 * *std::max_element(powers.begin(), powers.end());
    double sum = 0.0, count = 0.0;
    for (double power : powers)
        if (power >= limit) sum += power, count += 1.0;
    return sum / count;
}

Mixer::Mixer(std::shared_ptr<const Library> library, Split split, const MixerOptions& options)
    : library_(std::move(library)), options_(options),
      samples_(static_cast<int>(std::lround(engineRate * options.seconds))),
      speech_(library_->speech, Kind::speech, split), noise_(library_->noise, Kind::noise, split),
      rooms_(library_->rooms, Kind::room, split) {
    const char* part = split == Split::train ? "training" : "validation";
    if (speech_.empty())
        throw Error(std::string("no speech left for ") + part + "; add recordings of more speakers");
    if (samples_ < 4800) throw Error("examples must be at least 0.1 s long");
    if (options.snrLow > options.snrHigh) throw Error("the lowest SNR is above the highest");
}

std::vector<float> Mixer::makeSpeech(Random& random, double& bandwidthHz) const {
    const double factor = random.chance(options_.speed) ? random.uniform(0.85, 1.2) : 1.0;
    const size_t needed = static_cast<size_t>(std::ceil(samples_ * factor)) + 480;
    const Recording* recording = &speech_.pick(random);
    std::vector<float> speech;
    bandwidthHz = 24000.0;
    // Short recordings of the same speaker are strung together, with natural pauses.
    if (recording->length() < needed)
        speech.resize(static_cast<size_t>(random.below(static_cast<std::int64_t>(needed / 5))), 0.0f);
    for (int pieces = 0; speech.size() < needed && pieces < 16; ++pieces) {
        const auto piece = pieceOf(*recording, needed - speech.size(), random);
        speech.insert(speech.end(), piece.begin(), piece.end());
        bandwidthHz = std::min(bandwidthHz, recording->entry.bandwidthHz);
        if (speech.size() < needed) speech.resize(speech.size() + 4800 + random.below(24000), 0.0f);
        recording = &speech_.pickSameSpeaker(*recording, random);
    }
    speech.resize(needed, 0.0f);
    speech = changeSpeed(speech, factor);
    bandwidthHz = std::min(24000.0, bandwidthHz * factor);
    speech.resize(static_cast<size_t>(samples_), 0.0f);
    randomEqualiser(speech, options_.equaliserDb, random);
    if (!rooms_.empty() && random.chance(options_.room))
        addRoom(speech, toFloat(rooms_.pick(random).samples));
    // The order of the draws is part of the meaning of a seed: an option that is off draws nothing.
    if (options_.narrowSpeech > 0.0 && bandwidthHz >= 20000.0 && random.chance(options_.narrowSpeech))
        bandLimit(speech, random.uniform(4000.0, 16000.0));
    if (options_.clipping > 0.0 && random.chance(options_.clipping)) clip(speech, random.uniform(0.2, 0.9));
    return speech;
}

std::vector<float> Mixer::makeNoise(Random& random) const {
    const size_t count = static_cast<size_t>(samples_);
    const bool synthetic = noise_.empty() || random.chance(options_.synthetic);
    std::vector<float> noise(count, 0.0f);
    if (!noise_.empty() && !(synthetic && random.chance(0.5))) {
        // One or two sources at once; short clips are strung together to fill the time.
        const int sources = random.chance(0.25) ? 2 : 1;
        for (int source = 0; source < sources; ++source) {
            const double factor = random.chance(options_.speed) ? random.uniform(0.8, 1.25) : 1.0;
            const size_t needed = static_cast<size_t>(std::ceil(samples_ * factor)) + 480;
            std::vector<float> layer;
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
            layer.resize(count, 0.0f);
            const double power = meanPower(layer);
            const double gain =
                power > 1e-12 ? fromDb(source == 0 ? 0.0 : random.uniform(-12, 0)) / std::sqrt(power) : 0.0;
            for (size_t i = 0; i < count; ++i) noise[i] += static_cast<float>(gain) * layer[i];
        }
    }
    if (synthetic) {
        const auto stationary = syntheticNoise(random, samples_);
        const double gain = fromDb(random.uniform(-20, 0));
        for (size_t i = 0; i < count; ++i) noise[i] += static_cast<float>(gain) * stationary[i];
    }
    randomEqualiser(noise, options_.equaliserDb, random);
    return noise;
}

Mixture Mixer::make(std::uint64_t seed, std::uint64_t step, std::uint64_t item) const {
    Random random{seed, step, item};
    Mixture mixture;
    const double kind = random.uniform();
    mixture.hasNoise = kind >= options_.noiseFree;
    mixture.hasSpeech = !mixture.hasNoise || kind < 1.0 - options_.speechFree;
    const double level = random.uniform(options_.levelLow, options_.levelHigh);
    mixture.snrDb = random.uniform(options_.snrLow, options_.snrHigh);
    const size_t count = static_cast<size_t>(samples_);

    mixture.speech =
        mixture.hasSpeech ? makeSpeech(random, mixture.bandwidthHz) : std::vector<float>(count, 0.0f);
    mixture.noise = mixture.hasNoise ? makeNoise(random) : std::vector<float>(count, 0.0f);
    if (mixture.bandwidthHz < 20000.0 && random.chance(options_.narrowNoise))
        bandLimit(mixture.noise, mixture.bandwidthHz);

    // Level of the speech L dBFS, of the noise L - SNR. A crop that fell into a pause counts as speech-free.
    const double speechPower = activePower(mixture.speech), noisePower = meanPower(mixture.noise);
    if (speechPower < 1e-10) {
        mixture.hasSpeech = false;
        std::fill(mixture.speech.begin(), mixture.speech.end(), 0.0f);
    } else {
        scale(mixture.speech, fromDb(level) / std::sqrt(speechPower));
    }
    if (noisePower < 1e-12)
        mixture.hasNoise = false;
    else
        scale(mixture.noise,
              fromDb(mixture.hasSpeech ? level - mixture.snrDb : level - 10.0) / std::sqrt(noisePower));
    return mixture;
}

} // namespace solus::train
