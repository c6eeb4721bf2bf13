// mnist-backprop-shallow: one hidden layer, trained without autograd, by three optimisers.
#include "ByHand/GradientCheck.h"
#include "ByHand/HandReport.h"
#include "Lab/Picture.h"
#include "Tasks/Images/ImageExperiment.h"

namespace solus::train {

namespace {

class MnistBackpropShallow : public MnistExperiment {
public:
    std::string name() const override { return "mnist-backprop-shallow"; }
    std::string description() const override {
        return "Backpropagation by hand: one hidden layer, three optimisers";
    }

    void configure(CLI::App& app, TrainOptions& defaults) override {
        handDefaults(defaults, 10);
        app.add_option("--units", units_, "Units of the hidden layer")->check(CLI::Range(1, 16384));
        app.add_option("--activation", activation_, "relu, sigmoid or tanh")
            ->check(CLI::IsMember({"relu", "sigmoid", "tanh"}));
        app.add_option("--optimiser", optimiser_,
                       "sgd, momentum or adam; if --rate is 0, at the rates 0.1, 0.02 and 0.001")
            ->check(CLI::IsMember({"sgd", "momentum", "adam"}));
        app.add_option("--compare", compare_, "1: train with the other two optimisers too, to compare")
            ->check(CLI::Range(0, 1));
    }

    Story story() const override {
        return {
            "Nothing here but matrices: no autograd, no LibTorch. The network is three lines forward and, by "
            "the "
            "chain rule, three lines backward; ByHand/HandNet.h is the whole of it, with the equations above "
            "the "
            "code. Each gradient is first checked against the slope of the loss itself: move one weight a "
            "little up and down, and see how far the loss moves.\n\nThen three ways to use the same "
            "gradient: "
            "straight downhill, with the swing of a heavy ball, and with a step for each weight that does "
            "not "
            "depend on how large its gradient is.",
            {"a = f(W_1 x + b_1),  p = softmax(W_2 a + b_2),  L = −log p_y",
             "δ_2 = p − onehot(y),   ∂L/∂W_2 = δ_2 aᵀ,   ∂L/∂b_2 = δ_2",
             "δ_1 = W_2ᵀ δ_2 ⊙ f′(z_1),   ∂L/∂W_1 = δ_1 xᵀ,   ∂L/∂b_1 = δ_1",
             "sgd: w ← w − η g     momentum: v ← 0.9 v + g, w ← w − η v",
             "adam: m ← 0.9 m + 0.1 g, v ← 0.999 v + 0.001 g²,  w ← w − η m̂ / (√v̂ + ε)"},
            {handSketch(sizes(), activation_)},
            {{"solus-train mnist-backprop-shallow --data DATA --rate 1 --compare 0 --out runs/rate-1",
              "Ten times the rate: faster, or too fast?"},
             {"solus-train mnist-backprop-deep --data DATA",
              "What becomes of the gradient on a longer way back?"}}};
    }

    void run(Run& run) override {
        checkHandOptions(run.options);
        const auto splits = loadImages(run);
        const auto options = run.inEpochs(run.options.epochs, splits.train.size());
        const HandSetup setup{sizes(), activationFromText(activation_), optimiser_};
        auto main = trainByHand(run, splits, setup, options, optimiser_);
        const auto score = scoreByHand(*main.net, splits.test, main.scale);
        run.report.result("parameters", static_cast<double>(main.net->parameters().size()));
        run.report.result(
            "gradient check, largest relative error",
            gradientCheck(setup.sizes, setup.activation, splits.test, main.scale, run.options.seed), "",
            "≤ 1e-5");
        run.report.result("test accuracy, " + optimiser_, 100.0 * score.accuracy, "%");
        run.report.result("test loss, " + optimiser_, score.loss);
        run.report.result("training time, " + optimiser_, main.seconds, "s");
        std::vector<HandStage> stages{{optimiser_, optimiser_}};
        if (compare_ == 1) compareOptimisers(run, splits, setup, options, stages);
        showCurves(run, stages);
        showUnits(run, *main.net);
    }

private:
    std::vector<int> sizes() const { return {784, units_, 10}; }

    static void compareOptimisers(Run& run, const ImageSplits& splits, HandSetup setup, TrainOptions options,
                                  std::vector<HandStage>& stages) {
        const std::string first = setup.optimiser;
        options.rate = 0.0; // each at its own default rate
        for (const char* other : {"sgd", "momentum", "adam"}) {
            if (other == first) continue;
            setup.optimiser = other;
            auto result = trainByHand(run, splits, setup, options, other);
            const auto score = scoreByHand(*result.net, splits.test, result.scale);
            run.report.result("test accuracy, " + setup.optimiser, 100.0 * score.accuracy, "%");
            stages.push_back({other, other});
        }
    }

    static void showCurves(Run& run, const std::vector<HandStage>& stages) {
        run.report.heading("Curves");
        drawPanels(run.folder / "optimisers.png",
                   {stagePanel(run, stages, "train_loss", "loss on the training images"),
                    stagePanel(run, stages, "val_accuracy", "accuracy on the validation images, %")},
                   2);
        run.report.picture("optimisers.png",
                           "After each epoch; every optimiser starts from the same weights and sees "
                           "the same batches.");
        run.report.heading("Inside the layers");
        for (const auto& stage : stages) reportLayers(run, stage);
    }

    /// The weights of hidden units as pictures.
    static void showUnits(Run& run, HandNet<float>& net) {
        const auto& weights = net.layers()[0].weights;
        const std::int64_t count = std::min<std::int64_t>(64, weights.rows());
        auto images = torch::empty({count, 1, 28, 28});
        for (std::int64_t unit = 0; unit < count; ++unit) {
            const Vector<float> row = weights.row(unit) / weights.row(unit).cwiseAbs().maxCoeff();
            for (std::int64_t i = 0; i < 784; ++i) images[unit][0][i / 28][i % 28] = 0.5f + 0.5f * row[i];
        }
        writeImageGrid(run.folder / "units.png", images, 16, 2);
        run.report.heading("What hidden units look for");
        run.report.picture("units.png",
                           "The weights of " + std::to_string(count) +
                               " hidden units: white pixels excite the unit, black ones quieten it.");
    }

    int units_ = 128, compare_ = 1;
    std::string activation_ = "relu", optimiser_ = "sgd";
};

const RegisterExperiment<MnistBackpropShallow> registeredMnistBackpropShallow;

} // namespace

} // namespace solus::train
