// Reading trials; error rates with a bootstrap over speakers.
#include "Evaluate/Trials.h"

#include "Core/Random.h"
#include "Evaluate/EvaluateFiles.h"
#include "Measure/ErrorRates.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace solus::train {

namespace {

struct Scores {
    std::vector<double> targets, others;

    void add(const Trial& trial, int times) {
        auto& list = trial.target ? targets : others;
        list.insert(list.end(), static_cast<size_t>(times), trial.score);
    }
    bool complete() const { return !targets.empty() && !others.empty(); }
};

std::vector<double> logitsOf(std::vector<double> probabilities) {
    for (double& p : probabilities) {
        p = std::clamp(p, 1e-9, 1.0 - 1e-9);
        p = std::log(p / (1.0 - p));
    }
    return probabilities;
}

double shareAccepted(const std::vector<double>& scores) {
    const auto count = std::count_if(scores.begin(), scores.end(), [](double s) { return s >= 0.5; });
    return static_cast<double>(count) / static_cast<double>(scores.size());
}

} // namespace

std::vector<Trial> readTrials(const std::filesystem::path& table) {
    std::vector<Trial> trials;
    for (const auto& row : readTable(table, {"target", "corpus", "enroll", "test"})) {
        Trial trial;
        trial.target = row.at("target") == "1";
        trial.corpus = row.at("corpus");
        trial.enrol = row.at("enroll");
        trial.test = row.at("test");
        trial.enrolSpeaker = std::filesystem::path(trial.enrol).stem().string();
        const auto stem = std::filesystem::path(trial.test).stem().string();
        trial.testSpeaker = stem.substr(0, stem.rfind('_'));
        const auto similar = row.find("similar_pitch");
        trial.similarPitch = similar != row.end() && similar->second == "1";
        trials.push_back(std::move(trial));
    }
    return trials;
}

TrialFigures figuresOf(const std::vector<Trial>& trials, int rounds) {
    Scores all;
    std::set<std::string> names;
    for (const auto& trial : trials) {
        all.add(trial, 1);
        names.insert({trial.enrolSpeaker, trial.testSpeaker});
    }
    TrialFigures figures;
    figures.targets = static_cast<int>(all.targets.size());
    figures.others = static_cast<int>(all.others.size());
    if (!all.complete()) return figures;
    figures.eer = equalErrorRate(all.targets, all.others);
    figures.minDcf = minimumDetectionCost(all.targets, all.others);
    figures.logCost = logLikelihoodRatioCost(logitsOf(all.targets), logitsOf(all.others));
    figures.acceptedTargets = shareAccepted(all.targets);
    figures.acceptedOthers = shareAccepted(all.others);

    const std::vector<std::string> speakers(names.begin(), names.end());
    std::vector<double> rates;
    Random random({0xb0075});
    for (int round = 0; round < rounds; ++round) {
        std::map<std::string, int> times;
        for (size_t i = 0; i < speakers.size(); ++i)
            ++times[speakers[static_cast<size_t>(random.below(static_cast<std::int64_t>(speakers.size())))]];
        Scores drawn;
        for (const auto& trial : trials) {
            const auto a = times.find(trial.enrolSpeaker), b = times.find(trial.testSpeaker);
            if (a == times.end() || b == times.end()) continue;
            drawn.add(trial, trial.target ? a->second : a->second * b->second);
        }
        if (drawn.complete()) rates.push_back(equalErrorRate(drawn.targets, drawn.others));
    }
    std::sort(rates.begin(), rates.end());
    if (!rates.empty()) {
        figures.eerLow = rates[static_cast<size_t>(0.025 * static_cast<double>(rates.size() - 1))];
        figures.eerHigh = rates[static_cast<size_t>(0.975 * static_cast<double>(rates.size() - 1))];
    }
    return figures;
}

} // namespace solus::train
