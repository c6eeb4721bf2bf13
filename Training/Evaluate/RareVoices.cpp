// Makes the voices, runs the denoiser, compares levels.
#include "Evaluate/RareVoices.h"

#include "Base/EngineRate.h"
#include "Core/Random.h"
#include "Data/Mixer.h"
#include "Data/VoiceKinds.h"
#include "Evaluate/DenoiseOutput.h"
#include "Evaluate/EvaluateFiles.h"
#include "Signal/Fft.h"
#include "Voices/VoiceAugment.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

namespace solus::train {

namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();
constexpr float whisperDb = -35.0f, vowelDb = -26.0f, hissDb = -90.0f, noiseDb = -40.0f, aboveNoiseDb = 15.0f;
constexpr double lowHz = 3000.0, highHz = 7500.0; // of an s

size_t samplesOf(double seconds) {
    return static_cast<size_t>(seconds * engineHz);
}

void setLevel(std::span<float> x, float db) {
    const double gain = std::pow(10.0, db / 20.0) / std::sqrt(meanPower(x) + 1e-20);
    for (float& v : x) v *= static_cast<float>(gain);
}

void addHiss(std::vector<float>& x, Random& random) {
    const float gain = std::pow(10.0f, hissDb / 20.0f);
    for (float& v : x) v += gain * static_cast<float>(random.gaussian());
}

double changeDb(double before, double after) {
    return 10.0 * std::log10((after + 1e-14) / (before + 1e-14));
}

/// Power between lowHz and highHz.
double sibilance(std::span<const float> x) {
    int size = 1;
    while (size < static_cast<int>(x.size())) size *= 2;
    std::vector<float> padded(x.begin(), x.end());
    padded.resize(static_cast<size_t>(size), 0.0f);
    RealFft fft(size);
    std::vector<Complex> spectrum(static_cast<size_t>(size / 2 + 1));
    fft.forward(padded.data(), spectrum.data());
    double sum = 0.0;
    for (int k = 0; k <= size / 2; ++k)
        if (const double hz = engineHz * k / size; hz >= lowHz && hz <= highHz) sum += std::norm(spectrum[k]);
    return sum / (static_cast<double>(size) * static_cast<double>(x.size()));
}

double whisperKept(const std::shared_ptr<const Model>& model, float amountDb, std::vector<float> speech,
                   Random random) {
    whisper(speech, random);
    if (meanPower(speech) == 0.0) return none;
    setLevel(speech, whisperDb);
    addHiss(speech, random);
    return changeDb(meanPower(speech), meanPower(denoise(model, speech, amountDb)));
}

double vowelKept(const std::shared_ptr<const Model>& model, float amountDb, const std::vector<float>& speech,
                 Random random) {
    auto vowel = heldVowel(speech, samplesOf(8.0), random);
    if (meanPower(vowel) == 0.0) return none;
    setLevel(vowel, vowelDb);
    addHiss(vowel, random);
    const auto cleaned = denoise(model, vowel, amountDb);
    const auto middle = [](const std::vector<float>& x) {
        return meanPower(std::span(x).subspan(samplesOf(4.0), samplesOf(3.0)));
    };
    return changeDb(middle(vowel), middle(cleaned));
}

/// White noise from 4 to 10 kHz, with an attack of 5 ms.
std::vector<float> sibilant(Random& random) {
    std::vector<float> x(samplesOf(0.15));
    for (float& v : x) v = static_cast<float>(random.gaussian());
    filterVoice(x, {}, {}, 4000.0, 10000.0);
    const size_t attack = samplesOf(0.005);
    for (size_t n = 0; n < attack; ++n) x[n] *= static_cast<float>(n) / static_cast<float>(attack);
    return x;
}

double onsetKept(const std::shared_ptr<const Model>& model, float amountDb, const std::vector<float>& noise,
                 Random random) {
    if (noise.empty() || meanPower(noise) < 1e-12) return none;
    const size_t at = samplesOf(5.0);
    std::vector<float> x;
    while (x.size() < samplesOf(5.5)) x.insert(x.end(), noise.begin(), noise.end());
    x.resize(samplesOf(5.5));
    setLevel(x, noiseDb);
    auto s = sibilant(random);
    setLevel(s, noiseDb + aboveNoiseDb);
    for (size_t n = 0; n < s.size(); ++n) x[at + n] += s[n];
    const auto cleaned = denoise(model, x, amountDb);
    const auto first = [at](const std::vector<float>& y) {
        return sibilance(std::span(y).subspan(at, samplesOf(0.06)));
    };
    return changeDb(first(x), first(cleaned));
}

} // namespace

const char* RareVoices::name(int i) {
    static constexpr const char* names[count] = {"whisper", "vowel", "onset"};
    return names[i];
}

const char* RareVoices::title(int i) {
    static constexpr const char* titles[count] = {"whisper", "vowel, held for 4 s", "s after 5 s of noise"};
    return titles[i];
}

RareVoices rareVoicesOf(const std::shared_ptr<const Model>& model, float amountDb,
                        const std::vector<float>& clean, const std::vector<float>& noise,
                        std::uint64_t seed) {
    return {{whisperKept(model, amountDb, clean, Random({seed, 1})),
             vowelKept(model, amountDb, clean, Random({seed, 2})),
             onsetKept(model, amountDb, noise, Random({seed, 3}))}};
}

std::vector<RareVoiceFigures> figuresOf(const std::vector<RareVoices>& files) {
    std::vector<RareVoiceFigures> figures;
    for (int i = 0; i < RareVoices::count; ++i) {
        std::vector<double> values, lost;
        for (const auto& file : files)
            if (!std::isnan(file.level[i])) {
                values.push_back(file.level[i]);
                lost.push_back(file.level[i] < -10.0 ? 1.0 : 0.0);
            }
        RareVoiceFigures f{RareVoices::name(i), RareVoices::title(i), none, none, none};
        if (!values.empty())
            f.mean = meanOf(values), f.worst = *std::min_element(values.begin(), values.end()),
            f.lost = meanOf(lost);
        figures.push_back(f);
    }
    return figures;
}

} // namespace solus::train
