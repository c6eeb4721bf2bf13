// Features, ideal binary mask and weights of a mixture.
#include "Data/MaskTarget.h"

#include "Data/Spectra.h"

#include <algorithm>
#include <cmath>

namespace solus::train {

namespace {

void addEmphasis(MaskExample& example, const std::vector<Complex>& noise, const StftSpec& spec,
                 double loudness) {
    const auto density = erbDensity(spec);
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

    example.input.resize(static_cast<size_t>(example.frames) * example.features);
    example.target.resize(noise.size());
    example.weight = knownBins(mixture, example.speech, noise, spec);
    std::vector<float> power(static_cast<size_t>(example.bins));
    for (int t = 0; t < example.frames; ++t) {
        for (int k = 0; k < example.bins; ++k) {
            const size_t i = static_cast<size_t>(t) * example.bins + k;
            const float s = std::norm(example.speech[i]), n = std::norm(noise[i]);
            example.target[i] = s > n ? 1.0f : 0.0f;
            power[k] = std::norm(example.noisy[i]);
        }
        extractor.process(power.data(), example.input.data() + static_cast<size_t>(t) * example.features);
    }
    addEmphasis(example, noise, spec, loudness);
    return example;
}

} // namespace solus::train
