// evaluate-verify: how well the speaker model tells talkers apart on a list of trials.
#include "Command.h"
#include "Core/Random.h"
#include "Data/Manifest.h"
#include "Engine/Models.h"
#include "Engine/VoiceListener.h"
#include "Error.h"
#include "Evaluate/EvaluateFiles.h"
#include "Evaluate/Trials.h"
#include "Voices/VoiceAugment.h"

#include <cstdio>
#include <iostream>
#include <nlohmann/json.hpp>
#include <set>

namespace solus::train {

namespace fs = std::filesystem;

namespace {

constexpr int rate = 48000;
/// Seconds of the test recording that are heard; 0: all.
constexpr double lengths[] = {1.0, 2.0, 3.0, 0.0};

struct Heard {
    std::vector<float> embedding;
    double seconds = 0.0; ///< of the recording
};

/// A line of the table: scores of some trials, and how sure one can be of the figures.
struct Line {
    std::string name;
    double meanSeconds = 0.0;
    TrialFigures figures;
};

class EvaluateVerify : public Command {
public:
    std::string name() const override { return "evaluate-verify"; }
    std::string description() const override {
        return "Equal error rate of a speaker model on a list of trials";
    }

    void configure(CLI::App& app) override {
        app.add_option("--trials", trials_, "Folder with trials.tsv, enroll/ and test/")->required();
        app.add_option("--model", model_, "Name of a built-in speaker model, or a file");
        app.add_option("--denoiser", denoiser_, "Name of the built-in denoiser that comes first, or a file");
        app.add_flag("--raw", raw_, "Without a denoiser");
        app.add_flag(
            "--levelled", levelled_,
            "Every recording at one loudness, through a random smooth equaliser, with pink noise at 20 dB");
        app.add_option("--seed", seed_, "Of the equalisers and the noise of --levelled");
        app.add_flag("--json", json_, "One JSON object instead of the table");
    }

    int run() override {
        const auto model = findModel(model_, "embedder");
        const auto denoiser = raw_ ? nullptr : findModel(denoiser_, "denoiser");
        const auto trials = readTrials(fs::path(trials_) / "trials.tsv");

        std::map<std::pair<std::string, double>, Heard> heard; // by file and length
        for (const auto& trial : trials) {
            heard[{trial.enrol, 0.0}];
            for (double length : lengths) heard[{trial.test, length}];
        }
        std::vector<decltype(heard)::value_type*> jobs;
        for (auto& entry : heard) jobs.push_back(&entry);
        forEach("Listening", jobs.size(), [&](size_t i) {
            const auto& [file, length] = jobs[i]->first;
            jobs[i]->second = hear(file, length, model, denoiser);
        });

        const SpeakerScore similarity(*model, model->outputSize);
        std::vector<Line> lines;
        for (double length : lengths) {
            auto scored = trials;
            std::vector<double> seconds;
            for (auto& trial : scored) {
                const auto& test = heard.at({trial.test, length});
                trial.score = similarity(heard.at({trial.enrol, 0.0}).embedding, test.embedding);
                seconds.push_back(test.seconds);
            }
            char title[32] = "all";
            if (length > 0.0) std::snprintf(title, sizeof title, "up to %g s", length);
            lines.push_back({title, meanOf(seconds), figuresOf(scored)});
            if (length > 0.0) continue;
            const auto only = [&](const std::string& name, const auto& condition) {
                std::vector<Trial> part;
                std::copy_if(scored.begin(), scored.end(), std::back_inserter(part), condition);
                const auto figures = figuresOf(part);
                if (figures.targets > 0 && figures.others > 0)
                    lines.push_back({name, meanOf(seconds), figures});
            };
            only("similar pitch", [](const Trial& t) { return t.target || t.similarPitch; });
            std::set<std::string> corpora;
            for (const auto& trial : scored) corpora.insert(trial.corpus);
            for (const auto& corpus : corpora)
                only(corpus, [&](const Trial& t) { return t.corpus == corpus; });
        }
        json_ ? printJson(lines, *model, denoiser) : printTable(lines, *model, denoiser);
        return 0;
    }

private:
    /// By the path of the live engine, or without its denoiser.
    Heard hear(const std::string& file, double seconds, const std::shared_ptr<const Model>& model,
               const std::shared_ptr<const Model>& denoiser) const {
        auto samples = readMono(fs::path(trials_) / file, rate);
        if (levelled_) {
            Random random({seed_, stableHash(file)});
            levelVoice(samples, random);
        }
        if (seconds > 0.0) samples.resize(std::min(samples.size(), static_cast<size_t>(seconds * rate)));
        Heard result{{}, static_cast<double>(samples.size()) / rate};
        const float* pointer = samples.data();
        if (denoiser) {
            VoiceListener listener(denoiser, model, rate, 1);
            listener.push(&pointer, static_cast<int>(samples.size()));
            result.embedding = listener.finish().embedding;
        } else {
            Embedder embedder(model, 1);
            embedder.push(&pointer, static_cast<int>(samples.size()));
            result.embedding.assign(embedder.embedding().begin(), embedder.embedding().end());
        }
        return result;
    }

    void printTable(const std::vector<Line>& lines, const Model& model,
                    const std::shared_ptr<const Model>& denoiser) const {
        std::printf("%s after %s%s\n", model.name.c_str(), denoiser ? denoiser->name.c_str() : "nothing",
                    levelled_ ? ", levelled" : "");
        std::printf("%-16s %7s %8s %8s  %7s  %-15s  %7s\n", "test speech", "mean s", "targets", "others",
                    "EER %", "95 % interval", "minDCF");
        for (const auto& [name, seconds, f] : lines)
            std::printf("%-16s %7.2f %8d %8d  %7.2f  %6.2f - %6.2f  %7.3f\n", name.c_str(), seconds,
                        f.targets, f.others, 100.0 * f.eer, 100.0 * f.eerLow, 100.0 * f.eerHigh, f.minDcf);
    }

    void printJson(const std::vector<Line>& lines, const Model& model,
                   const std::shared_ptr<const Model>& denoiser) const {
        nlohmann::ordered_json json{{"model", model.name},
                                    {"hash", model.hash},
                                    {"denoiser", denoiser ? denoiser->name : ""},
                                    {"levelled", levelled_},
                                    {"trials", trials_}};
        for (const auto& [name, seconds, f] : lines)
            json["lines"].push_back({{"test_speech", name},
                                     {"mean_seconds", seconds},
                                     {"targets", f.targets},
                                     {"others", f.others},
                                     {"eer_percent", 100.0 * f.eer},
                                     {"eer_low_percent", 100.0 * f.eerLow},
                                     {"eer_high_percent", 100.0 * f.eerHigh},
                                     {"min_dcf", f.minDcf},
                                     {"accepted_targets", f.acceptedTargets},
                                     {"accepted_others", f.acceptedOthers}});
        std::cout << json.dump(1) << std::endl;
    }

    std::string trials_, model_ = defaultEmbedderName, denoiser_ = defaultDenoiserName;
    std::uint64_t seed_ = 7;
    bool raw_ = false, levelled_ = false, json_ = false;
};

const RegisterCommand<EvaluateVerify> registered;

} // namespace

} // namespace solus::train
