// evaluate-gate: what the voice gate passes and what it removes, in conversations of two talkers.
#include "Command.h"
#include "Core/OnAllCores.h"
#include "Engine/Models.h"
#include "Evaluate/Conversations.h"
#include "Evaluate/EvaluateFiles.h"
#include "Evaluate/GateFigures.h"
#include "Evaluate/OnlyEngine.h"

#include <cstdio>
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>

namespace solus::train {
namespace {

class EvaluateGate : public Command {
public:
    std::string name() const override { return "evaluate-gate"; }
    std::string description() const override {
        return "What the voice gate loses and leaks in conversations of two talkers";
    }

    void configure(CLI::App& app) override {
        app.add_option("--trials", plan_.trials, "Folder with trials.tsv, enroll/ and test/")->required();
        app.add_option("--noise", plan_.noise, "Folder of noise recordings (default: white noise)");
        app.add_option("--snr", plan_.snrDb, "SNR in dB")->capture_default_str();
        app.add_option("--count", plan_.count, "Conversations")
            ->capture_default_str()
            ->check(CLI::Range(1, 1000));
        app.add_option("--seconds", plan_.seconds, "Length of each conversation in seconds")
            ->capture_default_str()
            ->check(CLI::Range(5.0, 600.0));
        app.add_flag(
            "--levelled", plan_.levelled,
            "Bring every recording to one loudness, through a random equaliser, with pink noise at 20 dB");
        app.add_flag("--similar", plan_.similarPitch,
                     "The hard case: talkers of similar pitch, mostly of one sex");
        app.add_option("--seed", plan_.seed, "Seed of turns, noise and equalisers")->capture_default_str();
        app.add_option("--model", model_, "Speaker model, a name or a file")->capture_default_str();
        app.add_option("--denoiser", denoiser_, "Denoiser, a name or a file")->capture_default_str();
        app.add_option("--by", by_, "How others are removed: gate, isolate, both")
            ->capture_default_str()
            ->check(CLI::IsMember(onlyMeNames));
        app.add_option("--isolator", isolator_, "Isolator, a model file");
        app.add_option("--threshold", threshold_, "Lowest score that is accepted as the enrolled talker's")
            ->capture_default_str();
        app.add_option("--undecided", undecided_,
                       "The gate until it knows who is talking: open, remembers, closed")
            ->capture_default_str()
            ->check(CLI::IsMember(undecidedNames));
        app.add_option("--lookahead", lookAheads_, "Look-ahead in ms; one table for each value given")
            ->capture_default_str();
        app.add_flag("--json", json_, "One JSON object instead of the table");
    }

    int run() override {
        OnlyEngine engine;
        engine.denoiser = findModel(denoiser_, "denoiser");
        engine.embedder = findModel(model_, "embedder");
        if (by_ != "gate") engine.isolator = findIsolator(isolator_, *engine.denoiser);
        engine.threshold = static_cast<float>(threshold_);
        engine.undecided = *undecidedOf(undecided_);
        const auto talks = makeConversations(plan_);
        nlohmann::ordered_json json{{"model", engine.embedder->name},
                                    {"denoiser", engine.denoiser->name},
                                    {"by", by_},
                                    {"snr_db", plan_.snrDb},
                                    {"levelled", plan_.levelled},
                                    {"similar_pitch", plan_.similarPitch},
                                    {"threshold", threshold_},
                                    {"undecided", undecided_}};
        for (const double ms : lookAheads_) {
            std::vector<GateFigures> figures(talks.size());
            engine.lookAheadMs = ms;
            onAllCores("Listening", talks.size(), [&](size_t i) { figures[i] = measure(talks[i], engine); });
            GateFigures all;
            std::map<std::string, GateFigures> corpora;
            for (size_t i = 0; i < talks.size(); ++i)
                all.add(figures[i]), corpora[talks[i].corpus].add(figures[i]);
            if (json_) {
                json["look_ahead_ms"][std::to_string(static_cast<int>(ms))] = toJson(all);
            } else {
                std::printf("%s after %s, look-ahead %.0f ms, SNR %.0f dB%s%s%s\n",
                            engine.embedder->name.c_str(), engine.denoiser->name.c_str(), ms, plan_.snrDb,
                            plan_.levelled ? ", levelled" : "", plan_.similarPitch ? ", similar pitch" : "",
                            by_ == "gate" ? "" : (", by " + by_).c_str());
                std::printf("%-20s %6s %7s %9s %9s %9s %9s %8s\n", "", "lost %", "leak %",
                            "settled:", "lost %", "leak %", "onsets %", "decided");
                for (const auto& [corpus, f] : corpora) print(corpus, f);
                print("all", all);
            }
        }
        if (json_) std::cout << json.dump(1) << std::endl;
        return 0;
    }

private:
    GateFigures measure(const Conversation& talk, const OnlyEngine& engine) const {
        const auto voice = engine.enrol(talk.enrolment).voice;
        const auto open = engine.render(talk.noisy, voice, std::nullopt),
                   gated = engine.render(talk.noisy, voice, onlyMeOf(by_));
        return gateFigures(talk, open, gated);
    }

    static void print(const std::string& name, const GateFigures& f) {
        std::printf("%-20s %6.1f %7.1f %9s %9.1f %9.1f %9.1f %6.2f s\n", name.c_str(), 100 * f.lostShare(),
                    100 * f.leakedShare(), "", 100 * f.settledLostShare(), 100 * f.settledLeakShare(),
                    100 * f.onsetsLostShare(), f.medianDecision());
    }

    static nlohmann::ordered_json toJson(const GateFigures& f) {
        return {{"enrolled_frames", f.enrolledFrames},
                {"lost", f.lostShare()},
                {"other_frames", f.otherFrames},
                {"leaked", f.leakedShare()},
                {"settled_lost", f.settledLostShare()},
                {"settled_leaked", f.settledLeakShare()},
                {"onsets", f.onsets},
                {"onsets_lost", f.onsetsLostShare()},
                {"turns_never_gated", f.turnsNeverGated},
                {"median_decision_seconds", f.medianDecision()}};
    }

    ConversationPlan plan_;
    std::string model_ = defaultEmbedderName, denoiser_ = defaultDenoiserName, isolator_, by_ = "gate",
                undecided_ = "open";
    double threshold_ = 0.5;
    std::vector<double> lookAheads_{0.0, 1000.0};
    bool json_ = false;
};

const RegisterCommand<EvaluateGate> registeredEvaluateGate;

} // namespace
} // namespace solus::train
