// mnist-vae: a variational autoencoder, once with a two-dimensional latent space to look at, once with enough room to
// draw well.
#include "Lab/Picture.h"
#include "Lab/Plot.h"
#include "Tasks/Images/ImageExperiment.h"
#include "Tasks/Images/ImageTask.h"

#include <ATen/CPUGeneratorImpl.h>
#include <cmath>

namespace solus::train {

namespace {

/// q(z|x) = N(mu(x), diag e^(s(x))),  p(x|z) = Bernoulli(sigma(decoder(z))).
class VaeNetImpl : public torch::nn::Module {
public:
    VaeNetImpl(int hidden, int latent) {
        inner = register_module("inner", torch::nn::Linear(784, hidden));
        mean = register_module("mean", torch::nn::Linear(hidden, latent));
        spread = register_module("spread", torch::nn::Linear(hidden, latent));
        back = register_module("back", torch::nn::Linear(latent, hidden));
        pixels = register_module("pixels", torch::nn::Linear(hidden, 784));
    }
    /// {mu, s}, each [n, latent]
    std::pair<torch::Tensor, torch::Tensor> encode(const torch::Tensor& images) {
        const auto h = torch::relu(inner->forward(images.flatten(1)));
        return {mean->forward(h), spread->forward(h).clamp(-12.0, 6.0)};
    }
    /// Logits of the pixels, [n, 784].
    torch::Tensor decode(const torch::Tensor& z) { return pixels->forward(torch::relu(back->forward(z))); }
    torch::Tensor draw(const torch::Tensor& z) { return torch::sigmoid(decode(z)).view({-1, 1, 28, 28}); }

    torch::nn::Linear inner{nullptr}, mean{nullptr}, spread{nullptr}, back{nullptr}, pixels{nullptr};
};
TORCH_MODULE(VaeNet);

torch::Tensor gaussians(at::IntArrayRef shape, std::uint64_t seed) {
    return torch::randn(shape, at::make_generator<at::CPUGeneratorImpl>(seed), torch::kFloat32);
}

class VaeTask : public ImageTask {
public:
    VaeTask(const ImageSplits& splits, const TrainOptions& options, int hidden, int latent)
        : ImageTask(splits, options), hidden_(hidden), latent_(latent) {}

    std::shared_ptr<torch::nn::Module> makeModel() const override { return VaeNet(hidden_, latent_).ptr(); }

    torch::Tensor loss(torch::nn::Module& model, const Batch& batch,
                       torch::Generator generator) const override {
        const auto [reconstruction, divergence] =
            terms(dynamic_cast<VaeNetImpl&>(model), batch[0], generator);
        return reconstruction + divergence;
    }

    /// The same samples of z each time, so that epochs can be compared.
    Validation validate(torch::nn::Module& model, torch::Device device) const override {
        const auto [reconstruction, divergence] =
            terms(dynamic_cast<VaeNetImpl&>(model), toUnit(splits_.validation.images).to(device),
                  at::make_generator<at::CPUGeneratorImpl>(std::uint64_t{7}));
        const double error = reconstruction.item<double>(), kl = divergence.item<double>();
        return {-error - kl, {{"elbo", -error - kl}, {"reconstruction", error}, {"kl", kl}}};
    }

private:
    /// Means over the images, in nats:
    ///   reconstruction = -Σ_pixels x log p + (1 - x) log(1 - p),   z = mu + e^(s/2) ε
    ///   KL = ½ Σ_latent (mu² + e^s - s - 1)
    static std::pair<torch::Tensor, torch::Tensor> terms(VaeNetImpl& net, const torch::Tensor& images,
                                                         torch::Generator generator) {
        namespace F = torch::nn::functional;
        const auto [mu, s] = net.encode(images);
        const auto noise =
            torch::empty(mu.sizes(), torch::kFloat32).normal_(0.0, 1.0, std::move(generator)).to(mu.device());
        const auto logits = net.decode(mu + torch::exp(0.5 * s) * noise);
        const double n = static_cast<double>(images.size(0));
        const auto sum = F::BinaryCrossEntropyWithLogitsFuncOptions().reduction(torch::kSum);
        return {F::binary_cross_entropy_with_logits(logits, images.flatten(1), sum) / n,
                0.5 * (mu.square() + s.exp() - s - 1.0).sum() / n};
    }

    const int hidden_, latent_;
};

class MnistVae : public MnistExperiment {
public:
    std::string name() const override { return "mnist-vae"; }
    std::string description() const override {
        return "Variational autoencoder: digits drawn from a plane, and from sixteen dimensions";
    }

    void configure(CLI::App& app, TrainOptions& defaults) override {
        imageDefaults(defaults, 20);
        defaults.average = 0.995;
        app.add_option("--hidden", hidden_, "Units of encoder and decoder")->check(CLI::Range(1, 16384));
        app.add_option("--latent", latent_, "Latent dimensions of the larger autoencoder")
            ->check(CLI::Range(1, 1024));
    }

    Story story() const override {
        return {
            "An autoencoder squeezes an image through a few numbers and rebuilds it. Make those numbers "
            "uncertain, and "
            "ask that all images together fill a plain Gaussian: then any draw from that Gaussian can be "
            "decoded, "
            "and the decoder draws digits that nobody has written.",
            {"log p(x) ≥ E_q[ log p(x | z) ] − KL( q(z | x) ‖ N(0, I) )        the ELBO (Kingma & Welling "
             "2014)",
             "z = μ(x) + σ(x) ⊙ ε,  ε ~ N(0, I)", "KL = ½ Σ (μ² + σ² − log σ² − 1)"},
            {sketchOf("two dimensions", 2), sketchOf(std::to_string(latent_) + " dimensions", latent_)},
            {{"solus-train mnist-vae --data DATA --latent 64 --out runs/vae64",
              "More dimensions than it wants: the KL shows how many stay unused."},
             {"solus-train mnist-cgan --data DATA", "The rival: sharper, and with no likelihood to show."}}};
    }

