// Converts whole signals to spectra and back, and finds the bins whose target is known.
#include "Data/Spectra.h"

#include "Base/EngineRate.h"
#include "Signal/Stft.h"

#include <algorithm>

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

std::vector<float> knownBins(const Mixture& mixture, const std::vector<Complex>& speech,
                             const std::vector<Complex>& noise, const StftSpec& spec) {
    const size_t bins = static_cast<size_t>(spec.bins()), frames = noise.size() / bins;
    std::vector<double> framePower(frames, 0.0);
    for (size_t i = 0; i < noise.size(); ++i) framePower[i / bins] += std::norm(speech[i]);
    const double active = 3.16e-5 * *std::max_element(framePower.begin(), framePower.end()); // -45 dB
    const size_t known = static_cast<size_t>(mixture.bandwidthHz * spec.fftSize / engineHz);
    const bool limited = mixture.hasSpeech && mixture.bandwidthHz < 20000.0;
    constexpr float inaudible = 1e-8f; // power: about -110 dBFS in one bin, the noise of 16-bit words
    std::vector<float> weight(noise.size());
    for (size_t i = 0; i < noise.size(); ++i) {
        const bool hidden = limited && framePower[i / bins] > active && i % bins > known;
        weight[i] = hidden || std::max(std::norm(speech[i]), std::norm(noise[i])) < inaudible ? 0.0f : 1.0f;
    }
    return weight;
}

std::vector<float> erbDensity(const StftSpec& spec) {
    std::vector<float> density(static_cast<size_t>(spec.bins()));
    for (size_t k = 0; k < density.size(); ++k)
        density[k] = static_cast<float>(
            1.0 / (24.7 * (1.0 + 0.00437 * engineHz * static_cast<double>(k) / spec.fftSize)));
    return density;
}

} // namespace solus::train
