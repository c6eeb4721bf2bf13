// denoise-svd: trained denoisers with their matrices as products of two thin ones; what that costs and saves.
#include "Base/Error.h"
#include "Core/Checkpoint.h"
#include "Engine/EngineSettings.h"
#include "Engine/Models.h"
#include "Evaluate/DenoiseOutput.h"
#include "Evaluate/HeldOut.h"
#include "Evaluate/HopTime.h"
#include "Lab/Plot.h"
#include "Measure/Metrics.h"
#include "Tasks/RecordingExperiment.h"
#include "Tasks/Speech/DistilTask.h"

#include <sstream>

namespace solus::train {

namespace {

std::vector<std::string> splitList(const std::string& text) {
    std::vector<std::string> parts;
    std::istringstream stream(text);
    for (std::string part; std::getline(stream, part, ',');) parts.push_back(part);
    return parts;
}

std::vector<int> ranksOf(const std::string& text) {
    std::vector<int> ranks;
    for (const auto& part : splitList(text)) {
        if (part.empty() || part.size() > 5 || part.find_first_not_of("0123456789") != std::string::npos ||
            std::stoi(part) < 1)
            throw Error("--ranks: \"" + part + "\" is not a rank; give whole numbers from 1, e.g. 16,32,64");
        ranks.push_back(std::stoi(part));
    }
    return ranks;
}

/// The figures of one form of a model, measured in the engine.
struct Measured {
    double parameters = 0.0, megabytes = 0.0, hop = 0.0; ///< hop in µs
    double gain = 0.0;       ///< mean gain of SI-SDR on the validation mixtures, dB
    std::vector<double> snr; ///< of the held-out files, dB
};

class Bench {
public:
    Bench(std::shared_ptr<const Library> library, int mixtures, std::vector<HeldOutFile> files)
        : files_(std::move(files)) {
        const Mixer held(std::move(library), Split::validation, validationMixing());
        for (int i = 0; i < mixtures; ++i) mixtures_.push_back(held.make(20240229, 0, i));
    }

    Measured measure(const std::shared_ptr<const Model>& model) const {
        Measured result{static_cast<double>(model->parameters),
                        static_cast<double>(model->bytes) / 1e6,
                        hopMicroseconds(model),
                        0.0,
                        {}};
        for (const auto& mixture : mixtures_) {
            auto noisy = mixture.speech;
            for (size_t i = 0; i < noisy.size(); ++i) noisy[i] += mixture.noise[i];
            const double before = siSdrDb(mixture.speech, noisy);
            const double after = siSdrDb(mixture.speech, denoise(model, noisy, defaultAmountDb));
            result.gain += (after - before) / static_cast<double>(mixtures_.size());
        }
        for (const auto& file : files_)
            result.snr.push_back(snrDb(file.clean, denoise(model, file.noisy, defaultAmountDb)));
        return result;
    }
    const std::vector<HeldOutFile>& files() const { return files_; }

private:
    std::vector<HeldOutFile> files_;
    std::vector<Mixture> mixtures_;
};

class DenoiseSvd : public RecordingExperiment {
public:
    std::string name() const override { return "denoise-svd"; }
    std::string description() const override {
        return "Trained denoisers compressed by singular values: quality, size and time of a hop";
    }
    std::string group() const override { return "Speech"; }
    std::unique_ptr<Task> makeTask(std::shared_ptr<const Library>, const TrainOptions&) override {
        return {};
    }

    void configure(CLI::App& app, TrainOptions& defaults) override {
        defaults.steps = 120;
        defaults.batch = 8;
        defaults.rate = 5e-4;
        defaults.validateEvery = 40;
        defaults.quickSteps = 4;
        defaults.average = 0.95;
        mixing_.seconds = 2.0;
        heldOut_ = heldOutFolder().string();
        app.add_option("--model", models_,
                       "Built-in models or files (.safetensors), with commas between them");
        app.add_option("--ranks", ranks_,
                       "Ranks of every dense and recurrent matrix, with commas between them");
        app.add_option("--tolerance", tolerance_, "SI-SDR in dB that a smaller model may lose")
            ->check(CLI::Range(0.0, 10.0));
        app.add_option("--validation", validation_, "Mixtures to measure on")->check(CLI::Range(1, 1000));
        app.add_option("--held-out", heldOut_,
                       "Folder of voice-in-rain.flac, voice-by-bicycle.flac and their .clean.flac");
    }

