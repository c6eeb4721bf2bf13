// mnist-mlp: five hidden layers of 1,024, and a look at how each of them represents the digits.
#include "Lab/Picture.h"
#include "Lab/Plot.h"
#include "Nets/Images/MlpNet.h"
#include "Tasks/Images/ImageExperiment.h"
#include "Tasks/Images/LayerMaps.h"

namespace solus::train {

namespace {

class MnistMlp : public MnistExperiment {
public:
    std::string name() const override { return "mnist-mlp"; }
    std::string description() const override {
        return "A perceptron of 5 × 1,024 with dropout, looked at layer by layer";
    }

    void configure(CLI::App& app, TrainOptions& defaults) override {
        imageDefaults(defaults, 20);
        app.add_option("--dropout", size_.dropout, "Share of outputs that are dropped")
            ->check(CLI::Range(0.0, 0.9));
        app.add_option("--variant-epochs", variantEpochs_,
                       "Epochs of the variant with ReLU and dropout on the output layer too; 0: without it")
            ->check(CLI::Range(0.0, 1e6));
        app.add_option("--constant-rate", constantRate_, "1: Adam at a constant rate, as in the course")
            ->check(CLI::Range(0, 1));
        app.add_option("--map-images", mapImages_, "Test images in the maps of the layers")
            ->check(CLI::Range(50, 2000));
    }

    Story story() const override {
        return {"Five layers of 1,024 units are far more than ten digits need: five million parameters for "
                "fifty-five thousand images. Dropout keeps so large a network from learning the images by "
                "heart: at each step a fifth of the units are switched off at random, so no unit can lean "
                "on another.\n\nWhat happens on the way from pixels to digits can be seen by drawing the "
                "outputs of each layer in the plane: clusters that are tangled at first separate from layer "
                "to layer.\n\nThe last 5,000 training images are held out to choose the epoch; the test "
                "images are used once, at the end.",
                {"h_0 = x",
                 "h_l = m_l ⊙ relu(W_l h_(l−1) + b_l) / (1 − p),  m_l ~ Bernoulli(1 − p),  p = " +
                     shortNumber(size_.dropout),
                 "L = −log softmax(W h_5 + b)_y"},
                {mlpSketch(size_)},
                {{"solus-train mnist-svd --data DATA --mlp runs/mnist-mlp",
                  "How many of the five million are needed?"},
                 {"solus-train mnist-mlp --data DATA --dropout 0 --out runs/no-dropout",
                  "Without dropout: the training loss falls faster; does the test follow?"}}};
    }

    void quicken(TrainOptions& options) override {
        MnistExperiment::quicken(options);
        variantEpochs_ = std::min(variantEpochs_, 2.0);
    }

    void run(Run& run) override {
        const auto splits = loadImages(run);
        auto net = trainNet(run, splits, "mlp", size_, run.options.epochs);
        const auto verdict = classify(*net, splits.test);
        run.report.result("parameters", static_cast<double>(mlpParameters(size_, 0)), "", "5,012,490");
        run.report.result("test accuracy", 100.0 * verdict.accuracy, "%",
                          "97.68 after 20 epochs, 98.54 after 50");
        run.report.result("test loss", verdict.loss);
        showCurves(run);
        if (variantEpochs_ > 0.0) {
            auto variant = size_;
            variant.outputActivation = true;
            auto other = trainNet(run, splits, "relu-output", variant, variantEpochs_);
            run.report.result("test accuracy, ReLU and dropout on the output layer",
                              100.0 * classify(*other, splits.test).accuracy, "%");
        }
        showMistakes(run, splits.test, verdict);
        showBest(run, splits.test, verdict);
        run.checkStopped();
        reportLayerMaps(run, *net, splits.test, mapImages_);
    }

private:
    MlpNet trainNet(Run& run, const ImageSplits& splits, const std::string& stage, const MlpSize& size,
                    double epochs) {
        auto options = run.inEpochs(epochs, splits.train.size());
        options.constantRate = constantRate_ == 1;
        return run.train<MlpNet>(ClassifierTask(splits, options, [size] { return MlpNet(size).ptr(); }),
                                 stage, options);
    }

    static void showCurves(Run& run) {
        run.report.heading("Curves");
        run.report.picture("mlp/curves.png",
                           "Loss on training images (with dropout), loss and accuracy on those held out.");
        const auto rows = RunFolder(run.folder / "mlp").readJson("metrics.json");
        run.report.result("training loss, first epoch", rows.front().at("train_loss").get<double>(), "",
                          "0.2964");
        run.report.result("training loss, last epoch", rows.back().at("train_loss").get<double>(), "",
                          "0.0332 (50 epochs)");
    }

    static void showMistakes(Run& run, const ImageSet& test, const Verdict& verdict) {
        const std::vector<std::string> digits{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"};
        drawMatrix(run.folder / "confusion.png", {"Test images: truth down, answer across", "", ""},
                   confusion(test, verdict), digits, digits);
        run.report.heading("Mistakes");
        run.report.picture("confusion.png", "Rows are the true digits, columns the answers.");
        const auto wrong = verdict.answers.ne(test.labels).nonzero().flatten();
        if (wrong.size(0) == 0) return;
        const auto surest = verdict.probabilities.index_select(0, wrong).amax(1).argsort(0, true);
        const auto chosen = wrong.index_select(0, surest.slice(0, 0, 40));
        writeImageGrid(run.folder / "mistakes.png", test.images.index_select(0, chosen), 20, 2);
        std::string caption = "The surest mistakes. Truth → answer:";
        for (std::int64_t i = 0; i < chosen.size(0); ++i)
            caption += " " + std::to_string(test.labels[chosen[i]].item<std::int64_t>()) + "→" +
                       std::to_string(verdict.answers[chosen[i]].item<std::int64_t>());
        run.report.picture("mistakes.png", caption);
    }

    static void showBest(Run& run, const ImageSet& test, const Verdict& verdict) {
        std::vector<torch::Tensor> best;
        for (std::int64_t digit = 0; digit < 10; ++digit)
            best.push_back(test.images[verdict.probabilities.select(1, digit).argmax()]);
        writeImageGrid(run.folder / "most-confident.png", torch::stack(best), 10, 4);
        run.report.heading("The most typical of each digit");
        run.report.picture("most-confident.png",
                           "For each digit, the test image that the network is surest of.");
    }

    MlpSize size_;
    double variantEpochs_ = 5.0;
    int constantRate_ = 0, mapImages_ = 700;
};

const RegisterExperiment<MnistMlp> registeredMnistMlp;

} // namespace

} // namespace solus::train
