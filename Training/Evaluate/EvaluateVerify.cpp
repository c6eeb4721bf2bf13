// evaluate-verify: how well the speaker model tells talkers apart on a list of trials.
#include "Command.h"
#include "Engine/Models.h"
#include "Evaluate/HeardThrough.h"
#include "Evaluate/VerifyPlots.h"
#include "Evaluate/VerifyRun.h"

#include <cstdio>
#include <iostream>
#include <nlohmann/json.hpp>

namespace solus::train {

namespace {

std::string secondsOf(double seconds) {
    char text[32] = "all";
    if (seconds > 0.0) std::snprintf(text, sizeof text, "%g s", seconds);
    return text;
}

/// The noise on the test speech, or the way it is heard.
std::string pathOf(const VerifyCondition& c) {
    if (!c.heard.empty()) return c.heard;
    char text[32] = "clean";
    if (c.snrDb) std::snprintf(text, sizeof text, "%g dB", *c.snrDb);
    return text;
}

class EvaluateVerify : public Command {
public:
    std::string name() const override { return "evaluate-verify"; }
    std::string description() const override {
        return "Equal error rate of a speaker model on a list of trials";
    }

    void configure(CLI::App& app) override {
        app.add_option("--trials", trials_, "Folder with trials.tsv, enroll/ and test/")->required();
        app.add_option("--model", model_, "Name of a built-in speaker model, or a file");
        app.add_option("--denoiser", denoiser_, "Name of a built-in denoiser to run first, or a file");
        app.add_flag("--raw", raw_, "Without a denoiser");
        app.add_flag(
            "--levelled", plan_.levelled,
            "Every recording at the same loudness, through a random smooth equaliser, with pink noise at 20 dB");
        app.add_option("--snr", plan_.snrsDb, "Also add noise to the test speech, this many dB below it");
        app.add_option("--noise", noise_, "Folder of noise recordings for --snr (default: pink noise)");
        std::string ways;
        std::vector<std::string> names;
        for (const auto& way : waysToHear()) {
            ways += std::string(ways.empty() ? "" : "; ") + way.name + ": " + way.what;
            names.push_back(way.name);
        }
        app.add_option("--heard", plan_.heard, "Also hear the test speech in another way: " + ways)
            ->check(CLI::IsMember(names));
        app.add_option("--plots", plots_, "Folder for the DET curve and the calibration plot");
        app.add_option("--seed", plan_.seed, "Seed of equalisers and noise");
        app.add_flag("--json", json_, "One JSON object instead of the table");
    }

    int run() override {
        plan_.trials = trials_;
        plan_.noise = noise_;
        plan_.embedder = findModel(model_, "embedder");
        plan_.denoiser = raw_ ? nullptr : findModel(denoiser_, "denoiser");
        const auto lines = runTrials(plan_);
        json_ ? printJson(lines) : printTable(lines);
        if (!plots_.empty()) plot(lines);
        return 0;
    }

private:
    std::string title() const {
        return plan_.embedder->name + " after " + (plan_.denoiser ? plan_.denoiser->name : "nothing") +
               (plan_.levelled ? ", levelled" : "");
    }

    void printTable(const std::vector<VerifyLine>& lines) const {
        std::printf("%s\n%-15s %-6s %-6s %-10s %6s %7s %6s  %6s  %-15s %7s %6s %9s %10s\n", title().c_str(),
                    "trials", "enrol", "test", "heard", "mean s", "targets", "others", "EER %",
                    "95 % interval", "minDCF", "Cllr", "refused %", "accepted %");
        for (const auto& line : lines) {
            const auto& f = line.figures;
            std::printf(
                "%-15s %-6s %-6s %-10s %6.2f %7d %6d  %6.2f  %6.2f - %6.2f %7.3f %6.3f %9.1f %10.1f\n",
                line.group.c_str(), secondsOf(line.condition.enrolSeconds).c_str(),
                secondsOf(line.condition.testSeconds).c_str(), pathOf(line.condition).c_str(),
                line.meanSeconds, f.targets, f.others, 100.0 * f.eer, 100.0 * f.eerLow, 100.0 * f.eerHigh,
                f.minDcf, f.logCost, 100.0 - 100.0 * f.acceptedTargets, 100.0 * f.acceptedOthers);
        }
        std::printf("refused: same talker, score below 0.5; accepted: other talker, score of 0.5 or more\n");
    }

    void printJson(const std::vector<VerifyLine>& lines) const {
        nlohmann::ordered_json json{{"model", plan_.embedder->name},
                                    {"hash", plan_.embedder->hash},
                                    {"denoiser", plan_.denoiser ? plan_.denoiser->name : ""},
                                    {"levelled", plan_.levelled},
                                    {"trials", trials_},
                                    {"noise", plan_.snrsDb.empty() ? ""
                                              : noise_.empty()     ? "pink"
                                                                   : noise_}};
        for (const auto& line : lines) {
            const auto& f = line.figures;
            nlohmann::ordered_json item{{"group", line.group},
                                        {"enrol_seconds", line.condition.enrolSeconds},
                                        {"test_seconds", line.condition.testSeconds},
                                        {"snr_db", nullptr},
                                        {"mean_seconds", line.meanSeconds},
                                        {"targets", f.targets},
                                        {"others", f.others},
                                        {"eer_percent", 100.0 * f.eer},
                                        {"eer_low_percent", 100.0 * f.eerLow},
                                        {"eer_high_percent", 100.0 * f.eerHigh},
                                        {"min_dcf", f.minDcf},
                                        {"cllr", f.logCost},
                                        {"accepted_targets", f.acceptedTargets},
                                        {"accepted_others", f.acceptedOthers}};
            if (line.condition.snrDb) item["snr_db"] = *line.condition.snrDb;
            if (!line.condition.heard.empty()) item["heard"] = line.condition.heard;
            if (line.group == "all")
                for (const auto& point : calibrationPoints(line.trials))
                    item["calibration"].push_back(
                        {{"said", point.said}, {"found", point.found}, {"trials", point.trials}});
            json["lines"].push_back(std::move(item));
        }
        std::cout << json.dump(1) << std::endl;
    }

    /// All of the enrolment; clean by length, noisy at 3 s.
    void plot(const std::vector<VerifyLine>& lines) const {
        std::vector<TrialCurve> curves;
        for (const auto& line : lines) {
            const auto& c = line.condition;
            if (line.group != "all" || c.enrolSeconds > 0.0 || !c.heard.empty() ||
                (c.snrDb && c.testSeconds != 3.0))
                continue;
            curves.push_back({secondsOf(c.testSeconds) + (c.snrDb ? " at " + pathOf(c) : ""), line.trials});
        }
        writeVerifyPlots(plots_, title(), curves);
    }

    VerifyPlan plan_;
    std::string trials_, noise_, plots_, model_ = defaultEmbedderName, denoiser_ = defaultDenoiserName;
    bool raw_ = false, json_ = false;
};

const RegisterCommand<EvaluateVerify> registeredEvaluateVerify;

} // namespace

} // namespace solus::train