    void quicken(TrainOptions& options) override {
        RecordingExperiment::quicken(options);
        validation_ = std::min(validation_, 2);
        auto ranks = ranksOf(ranks_);
        std::sort(ranks.begin(), ranks.end());
        if (ranks.size() > 2) ranks_ = std::to_string(ranks.front()) + "," + std::to_string(ranks.back());
    }
    void run(Run&) override;
    Story story() const override;

private:
    void compress(Run&, const std::shared_ptr<const Model>&, const std::vector<int>& ranks,
                  const std::shared_ptr<const Library>&, const Bench&);

    std::string models_ = "denoise-ibm,denoise-dense", ranks_ = "16,32,64,128,256", heldOut_;
    double tolerance_ = 0.2;
    int validation_ = 12;
    MixerOptions mixing_;
};

std::shared_ptr<const Model> write(const std::filesystem::path& path, const DistilTask& task,
                                   torch::nn::Module& net) {
    task.exportModel(net, path, {});
    return Model::load(path.string());
}

void DenoiseSvd::compress(Run& run, const std::shared_ptr<const Model>& model, const std::vector<int>& ranks,
                          const std::shared_ptr<const Library>& library, const Bench& bench) {
    const auto whole = bench.measure(model);
    std::vector<Measured> plain, tuned;
    for (const int rank : ranks) {
        const DistilTask task(model, rank, library, mixing_, run.options.seed, run.options.quick ? 2 : 8);
        const auto stage = model->name + "-" + std::to_string(rank);
        auto options = run.options;
        auto net = run.train<TorchGraph>(task, stage, options);
        plain.push_back(
            bench.measure(write(run.folder / (stage + ".svd.safetensors"), task, *task.makeModel())));
        tuned.push_back(bench.measure(write(run.folder / (stage + ".safetensors"), task, *net)));
        run.checkStopped();
    }

    auto& report = run.report;
    report.heading(model->name);
    std::vector<std::vector<std::string>> rows;
    const auto addRow = [&](const std::string& rank, const Measured& size, const Measured* svd,
                            const Measured& best) {
        rows.push_back({rank, grouped(static_cast<std::int64_t>(size.parameters)), fixed(size.megabytes, 2),
                        fixed(size.hop, 0), svd ? fixed(svd->gain, 2) : "", fixed(best.gain, 2)});
        for (double snr : best.snr) rows.back().push_back(fixed(snr, 2));
    };
    addRow("whole", whole, nullptr, whole);
    for (size_t i = 0; i < ranks.size(); ++i) addRow(std::to_string(ranks[i]), tuned[i], &plain[i], tuned[i]);
    std::vector<std::string> head{"rank",     "numbers",          "MB",
                                  "µs a hop", "SI-SDR gain, SVD", "SI-SDR gain, tuned"};
    for (const auto& file : bench.files()) head.push_back("SNR " + file.name);
    report.table(
        head, rows,
        "SI-SDR gain: mean over held-out mixtures, in dB; SNR of the held-out files after cleaning by the "
        "fine-tuned model, in dB; a hop is 10.7 ms of sound; all measured in the engine, in this run.");

    const auto column = [&](const std::vector<Measured>& list, double Measured::*value, double scale) {
        std::vector<double> values;
        for (const auto& one : list) values.push_back(scale * one.*value);
        return values;
    };
    std::vector<Panel> panels;
    const std::pair<const char*, std::pair<double Measured::*, double>> axes[] = {
        {"numbers in the model, millions", {&Measured::parameters, 1e-6}},
        {"time of a hop, microseconds", {&Measured::hop, 1.0}}};
    for (const auto& [title, what] : axes) {
        const auto [value, scale] = what;
        panels.push_back(
            {{"", title, "SI-SDR gain, dB"},
             {{"SVD", column(plain, value, scale), column(plain, &Measured::gain, 1.0), Mark::linePoints},
              {"SVD, fine-tuned", column(tuned, value, scale), column(tuned, &Measured::gain, 1.0),
               Mark::linePoints},
              {"whole", {scale * whole.*value}, {whole.gain}, Mark::points}}});
    }
    drawPanels(run.folder / (model->name + ".png"), panels, 2);
    report.picture(model->name + ".png", model->name + ": quality against size, and against time");

    for (size_t i = 0; i < ranks.size(); ++i)
        if (tuned[i].gain >= whole.gain - tolerance_ && tuned[i].parameters < whole.parameters) {
            report.text("The smallest rank that loses no more than " + fixed(tolerance_, 1) + " dB is " +
                        std::to_string(ranks[i]) + ": " +
                        fixed(100.0 * tuned[i].parameters / whole.parameters, 0) + " % of the numbers, " +
                        fixed(100.0 * tuned[i].hop / whole.hop, 0) +
                        " % of the time. This is the one to ship: " + model->name + "-" +
                        std::to_string(ranks[i]) + ".safetensors in this folder.");
            report.result(model->name + ", rank to ship", ranks[i]);
            report.result(model->name + " at that rank, share of the numbers",
                          100.0 * tuned[i].parameters / whole.parameters, "%");
            report.result(model->name + " at that rank, share of the time", 100.0 * tuned[i].hop / whole.hop,
                          "%");
            report.result(model->name + " at that rank, SI-SDR gain", tuned[i].gain, "dB",
                          "whole: " + fixed(whole.gain, 2));
            return;
        }
    report.text("None of these ranks is smaller and loses no more than " + fixed(tolerance_, 1) +
                " dB: the whole model ships.");
    report.result(model->name + ", SI-SDR gain of the whole model", whole.gain, "dB");
}

void DenoiseSvd::run(Run& run) {
    auto ranks = ranksOf(ranks_);
    std::sort(ranks.begin(), ranks.end());
    std::vector<std::shared_ptr<const Model>> models;
    for (const auto& model : splitList(models_)) models.push_back(findModel(model, "denoiser"));
    const auto files = heldOutFiles(heldOut_);
    const auto library = load(run);
    const Bench bench(library, validation_, files);
    for (const auto& model : models) compress(run, model, ranks, library, bench);
}

Story DenoiseSvd::story() const {
    std::vector<Sketch> sketches;
    for (const auto& name : splitList(models_)) {
        try {
            const auto model = findModel(name, "denoiser");
            sketches.push_back(
                {model->name, std::to_string(model->inputSize) + " values", trainable(*model)->stages()});
        } catch (const Error&) {
            // The story can be told without the models; run() reports what is wrong with them.
        }
    }
    return {"Most of what a trained matrix does happens in a few directions. The singular value "
            "decomposition finds them, the strongest first; keeping r of them is the best possible "
            "approximation of rank r, and as a product of two thin matrices it costs r (m + n) "
            "multiplications instead of m n. A denoiser that is cut this way does a little worse; a few "
            "minutes of fine-tuning, in which the thin matrices learn to give the same outputs as the whole "
            "ones, bring most of that back. The engine runs the pairs as they are, so what is saved on "
            "paper is saved in every hop.",
            {"W = P Σ Qᵀ        U = P_r Σ_r^(1/2)        V = Σ_r^(1/2) Q_rᵀ",
             "W x ≈ U (V x)        r (m + n) instead of m n",
             "L = mean (y − y*)²        y*: the output of the whole network"},
            sketches,
            {{"solus-train denoise-svd --data DATA --ranks 8,12,16,24 --out runs/denoise-svd-small",
              "Where does it break?"},
             {"solus-train denoise-svd --data DATA --steps 1000 --out runs/denoise-svd-long",
              "Longer fine-tuning: how much of the loss comes back?"}}};
}

const RegisterExperiment<DenoiseSvd> registeredDenoiseSvd;

} // namespace

} // namespace solus::train
