// evaluate-denoise: figures of a denoiser on a test set of noisy and clean recordings.
#include "Base/Error.h"
#include "Command.h"
#include "Core/OnAllCores.h"
#include "Engine/EngineSettings.h"
#include "Engine/Models.h"
#include "Evaluate/DenoiseOutput.h"
#include "Evaluate/DenoisePlots.h"
#include "Evaluate/DenoiseReport.h"
#include "Evaluate/EvaluateFiles.h"

#include <algorithm>
#include <iostream>
#include <nlohmann/json.hpp>

namespace solus::train {

namespace fs = std::filesystem;

namespace {

constexpr double wideBandHz = 14000.0;

std::vector<DenoiseItem> readItems(const fs::path& testset) {
    std::vector<DenoiseItem> items;
    for (auto& row : readTable(testset / "manifest.tsv", {"file", "snr_db"})) {
        DenoiseItem item;
        item.file = row.at("file");
        try {
            item.snrDb = std::stoi(row.at("snr_db"));
        } catch (const std::logic_error&) {
            throw Error((testset / "manifest.tsv").string() + ": the snr_db of " + item.file +
                        " is not a number");
        }
        item.noiseClass = row["noise_class"]; // both columns may be missing
        item.wideBand = std::atof(row["speech_bandwidth_hz"].c_str()) >= wideBandHz;
        items.push_back(std::move(item));
    }
    return items;
}

class EvaluateDenoise : public Command {
public:
    std::string name() const override { return "evaluate-denoise"; }
    std::string description() const override {
        return "Measure a denoiser, or recordings made by another one, on a test set";
    }

    void configure(CLI::App& app) override {
        *this = {}; // a program may run a command more than once
        app.add_option("--testset", testset_, "Folder with manifest.tsv, clean/ and noisy/")->required();
        auto* model = app.add_option("--model", model_, "Name of a built-in model, or a file");
        app.add_option(
               "--wavs", wavs_,
               "Folder of cleaned recordings to measure instead of running a model; what needs a model "
               "to run (noise alone, clean speech, silence) is left out")
            ->excludes(model);
        app.add_option("--amount", amountDb_, "Largest attenuation of noise, in dB")
            ->check(CLI::Range(0.0, 100.0));
        app.add_option("--out", out_, "Folder to write the cleaned recordings to");
        app.add_option("--plots", plots_,
                       "Folder to write pictures to: improvement by SNR and by class of noise");
        app.add_flag("--files", files_, "Add a line for each file to the tables (JSON always has them)");
        app.add_flag("--json", json_, "One JSON object instead of the tables");
    }

    int run() override {
        DenoiseReport report;
        report.items = readItems(testset_);
        const auto model = wavs_.empty() ? findModel(model_, "denoiser") : nullptr;
        if (!out_.empty()) fs::create_directories(out_);
        for (const auto& in : {fs::path(testset_) / "clean", fs::path(testset_) / "noisy", fs::path(wavs_)})
            if (!out_.empty() && fs::exists(in) && fs::equivalent(in, out_))
                throw Error("--out " + out_ + ": holds recordings that are read; choose another folder");
        onAllCores("Measuring", report.items.size(), [&](size_t i) { measureItem(report.items[i], model); });
        if (model) {
            report.beginnings = measureBeginnings(report.items, model);
            report.rareVoices = measureRareVoices(report.items, model);
        }

        report.system = model ? model->name : wavs_;
        report.testset = testset_;
        report.groups = groupsOf(report.items, files_ && !json_);
        report.checks = checksOf(report.items);
        if (model) {
            report.amountDb = amountDb_;
            const auto more = checkCleanSpeech(model, amountDb_, fs::path(testset_) / "clean", report.items);
            report.checks.insert(report.checks.end(), more.begin(), more.end());
            report.checks.push_back(checkOf(report.beginnings));
        }
        if (!plots_.empty()) writeDenoisePlots(plots_, report.system, report.groups);
        std::cout << (json_ ? jsonOf(report).dump(1) + "\n" : tablesOf(report)) << std::flush;
        return 0;
    }

private:
    void measureItem(DenoiseItem& item, const std::shared_ptr<const Model>& model) const {
        const auto clean = readMono(fs::path(testset_) / "clean" / item.file, evaluationRate);
        const auto noisy = readMono(fs::path(testset_) / "noisy" / item.file, evaluationRate);
        if (clean.size() != noisy.size()) throw Error(item.file + ": clean and noisy differ in length");
        const auto cleaned =
            model ? denoise(model, noisy, amountDb_) : readCleaned(wavs_, item.file, clean.size());
        measureSpeech(item, clean, noisy, cleaned);
        if (model) {
            std::vector<float> noise(noisy.size());
            std::transform(noisy.begin(), noisy.end(), clean.begin(), noise.begin(), std::minus<>{});
            measureNoise(item, noise, denoise(model, noise, amountDb_));
        }
        if (!out_.empty()) writeCleaned(out_, item.file, cleaned);
    }

    std::vector<BeginningFigures> measureBeginnings(const std::vector<DenoiseItem>& items,
                                                    const std::shared_ptr<const Model>& model) const {
        std::vector<BeginningsOfFile> files(items.size());
        onAllCores("Beginnings", items.size(), [&](size_t i) {
            files[i] = beginningsOfFile(
                model, amountDb_, readMono(fs::path(testset_) / "clean" / items[i].file, evaluationRate),
                readMono(fs::path(testset_) / "noisy" / items[i].file, evaluationRate));
        });
        return figuresOf(files);
    }

    std::vector<RareVoiceFigures> measureRareVoices(const std::vector<DenoiseItem>& items,
                                                    const std::shared_ptr<const Model>& model) const {
        std::vector<RareVoices> files(items.size());
        onAllCores("Rare voices", items.size(), [&](size_t i) {
            const auto [clean, noise] = speechAndNoise(items[i]);
            files[i] = rareVoicesOf(model, amountDb_, clean, noise, i);
        });
        return figuresOf(files);
    }

    /// Apart.
    std::pair<std::vector<float>, std::vector<float>> speechAndNoise(const DenoiseItem& item) const {
        auto clean = readMono(fs::path(testset_) / "clean" / item.file, evaluationRate);
        auto noise = readMono(fs::path(testset_) / "noisy" / item.file, evaluationRate);
        std::transform(noise.begin(), noise.end(), clean.begin(), noise.begin(), std::minus<>{});
        return {std::move(clean), std::move(noise)};
    }

    std::string testset_, model_ = defaultDenoiserName, wavs_, out_, plots_;
    float amountDb_ = defaultAmountDb;
    bool files_ = false, json_ = false;
};

const RegisterCommand<EvaluateDenoise> registeredEvaluateDenoise;

} // namespace

} // namespace solus::train
