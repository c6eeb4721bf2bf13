// mnist-lstm-patches: an LSTM reads the upper half of a digit patch by patch, then continues with the lower half.
#include "Lab/Picture.h"
#include "Nets/Images/MlpNet.h"
#include "Tasks/Images/ImageExperiment.h"

namespace solus::train {

namespace {

constexpr int patchCount = 16, given = 8, pixels = 49; // 4 x 4 patches of 7 x 7

/// [n, 1, 28, 28] -> [n, 16, 49], patches from the top left, row by row; and back.
torch::Tensor toPatches(const torch::Tensor& images) {
    return images.reshape({-1, 4, 7, 4, 7}).permute({0, 1, 3, 2, 4}).reshape({-1, patchCount, pixels});
}
torch::Tensor fromPatches(const torch::Tensor& sequence) {
    return sequence.reshape({-1, 4, 4, 7, 7}).permute({0, 1, 3, 2, 4}).reshape({-1, 1, 28, 28});
}

/// (h, c) = LSTM(x_t, (h, c)),  x^_(t+1) = sigmoid(W h + b).  From the ninth patch on its input is its own output.
class LstmNetImpl : public torch::nn::Module {
public:
    explicit LstmNetImpl(int units) {
        cell = register_module("cell", torch::nn::LSTMCell(pixels, units));
        answer = register_module("answer", torch::nn::Linear(units, pixels));
    }
    /// From the upper eight patches [n, 8, 49] to the logits of the lower eight.
    torch::Tensor complete(const torch::Tensor& upper) {
        std::tuple<torch::Tensor, torch::Tensor> state = cell->forward(upper.select(1, 0));
        for (int t = 1; t < given; ++t) state = cell->forward(upper.select(1, t), state);
        std::vector<torch::Tensor> lower{answer->forward(std::get<0>(state))};
        while (static_cast<int>(lower.size()) < patchCount - given) {
            state = cell->forward(torch::sigmoid(lower.back()), state);
            lower.push_back(answer->forward(std::get<0>(state)));
        }
        return torch::stack(lower, 1);
    }

    torch::nn::LSTMCell cell{nullptr};
    torch::nn::Linear answer{nullptr};
};
TORCH_MODULE(LstmNet);

class LstmTask : public ImageTask {
public:
    LstmTask(const ImageSplits& splits, const TrainOptions& options, int units)
        : ImageTask(splits, options), units_(units) {}

    std::shared_ptr<torch::nn::Module> makeModel() const override { return LstmNet(units_).ptr(); }

    torch::Tensor loss(torch::nn::Module& model, const Batch& batch, torch::Generator) const override {
        const auto sequence = toPatches(batch[0]);
        const auto logits = dynamic_cast<LstmNetImpl&>(model).complete(sequence.slice(1, 0, given));
        return torch::nn::functional::binary_cross_entropy_with_logits(logits, sequence.slice(1, given));
    }

    Validation validate(torch::nn::Module& model, torch::Device device) const override {
        const auto images = toUnit(splits_.validation.images).to(device);
        const double error = meanSquare(completed(dynamic_cast<LstmNetImpl&>(model), images), images);
        return {-error, {{"mse", error}}};
    }

    static torch::Tensor completed(LstmNetImpl& net, const torch::Tensor& images) {
        torch::NoGradGuard noGrad;
        const auto upper = toPatches(images).slice(1, 0, given);
        return fromPatches(torch::cat({upper, torch::sigmoid(net.complete(upper))}, 1));
    }
    /// Over the lower half.
    static double meanSquare(const torch::Tensor& made, const torch::Tensor& images) {
        return (made - images).slice(2, 14).square().mean().item<double>();
    }

private:
    const int units_;
};

class MnistLstmPatches : public MnistExperiment {
public:
    std::string name() const override { return "mnist-lstm-patches"; }
    std::string description() const override {
        return "An LSTM reads the upper half of a digit and draws the lower half";
    }

    void configure(CLI::App& app, TrainOptions& defaults) override {
        imageDefaults(defaults, 12);
        app.add_option("--units", units_, "Units of the LSTM")->check(CLI::Range(1, 4096));
        app.add_option(
            "--mlp", mlp_,
            "Run folder of the mnist-mlp to judge with; without it one is trained for three epochs");
    }

