// mnist-backprop-deep: several hidden layers without autograd, and how much of the gradient reaches the
// first.
#include "ByHand/GradientCheck.h"
#include "ByHand/HandReport.h"
#include "Tasks/Images/ImageExperiment.h"

namespace solus::train {

namespace {

class MnistBackpropDeep : public MnistExperiment {
public:
    std::string name() const override { return "mnist-backprop-deep"; }
    std::string description() const override {
        return "Backpropagation by hand: many layers, and where gradients vanish";
    }

    void configure(CLI::App& app, TrainOptions& defaults) override {
        handDefaults(defaults, 8);
        app.add_option("--layers", layers_, "Hidden layers")->check(CLI::Range(1, 50));
        app.add_option("--units", units_, "Units of each hidden layer")->check(CLI::Range(1, 4096));
        app.add_option("--activation", activation_, "relu, sigmoid or tanh")
            ->check(CLI::IsMember({"relu", "sigmoid", "tanh"}));
        app.add_option("--optimiser", optimiser_,
                       "sgd, momentum or adam; if --rate is 0, at the rates 0.1, 0.02 and 0.001")
            ->check(CLI::IsMember({"sgd", "momentum", "adam"}));
        app.add_option("--compare-epochs", compareEpochs_,
                       "Epochs with each of the other activations, to compare; 0: none")
            ->check(CLI::Range(0.0, 1e6));
    }

    Story story() const override {
        return {
            "The way back through a deep network is a product: at every layer the gradient is multiplied by "
            "the transposed weights and by the derivative of the activation. The sigmoid's derivative is "
            "never more than 1/4, so after six layers little is left for the first: it hardly learns, and "
            "the whole network waits for it. That is the vanishing gradient. tanh, with a slope of 1 in the "
            "middle, loses less; ReLU passes the gradient of every unit that is on unchanged.\n\nThe "
            "pictures show it: the size of each layer's gradient, the relative change of a layer in one "
            "step, and the mean derivative of its activation. The gradients themselves are checked against "
            "finite differences in double precision, whose error says how far to trust them.",
            {"a_0 = x,   a_l = f(W_l a_(l−1) + b_l),   p = softmax(W_L a_(L−1) + b_L)",
             "δ_L = p − onehot(y),   δ_(l−1) = W_lᵀ δ_l ⊙ f′(z_(l−1))",
             "∂L/∂W_l = δ_l a_(l−1)ᵀ,   ∂L/∂b_l = δ_l",
             "f′: sigmoid a (1 − a) ≤ 1/4,   tanh 1 − a² ≤ 1,   relu 1 where a > 0, else 0"},
            {handSketch(sizes(), activation_)},
            {{"solus-train mnist-backprop-deep --data DATA --layers 12 --compare-epochs 2 --out runs/twelve",
              "Twice as deep: which activation still learns?"},
             {"solus-train mnist-backprop-deep --data DATA --activation sigmoid --optimiser adam --out "
              "runs/adam",
              "Adam's steps do not depend on the size of the gradient. Does that cure it?"}}};
    }

    void quicken(TrainOptions& options) override {
        MnistExperiment::quicken(options);
        compareEpochs_ = std::min(compareEpochs_, 2.0);
    }

    void run(Run& run) override {
        checkHandOptions(run.options);
        const auto splits = loadImages(run);
        const auto options = run.inEpochs(run.options.epochs, splits.train.size());
        HandSetup setup{sizes(), activationFromText(activation_), optimiser_};
        auto main = trainByHand(run, splits, setup, options, activation_);
        const auto score = scoreByHand(*main.net, splits.test, main.scale);
        run.report.result("parameters", static_cast<double>(main.net->parameters().size()));
        run.report.result("test accuracy, " + activation_, 100.0 * score.accuracy, "%");
        run.report.result("test loss, " + activation_, score.loss);
        run.report.result("training time, " + activation_, main.seconds, "s");
        std::vector<HandStage> stages{{activation_, activation_}};
        for (const std::string name : {"relu", "tanh", "sigmoid"}) {
            setup.activation = activationFromText(name);
            run.report.result(
                "gradient check, largest relative error, " + name,
                gradientCheck(setup.sizes, setup.activation, splits.test, main.scale, run.options.seed), "",
                "≤ 1e-5");
            if (name == activation_ || compareEpochs_ <= 0.0) continue;
            const auto shorter = run.inEpochs(compareEpochs_, splits.train.size());
            auto other = trainByHand(run, splits, setup, shorter, name);
            run.report.result("test accuracy, " + name + " after " + fixed(shorter.epochs, 0) + " epochs",
                              100.0 * scoreByHand(*other.net, splits.test, other.scale).accuracy, "%");
            stages.push_back({name, name});
        }
        show(run, stages);
    }

private:
    std::vector<int> sizes() const {
        std::vector<int> sizes(static_cast<size_t>(layers_) + 2, units_);
        sizes.front() = 784;
        sizes.back() = 10;
        return sizes;
    }

    static void show(Run& run, const std::vector<HandStage>& stages) {
        drawPanels(
            run.folder / "depth.png",
            {depthPanel(run, stages, "gradient_", "|dL/dW| of each layer, first step", 1),
             depthPanel(run, stages, "update_", "|change of W| / |W|, early steps", 20),
             depthPanel(run, stages, "derivative_", "mean slope f′ of each hidden layer, first step", 1)},
            3);
        drawPanels(run.folder / "activations.png",
                   {stagePanel(run, stages, "train_loss", "loss on the training images"),
                    stagePanel(run, stages, "val_accuracy", "accuracy on the validation images, %")},
                   2);
        run.report.heading("Where gradients vanish");
        run.report.picture("depth.png",
                           "By depth, layer 1 next to the pixels; all start from weights of the same "
                           "kind. With the sigmoid each layer further down has a fraction of the "
                           "gradient of the one above it.");
        run.report.picture("activations.png", "What that does to learning.");
        run.report.heading("Inside the layers");
        for (const auto& stage : stages) reportLayers(run, stage);
    }

    int layers_ = 6, units_ = 128;
    double compareEpochs_ = 4.0;
    std::string activation_ = "relu", optimiser_ = "sgd";
};

const RegisterExperiment<MnistBackpropDeep> registeredMnistBackpropDeep;

} // namespace

} // namespace solus::train
