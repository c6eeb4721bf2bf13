// Validation trials.
#include "Voices/VoiceTrials.h"

#include "Base/EngineRate.h"
#include "Core/OnAllCores.h"
#include "Data/Decode.h"
#include "Measure/ErrorRates.h"
#include "Verify/VoiceFeatures.h"
#include "Voices/VoiceAugment.h"
#include "Voices/VoiceBank.h"

#include <algorithm>
#include <map>

namespace solus::train {

namespace {

constexpr std::uint64_t trialSeed = 20240229; // never a run's seed: the trials must not change
constexpr int mostTrialTalkers = 80;          // talkers: more would add little, and take minutes

void addRecordedNoise(std::vector<float>& signal, const Library& library, Random& random) {
    if (library.noise.empty()) return;
    const auto& noise = library.noise[random.below(static_cast<std::int64_t>(library.noise.size()))].samples;
    if (noise.empty()) return;
    const auto offset = static_cast<size_t>(random.below(static_cast<std::int64_t>(noise.size())));
    addNoise(signal, toFloat(noise), offset, random.uniform(5.0, 15.0));
}

torch::Tensor embedAll(const std::vector<TrialSide>& sides, const VoiceTrials::Embed& embed,
                       torch::Device device, std::int64_t frames) {
    constexpr size_t part = 64;
    const auto lengthOf = [&](const TrialSide& side) { return std::min(side.features.size(0), frames); };
    std::vector<torch::Tensor> all;
    for (size_t begin = 0; begin < sides.size(); begin += part) {
        const size_t end = std::min(sides.size(), begin + part);
        std::int64_t longest = 1;
        for (size_t i = begin; i < end; ++i) longest = std::max(longest, lengthOf(sides[i]));
        const auto count = static_cast<std::int64_t>(end - begin);
        auto x = torch::zeros({count, longest, sides[begin].features.size(1)}),
             present = torch::zeros({count, longest});
        for (size_t i = begin; i < end; ++i) {
            const auto length = lengthOf(sides[i]);
            x[i - begin].narrow(0, 0, length).copy_(sides[i].features.narrow(0, 0, length));
            present[i - begin].narrow(0, 0, length).fill_(1.0);
        }
        all.push_back(embed(x.to(device), present.to(device)));
    }
    return torch::cat(all);
}

} // namespace

double calibratedEntropy(const TrialScores& scores) {
    const auto c = calibrate(scores.targets, scores.others);
    const auto mean = [&c](const std::vector<double>& logits, double sign) {
        double sum = 0.0;
        for (double s : logits) sum += std::log1p(std::exp(-sign * (c.scale * s + c.shift)));
        return sum / static_cast<double>(logits.size());
    };
    return 0.5 * (mean(scores.targets, 1.0) + mean(scores.others, -1.0));
}

torch::Tensor speechFeatures(const std::vector<float>& signal, const StftSpec& stft, const FeatureSpec& spec,
                             int limit) {
    VoiceFeatures features(stft, spec, 1);
    const auto rows = torch::empty({limit, features.size()});
    auto* out = rows.data_ptr<float>();
    int count = 0;
    const float* pointer = signal.data();
    for (size_t done = 0; done < signal.size() && count < limit; done += static_cast<size_t>(stft.hop)) {
        const int part = static_cast<int>(std::min<size_t>(stft.hop, signal.size() - done));
        const float* block = pointer + done;
        features.push(&block, part, [&](bool speech, const float* frame) noexcept {
            if (speech && count < limit) std::copy_n(frame, features.size(), out + count++ * features.size());
        });
    }
    return rows.narrow(0, 0, count);
}

VoiceTrials::VoiceTrials(const VoiceList& voices, const Library& library, const StftSpec& stft,
                         const FeatureSpec& features, double seconds,
                         const std::shared_ptr<const Model>& denoiser)
    : voices_(voices) {
    const auto hear = [&](std::vector<float> signal) {
        if (denoiser) signal = denoised(denoiser, std::move(signal));
        return speechFeatures(signal, stft, features, 1000).clone();
    };
    const size_t takes = voices.validation().size() > 200 ? 2 : 4;
    std::vector<size_t> chosen; // voices
    std::map<std::string, int> talkers;
    for (size_t v = 0; v < voices.validation().size(); ++v)
        if (++talkers[voices.validation()[v].corpus] <= mostTrialTalkers) chosen.push_back(v);
    enrols_.resize(chosen.size() * takes);
    tests_.resize(enrols_.size());
    onAllCores("Hearing validation voices", enrols_.size(), [&](size_t i) {
        const auto v = chosen[i / takes];
        Random random({trialSeed, v, static_cast<std::uint64_t>(i % takes)});
        auto [enrol, test] = cropTwice(voices.validation()[v], 8 * engineRate, 1.0, random);
        test.resize(std::min(test.size(), static_cast<size_t>(seconds * engineRate)));
        levelVoice(enrol, random);
        levelVoice(test, random);
        if (denoiser) addRecordedNoise(test, library, random);
        enrols_[i] = {static_cast<int>(v), hear(std::move(enrol))};
        tests_[i] = {static_cast<int>(v), hear(std::move(test))};
    });
}

torch::Tensor VoiceTrials::enrolled(const Embed& embed, torch::Device device) const {
    return enrols_.empty() ? torch::Tensor{} : embedAll(enrols_, embed, device, 1 << 30);
}

TrialScores VoiceTrials::score(const torch::Tensor& a, const Embed& embed, const Compare& compare,
                               torch::Device device, int frames) const {
    if (enrols_.empty()) return {{0.0}, {0.0}};
    TrialScores scores;
    const auto b = embedAll(tests_, embed, device, frames);
    const auto all = compare(a, b).to(torch::kCPU).contiguous();
    const auto value = all.accessor<float, 2>();
    for (size_t i = 0; i < enrols_.size(); ++i)
        for (size_t j = 0; j < tests_.size(); ++j) {
            const int v = enrols_[i].voice, w = tests_[j].voice;
            if (voices_.validation()[v].corpus != voices_.validation()[w].corpus) continue;
            (v == w ? scores.targets : scores.others).push_back(value[i][j]);
        }
    return scores;
}

} // namespace solus::train
