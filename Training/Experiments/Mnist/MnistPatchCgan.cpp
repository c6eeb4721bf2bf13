// mnist-patch-cgan: given the centre of an image, a generator imagines the rest.
#include "Base/Error.h"
#include "Lab/Picture.h"
#include "Lab/Plot.h"
#include "Tasks/Images/Adversaries.h"

#include <sstream>

namespace solus::train {

namespace {

constexpr int patchSide = 10, first = 9; // rows and columns 9 ... 18 of 28

/// The centre of images [n, 784] or [n, 1, 28, 28]: [n, 100].
torch::Tensor centre(const torch::Tensor& images) {
    return images.view({-1, 28, 28})
        .slice(1, first, first + patchSide)
        .slice(2, first, first + patchSide)
        .flatten(1);
}

class PatchTask : public AdversaryTask {
public:
    PatchTask(const ImageSplits& splits, const TrainOptions& options, int noise, int hidden, double lambda)
        : AdversaryTask(splits, options), noise_(noise), hidden_(hidden), lambda_(lambda) {}

    std::shared_ptr<torch::nn::Module> makeModel() const override {
        return Adversaries(std::vector<int>{noise_ + patchSide * patchSide, hidden_ / 2, hidden_, 784},
                           std::vector<int>{784, hidden_, hidden_ / 2, 1})
            .ptr();
    }

    /// L_G = softplus(-D(G)) + λ mean (centre(G) - patch)².  D sees only images, never the patch.
    AdversaryLosses losses(AdversariesImpl& net, const Batch& batch,
                           torch::Generator generator) const override {
        const auto real = batch[0].flatten(1) * 2.0 - 1.0;
        const auto patch = centre(real);
        const auto made = net.draw(patch, noiseLike(real.size(0), noise_, generator).to(real.device()));
        const auto fidelity = (centre(made) - patch).square().mean();
        return {
            discriminatorLoss(net.discriminator->forward(real), net.discriminator->forward(made.detach())),
            generatorLoss(net.discriminator->forward(made)) + lambda_ * fidelity};
    }

    Validation validate(torch::nn::Module& model, torch::Device device) const override {
        const auto [error, variety] =
            figures(dynamic_cast<AdversariesImpl&>(model), splits_.validation, device);
        return {-error, {{"patch_error", error}, {"variety", variety}}};
    }

    /// Root mean square error of the centre (images in 0 ... 1), and the deviation of the other pixels over eight samples
    /// for the same patch.
    std::pair<double, double> figures(AdversariesImpl& net, const ImageSet& set,
                                      torch::Device device = torch::kCPU) const {
        torch::NoGradGuard noGrad;
        const auto patch = (centre(toUnit(set.images.slice(0, 0, 500))) * 2.0 - 1.0).to(device);
        std::vector<torch::Tensor> draws;
        for (std::uint64_t k = 0; k < 8; ++k)
            draws.push_back(
                net.draw(patch, noiseLike(patch.size(0), noise_, generatorOf(20 + k)).to(device)));
        const auto all = torch::stack(draws);
        const double error = 0.5 * (centre(draws[0]) - patch).square().mean().sqrt().item<double>();
        return {error, 0.5 * all.std(0).mean().item<double>()};
    }

private:
    const int noise_, hidden_;
    const double lambda_;
};

class MnistPatchCgan : public AdversaryExperiment {
public:
    MnistPatchCgan() : AdversaryExperiment(32) {}
    std::string name() const override { return "mnist-patch-cgan"; }
    std::string description() const override {
        return "A generator that completes the middle of a digit, faithful or free";
    }

    void configure(CLI::App& app, TrainOptions& defaults) override {
        adversaryDefaults(app, defaults, 10);
        app.add_option("--lambdas", lambdas_, "Weights of fidelity to the patch, separated by commas");
    }

