// Features and scaled spectra of a mixture.
#include "Data/SpectrumExample.h"

#include "Data/Spectra.h"

#include <cmath>

namespace solus::train {

namespace {

/// sqrt(1/ERB), scaled to 1 in the mean over the bins.
std::vector<float> hearingWeights(const StftSpec& spec) {
    auto weights = erbDensity(spec);
    double sum = 0.0;
    for (float& w : weights) sum += w = std::sqrt(w);
    for (float& w : weights) w *= static_cast<float>(static_cast<double>(weights.size()) / sum);
    return weights;
}

} // namespace

SpectrumExample makeSpectrumExample(const Mixture& mixture, const StftSpec& spec,
                                    const FeatureSpec& featureSpec) {
    FeatureExtractor extractor(featureSpec, spec);
    SpectrumExample example;
    example.bins = spec.bins();
    example.features = extractor.size();
    example.speech = analyse(mixture.speech, spec);
    auto& noise = example.noisy = analyse(mixture.noise, spec);
    example.frames = static_cast<int>(noise.size()) / example.bins;
    example.weight = knownBins(mixture, example.speech, noise, spec);
    const auto hearing = hearingWeights(spec);
    for (size_t i = 0; i < noise.size(); ++i) {
        example.weight[i] *= hearing[i % hearing.size()];
        noise[i] += example.speech[i]; // from here on the noisy signal
    }

    example.input.resize(static_cast<size_t>(example.frames) * example.features);
    std::vector<float> power(static_cast<size_t>(example.bins));
    for (int t = 0; t < example.frames; ++t) {
        const Complex* frame = example.noisy.data() + static_cast<size_t>(t) * example.bins;
        for (int k = 0; k < example.bins; ++k) power[k] = std::norm(frame[k]);
        extractor.process(power.data(), {&frame, 1},
                          example.input.data() + static_cast<size_t>(t) * example.features);
    }

    // White noise of power p has bins of power p * sum w^2 = about p N / 2 with these windows.
    const double level = mixture.hasSpeech ? activePower(mixture.speech) : meanPower(mixture.noise);
    example.scale = static_cast<float>(1.0 / std::sqrt(std::max(level, 1e-10) * spec.fftSize / 2.0));
    for (auto* spectrum : {&example.noisy, &example.speech})
        for (Complex& x : *spectrum) x *= example.scale;
    return example;
}

} // namespace solus::train
