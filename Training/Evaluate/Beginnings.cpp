// Changes a recording, processes both versions, and compares the stretch that they share.
#include "Evaluate/Beginnings.h"

#include "Base/EngineRate.h"
#include "Evaluate/DenoiseOutput.h"
#include "Evaluate/EvaluateFiles.h"
#include "Measure/Metrics.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <span>

namespace solus::train {

namespace {

constexpr double beginningsRate = engineHz;
constexpr size_t settling = 14400, leastCompared = 24000; // 0.3 s, 0.5 s

using Changed = Beginning::Changed;

size_t samples(double seconds) {
    return static_cast<size_t>(seconds * beginningsRate);
}

Changed inserted(std::vector<float> in, size_t at, const std::vector<float>& what) {
    in.insert(in.begin() + static_cast<long>(at), what.begin(), what.end());
    return {std::move(in), at + settling, static_cast<long>(what.size())};
}

template <int milliseconds>
Changed silence(std::vector<float> in) {
    return inserted(std::move(in), 0, std::vector<float>(samples(milliseconds / 1000.0), 0.0f));
}

/// 1 s of white noise: at -94 dBFS the output of a converter without a microphone, at -74 dBFS a quiet room.
template <int dbfs>
Changed hiss(std::vector<float> in) {
    std::mt19937 random(1);
    std::normal_distribution<float> normal(0.0f, std::pow(10.0f, dbfs / 20.0f));
    std::vector<float> noise(samples(1.0));
    for (auto& x : noise) x = normal(random);
    return inserted(std::move(in), 0, noise);
}

template <int milliseconds>
Changed fadeIn(std::vector<float> in) {
    const size_t length = std::min(samples(milliseconds / 1000.0), in.size());
    for (size_t n = 0; n < length; ++n) in[n] *= static_cast<float>(n) / static_cast<float>(length);
    return {std::move(in), length + settling};
}

template <int milliseconds>
Changed mute(std::vector<float> in) {
    const size_t middle = in.size() / 2;
    return inserted(std::move(in), middle, std::vector<float>(samples(milliseconds / 1000.0), 0.0f));
}

Changed louder30(std::vector<float> in) {
    const size_t middle = in.size() / 2;
    for (size_t n = 0; n < middle; ++n) in[n] *= 0.0316228f;
    return {std::move(in), middle + settling};
}

Changed quieter30(std::vector<float> in) {
    const size_t middle = in.size() / 2;
    for (size_t n = middle; n < in.size(); ++n) in[n] *= 0.0316228f;
    return {std::move(in), middle + settling, 0, 0.0316228f};
}

template <int decibels>
Changed wholeQuieter(std::vector<float> in) {
    const float gain = std::pow(10.0f, -decibels / 20.0f);
    for (float& x : in) x *= gain;
    return {std::move(in), settling, 0, gain};
}

Changed cut(std::vector<float> in) {
    const size_t off = std::min(samples(1.7), in.size());
    in.erase(in.begin(), in.begin() + static_cast<long>(off));
    return {std::move(in), off + settling, -static_cast<long>(off)};
}

double levelOf(std::span<const float> x) {
    double power = 1e-12;
    for (const float v : x) power += static_cast<double>(v) * v / static_cast<double>(x.size());
    return 10.0 * std::log10(power);
}

struct Summary {
    double mean, worst;
};

Summary summaryOf(const std::vector<BeginningsOfFile>& files, size_t i,
                  std::vector<double> BeginningsOfFile::*figure) {
    std::vector<double> values;
    for (const auto& file : files)
        if (const double value = (file.*figure)[i]; !std::isnan(value)) values.push_back(value);
    if (values.empty()) return {std::nan(""), std::nan("")};
    return {meanOf(values), *std::max_element(values.begin(), values.end())};
}

} // namespace

const std::vector<Beginning>& beginnings() {
    static const std::vector<Beginning> list{{"silence_0.01", "0.01 s of silence", silence<10>},
                                             {"silence_0.3", "0.3 s of silence", silence<300>},
                                             {"silence_3", "3 s of silence", silence<3000>},
                                             {"hiss_1", "1 s at -94 dBFS", hiss<-94>},
                                             {"hiss_74", "1 s at -74 dBFS", hiss<-74>},
                                             {"fade_0.1", "fade-in of 0.1 s", fadeIn<100>},
                                             {"fade_0.5", "fade-in of 0.5 s", fadeIn<500>},
                                             {"fade_1", "fade-in of 1 s", fadeIn<1000>},
                                             {"cut", "cut within a word", cut},
                                             {"mute_0.05", "mute of 0.05 s", mute<50>},
                                             {"mute_0.5", "mute of 0.5 s", mute<500>},
                                             {"mute_3", "mute of 3 s", mute<3000>},
                                             {"louder_30", "30 dB louder at once", louder30},
                                             {"quieter_30", "30 dB quieter at once", quieter30},
                                             {"whole_15", "15 dB quieter from the start", wholeQuieter<15>},
                                             {"whole_30", "30 dB quieter from the start", wholeQuieter<30>},
                                             {"whole_50", "50 dB quieter from the start", wholeQuieter<50>}};
    return list;
}

BeginningsOfFile beginningsOfFile(const std::shared_ptr<const Model>& model, float amountDb,
                                  const std::vector<float>& clean, const std::vector<float>& noisy) {
    BeginningsOfFile result;
    std::vector<float> noise(noisy.size());
    std::transform(noisy.begin(), noisy.end(), clean.begin(), noise.begin(), std::minus<>{});
    const auto plainSpeech = denoise(model, noisy, amountDb), plainNoise = denoise(model, noise, amountDb);
    for (const auto& beginning : beginnings()) {
        const auto speech = beginning.apply(noisy);
        if (noisy.size() < speech.from + leastCompared) {
            result.loss.push_back(std::numeric_limits<double>::quiet_NaN());
            result.louder.push_back(std::numeric_limits<double>::quiet_NaN());
            continue;
        }
        const auto there = static_cast<size_t>(static_cast<long>(speech.from) + speech.shift);
        const auto target = std::span(clean).subspan(speech.from);
        const auto cleaned = denoise(model, speech.signal, amountDb);
        result.loss.push_back(siSdrDb(target, std::span(plainSpeech).subspan(speech.from)) -
                              siSdrDb(target, std::span(cleaned).subspan(there)));
        const auto residue = denoise(model, beginning.apply(noise).signal, amountDb);
        result.louder.push_back(levelOf(std::span(residue).subspan(there)) - 20.0 * std::log10(speech.gain) -
                                levelOf(std::span(plainNoise).subspan(speech.from)));
    }
    return result;
}

std::vector<BeginningFigures> figuresOf(const std::vector<BeginningsOfFile>& files) {
    std::vector<BeginningFigures> figures;
    for (size_t i = 0; i < beginnings().size(); ++i) {
        const auto loss = summaryOf(files, i, &BeginningsOfFile::loss),
                   louder = summaryOf(files, i, &BeginningsOfFile::louder);
        figures.push_back(
            {beginnings()[i].name, beginnings()[i].title, loss.mean, loss.worst, louder.mean, louder.worst});
    }
    return figures;
}

} // namespace solus::train
