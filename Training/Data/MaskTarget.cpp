// Features, ideal binary mask and weights of a mixture.
#include "Data/MaskTarget.h"

#include "Signal/Stft.h"

#include <algorithm>
#include <cmath>

namespace solus::train {

std::vector<Complex> analyse(const std::vector<float>& samples, const StftSpec& spec) {
    Stft stft(spec);
    const int frames = static_cast<int>(samples.size()) / spec.hop;
    std::vector<Complex> spectrum(static_cast<size_t>(frames) * spec.bins());
    for (int t = 0; t < frames; ++t)
        stft.push(samples.data() + static_cast<size_t>(t) * spec.hop,
                  spectrum.data() + static_cast<size_t>(t) * spec.bins());
    return spectrum;
}

std::vector<float> synthesise(const std::vector<Complex>& frames, const StftSpec& spec) {
    InverseStft inverse(spec);
    const size_t count = frames.size() / spec.bins();
    std::vector<float> samples(count * spec.hop);
    for (size_t t = 0; t < count; ++t)
        inverse.pull(frames.data() + t * spec.bins(), samples.data() + t * spec.hop);
    return samples;
}

namespace {

/// ERB(f) = 24.7 (1 + 0.00437 f) Hz (Glasberg & Moore 1990); a bin covers 1 / ERB of a band.
std::vector<float> bandDensity(const StftSpec& spec) {
    std::vector<float> density(static_cast<size_t>(spec.bins()));
    for (size_t k = 0; k < density.size(); ++k)
        density[k] = static_cast<float>(
            1.0 / (24.7 * (1.0 + 0.00437 * 48000.0 * static_cast<double>(k) / spec.fftSize)));
    return density;
}

void addEmphasis(MaskExample& example, const std::vector<Complex>& noise, const StftSpec& spec,
                 double loudness) {
    const auto density = bandDensity(spec);
    example.emphasis.resize(noise.size());
    double sum = 0.0, known = 0.0;
    for (size_t i = 0; i < noise.size(); ++i) {
        const float power = std::max(std::norm(example.speech[i]), std::norm(noise[i]));
        example.emphasis[i] =
            std::sqrt(density[i % density.size()]) * std::pow(power, 0.5f * static_cast<float>(loudness));
        sum += example.weight[i] * example.emphasis[i];
        known += example.weight[i];
    }
    const float scale = sum > 0.0 ? static_cast<float>(known / sum) : 1.0f;
    for (float& value : example.emphasis) value *= scale;
}

} // namespace

MaskExample makeMaskExample(const Mixture& mixture, const StftSpec& spec, const FeatureSpec& featureSpec,
                            double loudness) {
    FeatureExtractor extractor(featureSpec, spec);
    MaskExample example;
    example.bins = spec.bins();
    example.features = extractor.size();
    example.speech = analyse(mixture.speech, spec);
    const auto noise = analyse(mixture.noise, spec);
    example.frames = static_cast<int>(noise.size()) / example.bins;
    example.noisy.resize(noise.size());
    for (size_t i = 0; i < noise.size(); ++i) example.noisy[i] = example.speech[i] + noise[i];

    std::vector<double> framePower(static_cast<size_t>(example.frames), 0.0);
    for (size_t i = 0; i < noise.size(); ++i) framePower[i / example.bins] += std::norm(example.speech[i]);
    const double active = 3.16e-5 * *std::max_element(framePower.begin(), framePower.end()); // -45 dB
    const int known = static_cast<int>(mixture.bandwidthHz * spec.fftSize / 48000.0);
    const bool limited = mixture.hasSpeech && mixture.bandwidthHz < 20000.0;

    constexpr float nothing = 1e-8f; // power: about -110 dBFS in one bin, the noise of 16-bit words
    example.input.resize(static_cast<size_t>(example.frames) * example.features);
    example.target.resize(noise.size());
    example.weight.resize(noise.size());
    std::vector<float> power(static_cast<size_t>(example.bins));
    for (int t = 0; t < example.frames; ++t) {
        const bool hidden = limited && framePower[t] > active;
        for (int k = 0; k < example.bins; ++k) {
            const size_t i = static_cast<size_t>(t) * example.bins + k;
            const float s = std::norm(example.speech[i]), n = std::norm(noise[i]);
            example.target[i] = s > n ? 1.0f : 0.0f;
            example.weight[i] = (hidden && k > known) || std::max(s, n) < nothing ? 0.0f : 1.0f;
            power[k] = std::norm(example.noisy[i]);
        }
        extractor.process(power.data(), example.input.data() + static_cast<size_t>(t) * example.features);
    }
    addEmphasis(example, noise, spec, loudness);
    return example;
}

} // namespace solus::train
