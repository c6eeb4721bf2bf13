// Whispers and long vowels made from speech.
#include "Data/VoiceKinds.h"

#include "Base/EngineRate.h"
#include "Signal/Stft.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace solus::train {

namespace {

const StftSpec wide{1024, 256, 512, "sqrt_hann"};

/// Root mean power over `reach` bins on either side: the envelope with the harmonics smoothed away.
std::vector<float> envelopeOf(const std::vector<Complex>& spectrum, int reach) {
    const int bins = static_cast<int>(spectrum.size());
    std::vector<double> sum(spectrum.size() + 1, 0.0);
    for (int k = 0; k < bins; ++k) sum[k + 1] = sum[k] + std::norm(spectrum[k]);
    std::vector<float> envelope(spectrum.size());
    for (int k = 0; k < bins; ++k) {
        const int low = std::max(0, k - reach), high = std::min(bins, k + reach + 1);
        envelope[k] = static_cast<float>(std::sqrt(std::max(0.0, sum[high] - sum[low]) / (high - low)));
    }
    return envelope;
}

} // namespace

void whisper(std::vector<float>& speech, Random& random) {
    Stft analysis(wide);
    InverseStft synthesis(wide);
    std::vector<Complex> spectrum(static_cast<size_t>(wide.bins()));
    const auto hop = static_cast<size_t>(wide.hop);
    const double tilt = random.uniform(0.2, 0.6), knee = random.uniform(500.0, 1200.0);
    for (size_t at = 0; at + hop <= speech.size(); at += hop) {
        analysis.push(speech.data() + at, spectrum.data());
        const auto envelope = envelopeOf(spectrum, 4);
        for (size_t k = 0; k < spectrum.size(); ++k) {
            // A whisper has little energy below the first formant.
            const double hz = engineHz * static_cast<double>(k) / wide.fftSize;
            const auto gain =
                envelope[k] * static_cast<float>(std::pow(hz / (hz + knee), 2.0 * tilt) * 0.7071);
            spectrum[k] =
                gain * Complex(static_cast<float>(random.gaussian()), static_cast<float>(random.gaussian()));
        }
        synthesis.pull(spectrum.data(), speech.data() + at);
    }
    speech.resize(speech.size() / hop * hop);
}

std::vector<float> heldVowel(const std::vector<float>& speech, size_t count, Random& random) {
    Stft analysis(wide);
    std::vector<Complex> spectrum(static_cast<size_t>(wide.bins())), best;
    double loudest = 1e-6;
    const auto hop = static_cast<size_t>(wide.hop);
    for (size_t at = 0; at + hop <= speech.size(); at += hop) {
        analysis.push(speech.data() + at, spectrum.data());
        double low = 0.0; // 100 ... 3000 Hz: vowels, not sibilants
        for (size_t k = 2; k < 64; ++k) low += std::norm(spectrum[k]);
        if (low > loudest) loudest = low, best = spectrum;
    }
    std::vector<float> vowel;
    if (best.empty()) return vowel;
    const auto envelope = envelopeOf(best, 5);
    vowel.assign(count, 0.0f);
    const double f0 = 100.0 * std::pow(6.0, random.uniform()), rate = random.uniform(4.0, 6.5),
                 depth = random.chance(0.5) ? 0.0 : random.uniform(0.003, 0.025),
                 drift = random.uniform(-0.03, 0.03);
    // phi(t) = 2 pi f0 (t + drift t^2 / 2T + depth sin(2 pi rate t) / (2 pi rate)); harmonic h is Im e^(i h phi), by
    // the recurrence e^(i h phi) = e^(i phi) e^(i (h - 1) phi).
    const int harmonics = std::min(60, static_cast<int>(12000.0 / f0));
    std::vector<float> amplitude(static_cast<size_t>(harmonics));
    for (int h = 1; h <= harmonics; ++h) {
        const auto k = std::min<size_t>(envelope.size() - 1,
                                        static_cast<size_t>(h * f0 * wide.fftSize / engineHz + 0.5));
        amplitude[h - 1] = envelope[k];
    }
    const double whole = static_cast<double>(count) / engineHz, attack = random.uniform(0.02, 0.2),
                 release = 0.1;
    for (size_t n = 0; n < count; ++n) {
        const double t = static_cast<double>(n) / engineHz;
        const double phi =
            2.0 * std::numbers::pi * f0 *
            (t + drift * t * t / (2.0 * whole) +
             depth * std::sin(2.0 * std::numbers::pi * rate * t) / (2.0 * std::numbers::pi * rate));
        const Complex turn(static_cast<float>(std::cos(phi)), static_cast<float>(std::sin(phi)));
        Complex now = turn;
        float sum = 0.0f;
        for (const float a : amplitude) {
            sum += a * now.imag();
            now = {now.real() * turn.real() - now.imag() * turn.imag(),
                   now.real() * turn.imag() + now.imag() * turn.real()};
        }
        const double edge = std::min({1.0, t / attack, (whole - t) / release});
        vowel[n] = sum * static_cast<float>(std::max(0.0, edge));
    }
    return vowel;
}

} // namespace solus::train
