// mnist-cgan: a generator that draws a requested digit.
#include "Lab/Picture.h"
#include "Lab/Plot.h"
#include "Nets/Images/MlpNet.h"
#include "Tasks/Images/Adversaries.h"

namespace solus::train {

namespace {

class CganTask : public AdversaryTask {
public:
    CganTask(const ImageSplits& splits, const TrainOptions& options, int noise, int hidden, MlpNet judge)
        : AdversaryTask(splits, options), noise_(noise), hidden_(hidden), judge_(std::move(judge)) {}

    std::shared_ptr<torch::nn::Module> makeModel() const override {
        return Adversaries(std::vector<int>{noise_ + 10, hidden_ / 2, hidden_, 784},
                           std::vector<int>{784, hidden_, hidden_ / 2, 1 + 10})
            .ptr();
    }

    /// G draws images for the labels of the batch; D judges image and label together.
    AdversaryLosses losses(AdversariesImpl& net, const Batch& batch,
                           torch::Generator generator) const override {
        const auto labels = oneHot(batch[1]);
        const auto made = net.draw(labels, noiseLike(labels.size(0), noise_, generator).to(labels.device()));
        const auto real = batch[0].flatten(1) * 2.0 - 1.0;
        return {discriminatorLoss(critic(net, real, labels), critic(net, made.detach(), labels)),
                generatorLoss(critic(net, made, labels))};
    }

    /// How often D is right about unseen images, and how often the judge reads the digit that G was asked for. The score
    /// also rewards variety: a generator that repeats itself is easy to read.
    Validation validate(torch::nn::Module& model, torch::Device device) const override {
        auto& net = dynamic_cast<AdversariesImpl&>(model);
        const auto& set = splits_.validation;
        const auto labels = oneHot(set.labels).to(device);
        const auto real = toUnit(set.images).flatten(1).to(device) * 2.0 - 1.0;
        const auto made = net.draw(labels, noiseLike(set.size(), noise_, generatorOf(11)).to(device));
        const auto right = [&](const torch::Tensor& images, bool yes) {
            const auto logits = critic(net, images, labels);
            return (yes ? logits.gt(0) : logits.le(0)).to(torch::kFloat64).mean().item<double>();
        };
        const double onReal = right(real, true), onMade = right(made, false);
        const double agreement = agreementOf(made, set.labels),
                     variety = varietyOf(made, set.labels) / varietyOf(real, set.labels);
        return {agreement + std::min(variety, 1.0),
                {{"d_accuracy_real", 100.0 * onReal},
                 {"d_accuracy_made", 100.0 * onMade},
                 {"label_agreement", 100.0 * agreement},
                 {"variety", variety}}};
    }

    /// D(x, y) = w f(x) + e_y f(x): is it an image at all, and is it a y? (Miyato & Koyama 2018) A label that is merely
    /// appended to the pixels is ten numbers among 794, and both players ignore it.
    static torch::Tensor critic(AdversariesImpl& net, const torch::Tensor& images,
                                const torch::Tensor& labels) {
        const auto answers = net.discriminator->forward(images);
        return answers.slice(1, 0, 1) + (answers.slice(1, 1) * labels).sum(1, true);
    }

    double agreementOf(const torch::Tensor& made, const torch::Tensor& labels) const {
        auto net = judge_;
        const auto images = (made * 0.5 + 0.5).view({-1, 1, 28, 28}).to(torch::kCPU);
        return net->forward(images).argmax(1).eq(labels).to(torch::kFloat64).mean().item<double>();
    }
    /// Mean deviation of the pixels within a class.
    static double varietyOf(const torch::Tensor& images, const torch::Tensor& labels) {
        double sum = 0.0;
        for (int digit = 0; digit < 10; ++digit) {
            const auto members = labels.eq(digit).nonzero().flatten();
            if (members.size(0) > 1)
                sum += images.to(torch::kCPU).index_select(0, members).std(0).mean().item<double>() / 10.0;
        }
        return sum;
    }

private:
    const int noise_, hidden_;
    const MlpNet judge_;
};

class MnistCgan : public AdversaryExperiment {
public:
    MnistCgan() : AdversaryExperiment(64) {}
    std::string name() const override { return "mnist-cgan"; }
    std::string description() const override {
        return "Conditional GAN: digits to order, marked by a classifier";
    }

    void configure(CLI::App& app, TrainOptions& defaults) override {
        adversaryDefaults(app, defaults, 30);
        app.add_option(
            "--mlp", mlp_,
            "Run folder of the mnist-mlp to judge with; without it one is trained for three epochs");
    }

