// mnist-svd-finetune: a perceptron truncated to rank D, then trained for a few more epochs.
#include "Lab/Plot.h"
#include "Nets/Images/MlpNet.h"
#include "Tasks/Images/ImageExperiment.h"

namespace solus::train {

namespace {

/// Starts from the truncated factors of a trained network.
class FinetuneTask : public ClassifierTask {
public:
    FinetuneTask(const ImageSplits& splits, const TrainOptions& options, const MlpNetImpl& whole,
                 const MlpSize& size)
        : ClassifierTask(splits, options, [size] { return MlpNet(size).ptr(); }), whole_(whole),
          rank_(size.rank) {}
    void prepareModel(torch::nn::Module& model) const override {
        dynamic_cast<MlpNetImpl&>(model).approximate(whole_, rank_);
    }

private:
    const MlpNetImpl& whole_;
    const int rank_;
};

class MnistSvdFinetune : public MnistExperiment {
public:
    std::string name() const override { return "mnist-svd-finetune"; }
    std::string description() const override {
        return "The perceptron at rank 20, repaired by ten epochs: 4 % of the memory";
    }

    void configure(CLI::App& app, TrainOptions& defaults) override {
        imageDefaults(defaults, 10);
        app.add_option("--mlp", mlp_, "Run folder of a trained mnist-mlp; without it one is trained first");
        app.add_option("--rank", rank_, "Singular values that are kept")->check(CLI::Range(1, 784));
        app.add_option("--dropout", dropout_, "Dropout during the repair")->check(CLI::Range(0.0, 0.9));
    }

    Story story() const override {
        return {"The cut is blind: it keeps what is large in the matrix, not what matters for the answer. "
                "Training the two "
                "thin factors for a few epochs from there lets the network choose again, at the same size.",
                {"Dense(1024)  →  Dense(D, linear, no bias) · Dense(1024, ReLU)",
                 "U = P_D Σ_D^(1/2),  V = Σ_D^(1/2) Q_Dᵀ        W = P Σ Qᵀ"},
                {mlpSketch(thin())},
                {{"solus-train mnist-svd-finetune --data DATA --rank 5 --out runs/rank5",
                  "How far down does it go?"},
                 {"solus-train denoise-svd --data DATA", "The same with a denoiser that people listen to."}}};
    }

    void run(Run& run) override {
        const auto splits = loadImages(run);
        auto whole = obtainMlp(run, splits, mlp_, run.options.epochs);
        MlpNet cut(thin());
        cut->approximate(*whole, rank_);
        const double before = 100.0 * classify(*whole, splits.test).accuracy,
                     truncated = 100.0 * classify(*cut, splits.test).accuracy;
        auto options = run.inEpochs(run.options.epochs, splits.train.size());
        auto net = run.train<MlpNet>(FinetuneTask(splits, options, *whole, thin()), "repaired", options);
        const auto verdict = classify(*net, splits.test);
        const double memory = 100.0 * static_cast<double>(mlpParameters(thin(), rank_)) /
                              static_cast<double>(mlpParameters({}, 0));
        run.report.result("test accuracy, whole", before, "%");
        run.report.result("test accuracy, cut", truncated, "%", rank_ == 20 ? "71.90" : "");
        run.report.result("test accuracy, repaired", 100.0 * verdict.accuracy, "%",
                          rank_ == 20 ? "≥ 95" : "");
        run.report.result("parameters", static_cast<double>(mlpParameters(thin(), rank_)));
        run.report.result("of the whole network", memory, "%", rank_ == 20 ? "4" : "");
        run.report.heading("How it recovers");
        run.report.picture("repaired/curves.png",
                           "Loss and validation accuracy from the first epoch after the cut.");
    }

private:
    MlpSize thin() const {
        MlpSize size;
        size.rank = rank_;
        size.dropout = dropout_;
        return size;
    }

    std::string mlp_;
    int rank_ = 20;
    double dropout_ = 0.05;
};

const RegisterExperiment<MnistSvdFinetune> registeredMnistSvdFinetune;

} // namespace

} // namespace solus::train
