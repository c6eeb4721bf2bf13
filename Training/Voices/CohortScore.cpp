// Choosing the cohort and calibrating.
#include "Voices/CohortScore.h"

#include "Measure/ErrorRates.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

namespace solus::train {

namespace {

constexpr std::uint64_t cohortSeed = 20241122; // never a run's seed: the cohort must not change
constexpr size_t mostOfCohort = 40;
constexpr int frames = 375; // 8 s
constexpr std::int64_t mostNearest = 50;

} // namespace

torch::Tensor cohortOf(const VoiceBank& bank, const BandCrop& crops, const VoiceTrials::Embed& embed) {
    std::map<std::string, std::vector<size_t>> corpora;
    for (size_t v = 0; v < bank.voices().size(); ++v) corpora[bank.voices()[v].corpus].push_back(v);
    std::vector<torch::Tensor> cohort;
    for (const auto& [corpus, voices] : corpora) {
        const size_t count = std::min(voices.size(), mostOfCohort);
        for (size_t i = 0; i < count; ++i) {
            const size_t v = voices[i * voices.size() / count];
            Random random({cohortSeed, v});
            const auto x = torch::zeros({1, frames, bank.bands()});
            const int heard = crops.draw(bank.voices()[v].takes[0], frames, random, x.data_ptr<float>());
            if (heard > 0) cohort.push_back(embed(x.narrow(1, 0, heard), torch::ones({1, heard})));
        }
    }
    return torch::cat(cohort);
}

torch::Tensor amongCohort(const torch::Tensor& a, const torch::Tensor& b, const torch::Tensor& cohort,
                          std::int64_t nearest) {
    const auto spread = [&](const torch::Tensor& x) {
        const auto best = std::get<0>(torch::matmul(x, cohort.t()).topk(nearest, 1));
        return std::pair(best.mean(1, true), best.std(1, false, true).clamp_min(1e-3));
    };
    const auto cosines = torch::matmul(a, b.t());
    const auto [meanA, deviationA] = spread(a);
    const auto [meanB, deviationB] = spread(b);
    return 0.5 * ((cosines - meanA) / deviationA + (cosines - meanB.t()) / deviationB.t());
}

ScoreSpec calibratedScore(const VoiceTrials::Embed& embed, const torch::Tensor& cohort,
                          const VoiceTrials& clean, const VoiceTrials& noisy, double hopSeconds) {
    const auto nearest = std::min(mostNearest, cohort.size(0));
    const auto compare = [&](const torch::Tensor& a, const torch::Tensor& b) {
        return amongCohort(a, b, cohort, nearest);
    };
    ScoreSpec score;
    score.nearest = static_cast<int>(nearest);
    const auto enrolledClean = clean.enrolled(embed, torch::kCPU),
               enrolledNoisy = noisy.enrolled(embed, torch::kCPU);
    for (const double seconds : {0.4, 0.7, 1.0, 1.5, 2.0, 3.0, 5.0}) {
        const auto limit = static_cast<int>(seconds / hopSeconds);
        auto all = clean.score(enrolledClean, embed, compare, torch::kCPU, limit);
        const auto behindNoise = noisy.score(enrolledNoisy, embed, compare, torch::kCPU, limit);
        all.targets.insert(all.targets.end(), behindNoise.targets.begin(), behindNoise.targets.end());
        all.others.insert(all.others.end(), behindNoise.others.begin(), behindNoise.others.end());
        const auto c = calibrate(all.targets, all.others);
        score.lines.push_back(
            {static_cast<float>(seconds), static_cast<float>(c.scale), static_cast<float>(c.shift)});
    }
    return score;
}

} // namespace solus::train
