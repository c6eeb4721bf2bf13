// Features and scaled spectra of a mixture.
#include "Data/SpectrumExample.h"

#include "Base/EngineRate.h"
#include "Data/Spectra.h"

#include <algorithm>
#include <cmath>

namespace solus::train {

namespace {

/// sqrt(1/ERB), scaled to mean 1 over the bins.
std::vector<float> hearingWeights(const StftSpec& spec) {
    auto weights = erbDensity(spec);
    double sum = 0.0;
    for (float& w : weights) sum += w = std::sqrt(w);
    for (float& w : weights) w *= static_cast<float>(static_cast<double>(weights.size()) / sum);
    return weights;
}

/// Removes everything above mixture.cutHz, like a device that works on a transform.
void cutOff(std::vector<Complex>& spectrum, double hz, const StftSpec& spec) {
    const auto bins = static_cast<size_t>(spec.bins());
    const auto first = static_cast<size_t>(std::ceil(hz * spec.fftSize / engineHz));
    for (size_t begin = 0; begin < spectrum.size(); begin += bins)
        for (size_t k = first; k < bins; ++k) spectrum[begin + k] = {};
}

/// For each frame `onset` if speech began less than 80 ms ago, after 0.3 s without a frame within 40 dB of the loudest;
/// otherwise 1.
std::vector<float> onsetFactors(const std::vector<Complex>& speech, const StftSpec& spec, double onset) {
    const auto bins = static_cast<size_t>(spec.bins()), frames = speech.size() / bins;
    std::vector<float> factors(frames, 1.0f);
    if (onset == 1.0) return factors;
    std::vector<double> power(frames, 0.0);
    for (size_t i = 0; i < speech.size(); ++i) power[i / bins] += std::norm(speech[i]);
    const double active = 1e-4 * *std::max_element(power.begin(), power.end());
    const int pause = static_cast<int>(0.3 * engineRate / spec.hop),
              beginning = static_cast<int>(0.08 * engineRate / spec.hop);
    int silent = 0, left = 0;
    for (size_t t = 0; t < frames; ++t) {
        const bool speaks = active > 0.0 && power[t] > active;
        if (speaks && silent >= pause) left = beginning;
        silent = speaks ? 0 : silent + 1;
        if (left-- > 0) factors[t] = static_cast<float>(onset);
    }
    return factors;
}

std::vector<Talker> talkers(const Mixture& mixture, const std::vector<Complex>& owner,
                            const std::vector<Complex>& noise, const StftSpec& spec) {
    if (mixture.stranger.empty()) return {};
    const auto stranger = analyse(mixture.stranger, spec);
    const auto bins = static_cast<size_t>(spec.bins());
    const auto heard = static_cast<size_t>(3200.0 * spec.fftSize / engineHz);
    std::vector<Talker> result;
    for (size_t begin = 0; begin < owner.size(); begin += bins) {
        float o = 1e-9f, s = 1e-9f, rest = 0.0f;
        for (size_t i = begin; i < begin + heard; ++i) {
            o += std::norm(owner[i]);
            s += std::norm(stranger[i]);
            rest += std::norm(noise[i] - stranger[i]);
        }
        result.push_back(o > 4.0f * (s + rest)   ? Talker::owner
                         : s > 4.0f * (o + rest) ? Talker::stranger
                                                 : Talker::unknown);
    }
    return result;
}

} // namespace

SpectrumExample makeSpectrumExample(const Mixture& mixture, const StftSpec& spec,
                                    const FeatureSpec& featureSpec, const ExampleOptions& options) {
    FeatureExtractor extractor(featureSpec, spec, engineHz, options.every);
    const auto bins = static_cast<size_t>(spec.bins()), features = static_cast<size_t>(extractor.size());
    auto speech = analyse(mixture.speech, spec), noisy = analyse(mixture.noise, spec);
    cutOff(speech, mixture.cutHz, spec);
    cutOff(noisy, mixture.cutHz, spec);
    auto weight = knownBins(mixture, speech, noisy, spec);
    const auto hearing = hearingWeights(spec);
    const auto talker = talkers(mixture, speech, noisy, spec);
    const auto onsets = onsetFactors(speech, spec, options.onset);
    for (size_t i = 0; i < noisy.size(); ++i) {
        weight[i] *= hearing[i % bins] * onsets[i / bins];
        noisy[i] += speech[i];
    }
    // White noise of power p has bins of power p * sum w^2 = about p N / 2 with these windows.
    const double level = mixture.hasSpeech ? activePower(mixture.speech) : meanPower(mixture.noise);

    const size_t all = noisy.size() / bins, every = static_cast<size_t>(options.every);
    // Whole rows of features: at most all - 1 frames of nothing.
    const size_t wanted =
        (options.frames > 0 ? static_cast<size_t>(options.frames) : all + every - 1) / every * every;
    SpectrumExample example;
    example.bins = spec.bins();
    example.features = extractor.size();
    example.frames = static_cast<int>(wanted);
    example.scale = static_cast<float>(1.0 / std::sqrt(std::max(level, 1e-10) * spec.fftSize / 2.0));
    example.input.resize(wanted / every * features);
    example.speech.resize(wanted * bins);
    example.noisy.resize(wanted * bins);
    example.weight.resize(wanted * bins);
    if (!talker.empty()) example.talker.resize(wanted);
    std::vector<float> power(bins);
    size_t count = 0;
    for (size_t t = 0; t < all && count < wanted; ++t) {
        const Complex* frame = noisy.data() + t * bins;
        float loudest = 0.0f;
        for (size_t k = 0; k < bins; ++k) loudest = std::max(loudest, power[k] = std::norm(frame[k]));
        if (loudest == 0.0f && options.frames > 0) {
            extractor.skipSilence();
            continue;
        }
        if (count % every == 0)
            extractor.process(power.data(), {&frame, 1}, example.input.data() + count / every * features);
        const size_t late = count + static_cast<size_t>(options.lookAhead);
        for (size_t k = 0; k < bins && late < wanted; ++k) {
            example.speech[late * bins + k] = example.scale * speech[t * bins + k];
            example.noisy[late * bins + k] = example.scale * frame[k];
            example.weight[late * bins + k] = weight[t * bins + k];
        }
        if (!talker.empty()) example.talker[count] = talker[t];
        ++count;
    }
    return example;
}

} // namespace solus::train