    Story story() const override {
        return {
            "Cut an image into sixteen patches and it becomes a sequence, which can be continued like a "
            "sentence. The network reads the upper eight and predicts the next patch, then reads its own "
            "prediction and goes on. It is trained in just that way, on its own predictions, since it has "
            "to live with them later.\n\nThe mean of all likely endings is the best prediction in the "
            "least-squares sense, so where the upper half leaves a choice the lower half is grey.",
            {"i, f, o = σ(W x_t + U h_(t−1) + b),   g = tanh(W_g x_t + U_g h_(t−1) + b_g)        Hochreiter "
             "& Schmidhuber 1997",
             "c_t = f ⊙ c_(t−1) + i ⊙ g,   h_t = o ⊙ tanh(c_t)", "x̂_(t+1) = σ(W_a h_t + b_a)"},
            {{"",
              "8 patches of 49",
              {{"LSTM", std::to_string(units_), recurrentParameters(pixels, units_, 4)},
               {"Dense, sigmoid", "next patch, 49", denseParameters(units_, pixels)}}}},
            {{"solus-train mnist-lstm-patches --data DATA --units 64 --out runs/lstm64", "A smaller memory."},
             {"solus-train mnist-patch-cgan --data DATA",
              "Completion by a network that must decide: no grey."}}};
    }

    void run(Run& run) override {
        const auto splits = loadImages(run);
        auto judge = obtainMlp(run, splits, mlp_, 3.0);
        const auto options = run.inEpochs(run.options.epochs, splits.train.size());
        auto net = run.train<LstmNet>(LstmTask(splits, options, units_), "lstm", options);
        torch::NoGradGuard noGrad;
        const auto images = toUnit(splits.test.images);
        const auto made = LstmTask::completed(*net, images);
        const auto average = toUnit(splits.train.images).mean(0, true).expand_as(images);
        const auto plain = torch::cat({images.slice(2, 0, 14), average.slice(2, 14)}, 2);
        const auto blank = torch::cat({images.slice(2, 0, 14), torch::zeros_like(images.slice(2, 14))}, 2);
        run.report.result("mean squared error of the lower half", LstmTask::meanSquare(made, images));
        run.report.result("the same, with the average lower half", LstmTask::meanSquare(plain, images));
        const auto agreement = [&](const torch::Tensor& x) {
            return 100.0 * judge->forward(x)
                               .argmax(1)
                               .eq(splits.test.labels)
                               .to(torch::kFloat64)
                               .mean()
                               .item<double>();
        };
        run.report.result("classifier reads the true digit, completed", agreement(made), "%");
        run.report.result("with the average lower half", agreement(plain), "%");
        run.report.result("with an empty lower half", agreement(blank), "%");
        run.report.result("whole images", agreement(images), "%");
        showCompletions(run, images, made, blank);
        run.report.heading("Curves");
        run.report.picture("lstm/curves.png",
                           "Cross-entropy on training images, squared error on those held out.");
    }

private:
    static void showCompletions(Run& run, const torch::Tensor& images, const torch::Tensor& made,
                                const torch::Tensor& blank) {
        const auto rows = [&](const torch::Tensor& x, int from) { return x.slice(0, from, from + 20); };
        writeImageGrid(run.folder / "completions.png",
                       torch::cat({rows(images, 0), rows(blank, 0), rows(made, 0)}), 20, 2);
        const auto error = (made - images).square().mean({1, 2, 3});
        const auto worst = error.argsort(0, true).slice(0, 0, 20);
        const auto pick = [&](const torch::Tensor& x) { return x.index_select(0, worst); };
        writeImageGrid(run.folder / "worst.png", torch::cat({pick(images), pick(blank), pick(made)}), 20, 2);
        run.report.heading("Completions");
        run.report.picture("completions.png",
                           "The first twenty test images; what the network is shown; what it makes of it.");
        run.report.picture("worst.png", "Its twenty worst: mostly halves that could have ended either way.");
    }

    int units_ = 256;
    std::string mlp_;
};

const RegisterExperiment<MnistLstmPatches> registeredMnistLstmPatches;

} // namespace

} // namespace solus::train