    Story story() const override {
        const auto text = [](int n) { return std::to_string(n); };
        return {"The generator sees the ten by ten pixels in the middle of a digit and draws a whole one "
                "around them. The detective only asks whether the image looks real; how closely the middle "
                "must be kept is a price λ in the generator's loss. At λ = 0 it may forget the patch; the "
                "dearer a wrong pixel, the less room is left for the noise.",
                {"L_D = −log σ(D(x)) − log(1 − σ(D(G(z, c))))",
                 "L_G = −log σ(D(G(z, c))) + λ ‖centre(G(z, c)) − c‖² / 100"},
                {{"generator",
                  text(noise_) + " noise + 100 pixels",
                  {{"Dense, leaky ReLU", text(hidden_ / 2), denseParameters(noise_ + 100, hidden_ / 2)},
                   {"Dense, leaky ReLU", text(hidden_), denseParameters(hidden_ / 2, hidden_)},
                   {"Dense, tanh", "784 pixels", denseParameters(hidden_, 784)}}},
                 {"discriminator",
                  "784 pixels",
                  {{"Dense, leaky ReLU", text(hidden_), denseParameters(784, hidden_)},
                   {"Dense, leaky ReLU", text(hidden_ / 2), denseParameters(hidden_, hidden_ / 2)},
                   {"Dense", "1", denseParameters(hidden_ / 2, 1)}}}},
                {{"solus-train mnist-patch-cgan --data DATA --lambdas 0,0.1,1,10,100,1000 --out runs/finer",
                  "A finer sweep."},
                 {"solus-train mnist-lstm-patches --data DATA",
                  "The rest of an image as a sequence to be continued."}}};
    }

    void run(Run& run) override {
        const auto splits = loadImages(run);
        auto options = run.inEpochs(run.options.epochs, splits.train.size());
        options.keepLast = true; // neither figure alone decides which epoch is best
        Curve error{"error in the patch"}, variety{"variety around it"};
        std::vector<std::vector<std::string>> rows;
        const auto patches = centre(toUnit(splits.test.images.slice(0, 0, 12))) * 2.0 - 1.0;
        for (const auto& [label, lambda] : lambdas()) {
            const PatchTask task(splits, options, noise_, hidden_, lambda);
            auto net = run.train<Adversaries>(task, "lambda-" + label, options);
            const auto [wrong, free] = task.figures(*net, splits.test);
            error.y.push_back(wrong);
            variety.y.push_back(free);
            rows.push_back({label, fixed(wrong, 4), fixed(free, 4)});
            run.report.result("patch error, λ = " + label, wrong);
            run.report.result("variety, λ = " + label, free);
            showCompletions(run, *net, splits.test, patches, label);
        }
        std::vector<std::string> labels;
        for (const auto& row : rows) labels.push_back(row[0]);
        drawBars(run.folder / "sweep.png",
                 {"Fidelity against variety", "λ", "of the range from black to white"}, labels,
                 {error, variety});
        run.report.heading("The price of fidelity");
        run.report.picture(
            "sweep.png",
            "Root mean square error in the patch, and how much the rest differs between draws of the noise.");
        run.report.table({"λ", "patch error", "variety"}, rows);
        run.report.heading("Completions");
        for (const auto& label : labels)
            run.report.picture("completions-" + label + ".png",
                               "λ = " + label +
                                   ": the true digits, the patch, and four draws around each patch.");
    }

private:
    std::vector<std::pair<std::string, double>> lambdas() const {
        std::vector<std::pair<std::string, double>> list;
        std::stringstream stream(lambdas_);
        for (std::string item; std::getline(stream, item, ',');) {
            char* end = nullptr;
            const double value = std::strtod(item.c_str(), &end);
            if (item.empty() || *end != '\0' || !(value >= 0.0))
                throw Error("--lambdas: '" + item + "' is not a number from 0 up; write for example 0,1,10");
            list.emplace_back(item, value);
        }
        return list;
    }

    void showCompletions(Run& run, AdversariesImpl& net, const ImageSet& test, const torch::Tensor& patches,
                         const std::string& label) const {
        torch::NoGradGuard noGrad;
        auto hidden = torch::full({patches.size(0), 28, 28}, 0.5);
        hidden.slice(1, first, first + patchSide)
            .slice(2, first, first + patchSide)
            .copy_((patches * 0.5 + 0.5).view({-1, patchSide, patchSide}));
        std::vector<torch::Tensor> rows{toUnit(test.images.slice(0, 0, 12)), hidden.unsqueeze(1)};
        for (std::uint64_t k = 0; k < 4; ++k) {
            const auto made = net.draw(patches, noiseLike(patches.size(0), noise_, generatorOf(40 + k)));
            rows.push_back((made * 0.5 + 0.5).view({-1, 1, 28, 28}));
        }
        writeImageGrid(run.folder / ("completions-" + label + ".png"), torch::cat(rows), 12, 2);
    }

    std::string lambdas_ = "0,1,10,100";
};

const RegisterExperiment<MnistPatchCgan> registeredMnistPatchCgan;

} // namespace

} // namespace solus::train