    void run(Run& run) override {
        const auto splits = loadImages(run);
        const auto options = run.inEpochs(run.options.epochs, splits.train.size());
        const VaeTask planeTask(splits, options, hidden_, 2), wideTask(splits, options, hidden_, latent_);
        auto plane = run.train<VaeNet>(planeTask, "plane", options);
        auto wide = run.train<VaeNet>(wideTask, "wide", options);
        torch::NoGradGuard noGrad;
        report(run, "two dimensions", "plane");
        report(run, std::to_string(latent_) + " dimensions", "wide");
        showPlane(run, *plane, splits.test);
        showWide(run, *wide, splits.test);
        run.report.heading("Curves");
        run.report.picture("wide/curves.png", "The bound and its two parts, in nats an image, " +
                                                  std::to_string(latent_) + " dimensions.");
        run.report.picture("plane/curves.png", "In the plane.");
    }

private:
    Sketch sketchOf(const std::string& name, int latent) const {
        const auto text = [](int n) { return std::to_string(n); };
        return {name,
                "784 pixels",
                {{"Dense, ReLU", text(hidden_), denseParameters(784, hidden_)},
                 {"2 × Dense: μ, log σ²", text(latent) + " + " + text(latent),
                  2 * denseParameters(hidden_, latent)},
                 {"z = μ + σ ε", text(latent), 0},
                 {"Dense, ReLU", text(hidden_), denseParameters(latent, hidden_)},
                 {"Dense, sigmoid", "784 pixels", denseParameters(hidden_, 784)}}};
    }

    static void report(Run& run, const std::string& name, const std::string& stage) {
        const auto metrics = RunFolder(run.folder / stage).readJson("metrics.json");
        const auto elbo = [](const auto& row) { return row.at("elbo").template get<double>(); };
        const auto best = std::max_element(metrics.begin(), metrics.end(),
                                           [&](const auto& a, const auto& b) { return elbo(a) < elbo(b); });
        run.report.result("ELBO, " + name, elbo(*best), "nats"); // of the network that is kept
        run.report.result("KL, " + name, best->at("kl").template get<double>(), "nats");
    }

    static void showPlane(Run& run, VaeNetImpl& net, const ImageSet& test) {
        const auto part = test.slice(0, std::min<std::int64_t>(2000, test.size()));
        const auto mu = net.encode(toUnit(part.images)).first;
        Panel panel{{"Where the encoder puts the test images", "z1", "z2"}, {}};
        for (int digit = 0; digit < 10; ++digit)
            panel.curves.push_back({std::to_string(digit), {}, {}, Mark::points});
        for (std::int64_t i = 0; i < part.size(); ++i) {
            auto& curve = panel.curves[static_cast<size_t>(part.labels[i].item<std::int64_t>())];
            curve.x.push_back(mu[i][0].item<double>());
            curve.y.push_back(mu[i][1].item<double>());
        }
        drawPanels(run.folder / "plane.png", {panel}, 1);
        // The lines of the grid divide the Gaussian into equal shares.
        constexpr int side = 18;
        auto z = torch::empty({side * side, 2});
        for (int row = 0; row < side; ++row)
            for (int column = 0; column < side; ++column) {
                z[row * side + column][0] = quantile((column + 0.5) / side);
                z[row * side + column][1] = quantile(1.0 - (row + 0.5) / side);
            }
        writeImageGrid(run.folder / "plane-grid.png", net.draw(z), side, 1);
        run.report.heading("The plane");
        run.report.picture(
            "plane.png",
            "Each dot is a test image, by its true digit. Nobody told the network which is which.");
        run.report.picture("plane-grid.png",
                           "The same plane, decoded: neighbouring points draw similar digits.");
    }

    /// Inverse of the normal distribution, by bisection of the error function.
    static double quantile(double p) {
        double low = -6.0, high = 6.0;
        for (int i = 0; i < 60; ++i) {
            const double middle = 0.5 * (low + high);
            (0.5 * std::erfc(-middle / std::sqrt(2.0)) < p ? low : high) = middle;
        }
        return 0.5 * (low + high);
    }

    void showWide(Run& run, VaeNetImpl& net, const ImageSet& test) const {
        const auto images = toUnit(test.images.slice(0, 0, 20));
        writeImageGrid(run.folder / "reconstructions.png",
                       torch::cat({images, net.draw(net.encode(images).first)}), 20, 2);
        writeImageGrid(run.folder / "samples.png", net.draw(gaussians({100, latent_}, run.options.seed)), 20,
                       2);
        const int shown = std::min(latent_, 10);
        std::vector<torch::Tensor> rows;
        const auto start = net.encode(images.slice(0, 0, 1)).first;
        for (int d = 0; d < shown; ++d)
            for (int k = 0; k < 11; ++k) {
                auto z = start.clone();
                z[0][d] = -3.0 + 0.6 * k;
                rows.push_back(z);
            }
        writeImageGrid(run.folder / "traversal.png", net.draw(torch::cat(rows)), 11, 2);
        run.report.heading(std::to_string(latent_) + " dimensions");
        run.report.picture("reconstructions.png", "Test images, and below each what comes back.");
        run.report.picture("samples.png", "Drawn from the Gaussian: digits that nobody has written.");
        run.report.picture("traversal.png", "A seven; each row moves one dimension from −3 to 3.");
    }

    int hidden_ = 400, latent_ = 16;
};

const RegisterExperiment<MnistVae> registeredMnistVae;

} // namespace

} // namespace solus::train