    Story story() const override {
        return {
            "A forger and a detective learn from each other. The forger turns noise and a wanted digit into "
            "an image; "
            "the detective sees an image with its label and says whether it is real. Neither is told how "
            "digits "
            "look. When both are done, the detective can only guess, and the forger draws any digit to "
            "order.",
            {"L_D = −log σ(D(x, y)) − log(1 − σ(D(G(z, y), y)))        Goodfellow et al. 2014, Mirza & "
             "Osindero 2014",
             "L_G = −log σ(D(G(z, y), y))", "D(x, y) = w · f(x) + e_y · f(x)        Miyato & Koyama 2018"},
            {generatorSketch(), discriminatorSketch()},
            {{"solus-train mnist-cgan --data DATA --noise 2 --out runs/cgan2",
              "Two free values: what becomes of the variety?"},
             {"solus-train mnist-patch-cgan --data DATA", "The condition is a piece of the image itself."}}};
    }

    void run(Run& run) override {
        const auto splits = loadImages(run);
        auto judge = obtainMlp(run, splits, mlp_, 3.0);
        const auto options = run.inEpochs(run.options.epochs, splits.train.size());
        const CganTask task(splits, options, noise_, hidden_, judge);
        auto net = run.train<Adversaries>(task, "gan", options);
        torch::NoGradGuard noGrad;
        const auto wanted = torch::arange(10).repeat_interleave(500);
        const auto made =
            net->draw(oneHot(wanted), noiseLike(5000, noise_, generatorOf(run.options.seed + 100)));
        run.report.result("label agreement of 5,000 drawn digits", 100.0 * task.agreementOf(made, wanted),
                          "%", "≥ 95");
        run.report.result("the judge itself, on the test images",
                          100.0 * classify(*judge, splits.test).accuracy, "%");
        const auto test = toUnit(splits.test.images).flatten(1) * 2.0 - 1.0;
        run.report.result("variety, 1 = as real digits vary",
                          CganTask::varietyOf(made, wanted) / CganTask::varietyOf(test, splits.test.labels));
        const auto shown = torch::arange(10).repeat_interleave(16);
        const auto images = net->draw(oneHot(shown), noiseLike(160, noise_, generatorOf(run.options.seed)));
        writeImageGrid(run.folder / "classes.png", (images * 0.5 + 0.5).view({-1, 1, 28, 28}), 16, 2);
        drawCurves(run);
        run.report.heading("To order");
        run.report.picture("classes.png",
                           "Each row is a digit that was asked for, in sixteen draws of the noise.");
        run.report.heading("Forger and detective");
        run.report.picture(
            "players.png",
            "How often the detective is right: about real images, and about forged ones. 50 % is guessing.");
        run.report.picture("quality.png", "How often a classifier reads the digit that was asked for.");
    }

private:
    Sketch generatorSketch() const {
        const auto text = [](int n) { return std::to_string(n); };
        return {"generator",
                text(noise_) + " noise + 10 label",
                {{"Dense, leaky ReLU", text(hidden_ / 2), denseParameters(noise_ + 10, hidden_ / 2)},
                 {"Dense, leaky ReLU", text(hidden_), denseParameters(hidden_ / 2, hidden_)},
                 {"Dense, tanh", "784 pixels", denseParameters(hidden_, 784)}}};
    }
    Sketch discriminatorSketch() const {
        const auto text = [](int n) { return std::to_string(n); };
        return {"discriminator",
                "784 pixels",
                {{"Dense, leaky ReLU", text(hidden_), denseParameters(784, hidden_)},
                 {"Dense, leaky ReLU", text(hidden_ / 2), denseParameters(hidden_, hidden_ / 2)},
                 {"Dense", "1 + 10, of which the label's", denseParameters(hidden_ / 2, 11)}}};
    }

    static void drawCurves(Run& run) {
        Curve real{"real images"}, made{"forged images"}, agreement{""};
        for (const auto& row : RunFolder(run.folder / "gan").readJson("metrics.json")) {
            const double epoch = static_cast<double>(real.x.size() + 1);
            for (auto* curve : {&real, &made, &agreement}) curve->x.push_back(epoch);
            real.y.push_back(row.at("d_accuracy_real").get<double>());
            made.y.push_back(row.at("d_accuracy_made").get<double>());
            agreement.y.push_back(row.at("label_agreement").get<double>());
        }
        drawLines(run.folder / "players.png",
                  {"Accuracy of the discriminator", "epoch", "%", false, false, 0, 100}, {real, made});
        drawLines(run.folder / "quality.png", {"Label agreement", "epoch", "%", false, false}, {agreement});
    }

    std::string mlp_;
};

const RegisterExperiment<MnistCgan> registeredMnistCgan;

} // namespace

} // namespace solus::train
