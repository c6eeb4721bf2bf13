// mnist-softmax: the two simplest classifiers of digits, a linear one and one with a hidden layer.
#include "Lab/Picture.h"
#include "Lab/Plot.h"
#include "Tasks/Images/ImageExperiment.h"
#include "Tasks/Images/ImageTask.h"

namespace solus::train {

namespace {

/// z = W x + b, or with a hidden layer  z = W relu(V x + c) + b.
class SoftmaxNetImpl : public Classifier {
public:
    explicit SoftmaxNetImpl(int hidden) {
        if (hidden > 0) inner = register_module("inner", torch::nn::Linear(784, hidden));
        outer = register_module("outer", torch::nn::Linear(hidden > 0 ? hidden : 784, 10));
    }
    torch::Tensor forward(const torch::Tensor& images, std::optional<torch::Generator>) override {
        const auto x = images.flatten(1);
        return outer->forward(inner ? torch::relu(inner->forward(x)) : x);
    }

    torch::nn::Linear inner{nullptr}, outer{nullptr};
};
TORCH_MODULE(SoftmaxNet);

class MnistSoftmax : public MnistExperiment {
public:
    std::string name() const override { return "mnist-softmax"; }
    std::string description() const override {
        return "Softmax regression and one hidden layer: where everybody begins";
    }

    void configure(CLI::App& app, TrainOptions& defaults) override {
        imageDefaults(defaults, 10);
        app.add_option("--hidden", hidden_, "Units of the hidden layer")->check(CLI::Range(1, 16384));
    }

    Story story() const override {
        return {"Ten templates, one for each digit: the pixels are weighed by each, and the heaviest wins. "
                "That is all "
                "a linear classifier can do, and on MNIST it is right nine times in ten. A hidden layer in "
                "between lets "
                "templates be built from parts.",
                {"z = W x + b", "p_k = e^(z_k) / Σ_j e^(z_j)",
                 "L = −log p_y        cross-entropy, y the true digit"},
                {{"linear", "784 pixels", {{"Dense", "10", denseParameters(784, 10)}}},
                 {"one hidden layer",
                  "784 pixels",
                  {{"Dense, ReLU", std::to_string(hidden_), denseParameters(784, hidden_)},
                   {"Dense", "10", denseParameters(hidden_, 10)}}}},
                {{"solus-train mnist-softmax --data DATA --hidden 16 --out runs/narrow",
                  "How narrow may the hidden layer be before it is no better than the templates?"},
                 {"solus-train mnist-mlp --data DATA", "Five layers of 1,024."}}};
    }

    void run(Run& run) override {
        const auto splits = loadImages(run);
        const auto options = run.inEpochs(run.options.epochs, splits.train.size());
        for (const auto& [stage, hidden] : {std::pair{"linear", 0}, std::pair{"hidden", hidden_}}) {
            const int units = hidden;
            const ClassifierTask task(splits, options, [units] { return SoftmaxNet(units).ptr(); });
            auto net = run.train<SoftmaxNet>(task, stage, options);
            const auto verdict = classify(*net, splits.test);
            run.report.result(std::string("test accuracy, ") + (units ? "one hidden layer" : "linear"),
                              100.0 * verdict.accuracy, "%",
                              units ? "95.3 (LeCun et al. 1998, 300 units)" : "88 (LeCun et al. 1998)");
            run.report.result(std::string("test loss, ") + (units ? "one hidden layer" : "linear"),
                              verdict.loss);
            if (units == 0) showTemplates(run, *net);
            drawMatrix(run.folder / (std::string(stage) + "-confusion.png"),
                       {"Test images: truth down, answer across", "", ""}, confusion(splits.test, verdict),
                       digits(), digits());
        }
        run.report.heading("Mistakes");
        run.report.picture("linear-confusion.png", "The linear classifier; rows are the true digits.");
        run.report.picture("hidden-confusion.png", "With the hidden layer.");
        run.report.heading("Curves");
        run.report.picture("linear/curves.png", "The linear classifier over the steps.");
        run.report.picture("hidden/curves.png", "With the hidden layer.");
    }

private:
    static std::vector<std::string> digits() { return {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"}; }

    static void showTemplates(Run& run, SoftmaxNetImpl& net) {
        const auto weights = net.outer->weight.detach().view({10, 1, 28, 28});
        const auto largest = weights.abs().amax({1, 2, 3}, true);
        writeImageGrid(run.folder / "templates.png", 0.5 + 0.5 * weights / largest, 10, 3);
        run.report.heading("The templates");
        run.report.picture("templates.png",
                           "The weights of each digit: white speaks for it, black against it.");
    }

    int hidden_ = 128;
};

const RegisterExperiment<MnistSoftmax> registeredMnistSoftmax;

} // namespace

} // namespace solus::train
