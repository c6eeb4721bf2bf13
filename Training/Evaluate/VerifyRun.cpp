// Embeds the recordings of trials, and computes figures of the scores.
#include "Evaluate/VerifyRun.h"

#include "Base/EngineRate.h"
#include "Base/Error.h"
#include "Core/OnAllCores.h"
#include "Core/Random.h"
#include "Data/Manifest.h"
#include "Engine/VoiceAnalyser.h"
#include "Evaluate/EvaluateFiles.h"
#include "Evaluate/HeardThrough.h"
#include "Voices/VoiceAugment.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace solus::train {

namespace fs = std::filesystem;

namespace {

struct Heard {
    std::vector<float> embedding;
    double seconds = 0.0; ///< of the recording
    double speech = 0.0;  ///< seconds of it that were speech
    bool byTelephone = false;
};

using Key =
    std::tuple<std::string, double, std::optional<double>, std::string>; // file, seconds, SNR, way to hear

class Listener {
public:
    explicit Listener(const VerifyPlan& plan) : plan_(plan) {
        if (!plan.noise.empty()) noises_ = noiseFiles(plan.noise);
    }

    void want(const Key& key) { heard_[key]; }

    void listen() {
        std::vector<std::map<Key, Heard>::value_type*> jobs;
        for (auto& entry : heard_) jobs.push_back(&entry);
        onAllCores("Listening", jobs.size(), [&](size_t i) { jobs[i]->second = analyse(jobs[i]->first); });
    }

    const Heard& at(const Key& key) const { return heard_.at(key); }

private:
    Heard analyse(const Key& key) const {
        const auto& [file, seconds, snr, heard] = key;
        auto samples = readMono(plan_.trials / file, engineRate);
        if (const auto* way = findWayToHear(heard)) {
            Random random({plan_.seed, stableHash(file), 0x4ea4d});
            way->apply(samples, random);
        }
        Random random({plan_.seed, stableHash(file)});
        if (plan_.levelled) levelVoice(samples, random);
        if (snr) {
            const auto noise = noiseFor(file);
            addNoise(samples, noise, 0, *snr);
        }
        if (seconds > 0.0)
            samples.resize(std::min(samples.size(), static_cast<size_t>(seconds * engineRate)));
        Heard result;
        result.seconds = static_cast<double>(samples.size()) / engineRate;
        const float* pointer = samples.data();
        const auto count = static_cast<int>(samples.size());
        if (plan_.denoiser) { // as in the live engine
            VoiceAnalyser analyser(plan_.denoiser, plan_.embedder, engineRate, 1);
            analyser.push(&pointer, count);
            const auto analysis = analyser.finish();
            result.embedding = analysis.embedding;
            result.speech = analysis.speechSeconds;
            result.byTelephone = analysis.byTelephone;
        } else {
            Embedder embedder(plan_.embedder, 1);
            embedder.push(&pointer, count);
            result.embedding.assign(embedder.embedding().begin(), embedder.embedding().end());
            result.speech = embedder.speechSeconds();
            result.byTelephone = embedder.heardByTelephone();
        }
        return result;
    }

    /// The same at every SNR and length.
    std::vector<float> noiseFor(const std::string& file) const {
        Random random({plan_.seed, stableHash(file), 0x4015e});
        if (!noises_.empty()) {
            const auto& path =
                noises_[static_cast<size_t>(random.below(static_cast<std::int64_t>(noises_.size())))];
            return readMono(path, engineRate);
        }
        const auto& pink = pinkNoise();
        const auto from = static_cast<size_t>(random.below(pinkSamples / 2));
        return {pink.begin() + static_cast<std::ptrdiff_t>(from), pink.end()};
    }

    const VerifyPlan& plan_;
    std::vector<fs::path> noises_;
    std::map<Key, Heard> heard_;
};

std::vector<VerifyCondition> conditionsOf(const VerifyPlan& plan) {
    std::vector<VerifyCondition> conditions;
    for (double enrol : {0.0, 3.0})
        for (double test : {1.0, 2.0, 3.0, 5.0}) conditions.push_back({enrol, test, {}});
    for (double snr : plan.snrsDb)
        for (double test : {1.0, 3.0, 5.0}) conditions.push_back({0.0, test, snr});
    for (const auto& heard : plan.heard) {
        if (!findWayToHear(heard)) throw Error(heard + ": there is no such way to hear a voice");
        conditions.push_back({0.0, 3.0, {}, heard});
    }
    return conditions;
}

} // namespace

std::vector<VerifyLine> runTrials(const VerifyPlan& plan) {
    const auto trials = readTrials(plan.trials / "trials.tsv");
    const auto conditions = conditionsOf(plan);
    Listener analyser(plan);
    for (const auto& trial : trials)
        for (const auto& c : conditions) {
            analyser.want({trial.enrol, c.enrolSeconds, {}, {}});
            analyser.want({trial.test, c.testSeconds, c.snrDb, c.heard});
        }
    analyser.listen();

    SpeakerScore similarity(*plan.embedder, plan.embedder->outputSize);
    std::set<std::string> corpora;
    for (const auto& trial : trials) corpora.insert(trial.corpus);
    std::vector<VerifyLine> lines;
    for (const auto& c : conditions) {
        auto scored = trials;
        std::vector<double> seconds;
        for (auto& trial : scored) {
            const auto& enrolled = analyser.at({trial.enrol, c.enrolSeconds, {}, {}});
            const auto& test = analyser.at({trial.test, c.testSeconds, c.snrDb, c.heard});
            trial.score = similarity.compare(enrolled.embedding, test.embedding, test.speech,
                                             c.heard.empty() ? 0 : enrolled.byTelephone + test.byTelephone);
            seconds.push_back(test.seconds);
        }
        const auto add = [&](const std::string& group, const auto& belongs) {
            VerifyLine line{group, c, 0.0, {}, {}};
            std::vector<double> here;
            for (size_t i = 0; i < scored.size(); ++i)
                if (belongs(scored[i])) {
                    line.trials.push_back(scored[i]);
                    here.push_back(seconds[i]);
                }
            line.meanSeconds = meanOf(here);
            line.figures = figuresOf(line.trials);
            if (line.figures.targets > 0 && line.figures.others > 0) lines.push_back(std::move(line));
        };
        add("all", [](const Trial&) { return true; });
        if (c.enrolSeconds > 0.0 || c.snrDb || c.testSeconds < 3.0) continue;
        add("similar pitch", [](const Trial& t) { return t.target || t.similarPitch; });
        if (!c.heard.empty()) continue;
        for (const auto& corpus : corpora)
            add(corpus, [&corpus](const Trial& t) { return t.corpus == corpus; });
    }
    return lines;
}

} // namespace solus::train
