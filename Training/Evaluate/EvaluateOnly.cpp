// evaluate-only: how well only the enrolled voice is kept while others talk.
#include "Base/EngineRate.h"
#include "Command.h"
#include "Core/OnAllCores.h"
#include "Engine/Models.h"
#include "Evaluate/EvaluateFiles.h"
#include "Evaluate/OnlyEngine.h"
#include "Evaluate/OnlyReport.h"

#include <cstdio>
#include <iostream>

namespace solus::train {
namespace {

class EvaluateOnly : public Command {
public:
    std::string name() const override { return "evaluate-only"; }
    std::string description() const override {
        return "How well only the enrolled voice is kept while others talk";
    }

    void configure(CLI::App& app) override {
        *this = {}; // a program may run a command more than once
        app.add_option("--trials", plan_.trials, "Folder with trials.tsv, enroll/ and test/")->required();
        app.add_option("--manifest", plan_.manifest,
                       "DATA/speech/manifest.tsv, which knows the sex of the talkers (default: pairs of the "
                       "trials, of similar and different pitch)");
        app.add_option("--noise", plan_.noise, "Folder of noise recordings (default: pink noise)");
        app.add_option("--count", plan_.count, "Pairs of talkers")
            ->capture_default_str()
            ->check(CLI::Range(1, 1000));
        app.add_option("--seconds", plan_.seconds, "Length of each scene in seconds")
            ->capture_default_str()
            ->check(CLI::Range(2.0, 600.0));
        app.add_option("--seed", plan_.seed, "Seed of pairs, turns and noise")->capture_default_str();
        app.add_option("--enrolment", enrolments_,
                       "Seconds of speech to enrol; one table for each value given")
            ->capture_default_str()
            ->check(CLI::Range(1.0, 600.0));
        app.add_option("--by", by_,
                       "Ways to compare: gate, isolate, both (default: all with an --isolator, else gate)")
            ->check(CLI::IsMember(onlyMeNames));
        app.add_option("--model", model_, "Speaker model, a name or a file")->capture_default_str();
        app.add_option("--denoiser", denoiser_, "Denoiser, a name or a file")->capture_default_str();
        app.add_option("--isolator", isolator_, "Isolator, a model file; isolate and both need one");
        app.add_option("--lookahead", engine_.lookAheadMs, "Look-ahead of the gate in ms")
            ->capture_default_str();
        app.add_flag("--json", json_, "One JSON object instead of the tables");
    }

    int run() override {
        engine_.denoiser = findModel(denoiser_, "denoiser");
        engine_.embedder = findModel(model_, "embedder");
        if (by_.empty()) by_ = isolator_.empty() ? std::vector<std::string>{"gate"} : onlyMeNames;
        if (by_ != std::vector<std::string>{"gate"})
            engine_.isolator = findIsolator(isolator_, *engine_.denoiser);
        const auto pairs = onlyPairs(plan_);
        std::vector<std::vector<Result>> results(pairs.size());
        onAllCores("Listening", pairs.size(), [&](size_t i) { results[i] = listen(pairs[i]); });

        std::vector<std::string> systems{"only denoised"};
        systems.insert(systems.end(), by_.begin(), by_.end());
        std::vector<OnlyReport> reports(enrolments_.size(), OnlyReport(systems));
        for (const auto& ofPair : results)
            for (const Result& r : ofPair) {
                reports[r.enrolment].add(r.row, r.system, r.figures);
                if (r.row.scene == 0 && r.system == 0) reports[r.enrolment].addEnrolment(r.enrolledSeconds);
            }
        nlohmann::ordered_json json{{"model", engine_.embedder->name},
                                    {"denoiser", engine_.denoiser->name},
                                    {"isolator", isolatorName()},
                                    {"look_ahead_ms", engine_.lookAheadMs},
                                    {"pairs", pairs.size()}};
        for (size_t e = 0; e < enrolments_.size(); ++e) {
            char seconds[32];
            std::snprintf(seconds, sizeof seconds, "%g", enrolments_[e]);
            if (json_)
                json["enrolment"][seconds] = reports[e].json();
            else
                std::cout << heading(seconds, reports[e], pairs.size()) << reports[e].table() << std::endl;
        }
        if (json_) std::cout << json.dump(1) << std::endl;
        return 0;
    }

private:
    struct Result {
        size_t enrolment, system; ///< numbers
        double enrolledSeconds;
        OnlyRow row;
        OnlyFigures figures;
    };

    /// Everything about one pair; its scenes are gone afterwards, since all of them would fill the memory.
    std::vector<Result> listen(const OnlyPair& pair) const {
        const auto recording = readMono(plan_.trials / pair.enrolment, engineRate);
        std::vector<OnlyEngine::Enrolled> enrolled;
        for (const double seconds : enrolments_) enrolled.push_back(engine_.enrol(recording, seconds));
        const auto scenes = onlyScenes(plan_, pair);
        std::vector<Result> results;
        for (size_t s = 0; s < scenes.size(); ++s) {
            OnlyRow row{s, scenes[s].split && !pair.alike, scenes[s].name};
            if (scenes[s].split) row.name += ", " + kindOf(pair);
            const auto figures = [&](const VoicePrint& voice, std::optional<OnlyMe> by) {
                return onlyFigures(scenes[s], engine_.render(scenes[s].microphone, voice, by));
            };
            const auto denoised = figures(enrolled.front().voice, std::nullopt); // the same with any voice
            for (size_t e = 0; e < enrolled.size(); ++e) {
                const double seconds = enrolled[e].seconds;
                results.push_back({e, 0, seconds, row, denoised});
                for (size_t b = 0; b < by_.size(); ++b)
                    results.push_back({e, b + 1, seconds, row, figures(enrolled[e].voice, onlyMeOf(by_[b]))});
            }
        }
        return results;
    }

    std::string kindOf(const OnlyPair& pair) const {
        return plan_.manifest.empty() ? pair.alike ? "similar pitch" : "other pitch"
               : pair.alike           ? "same sex"
                                      : "other sex";
    }

    std::string isolatorName() const { return engine_.isolator ? engine_.isolator->name : ""; }

    std::string heading(const std::string& seconds, const OnlyReport& report, size_t pairs) const {
        char text[256];
        std::snprintf(
            text, sizeof text,
            "%s after %s%s%s, enrolled with %s s of speech (mean %.1f s), %zu pairs, look-ahead %g ms\n",
            engine_.embedder->name.c_str(), engine_.denoiser->name.c_str(), engine_.isolator ? " or " : "",
            isolatorName().c_str(), seconds.c_str(), report.enrolledSeconds(), pairs, engine_.lookAheadMs);
        return text;
    }

    OnlyPlan plan_;
    OnlyEngine engine_;
    std::string model_ = defaultEmbedderName, denoiser_ = defaultDenoiserName, isolator_;
    std::vector<double> enrolments_{10.0};
    std::vector<std::string> by_;
    bool json_ = false;
};

const RegisterCommand<EvaluateOnly> registeredEvaluateOnly;

} // namespace
} // namespace solus::train
