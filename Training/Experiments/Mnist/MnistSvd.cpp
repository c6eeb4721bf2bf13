// mnist-svd: how much of a trained network survives when its matrices are truncated to their largest singular values?
#include "Lab/Plot.h"
#include "Nets/Images/MlpNet.h"
#include "Tasks/Images/ImageExperiment.h"

namespace solus::train {

namespace {

constexpr int ranks[] = {1, 2, 5, 10, 20, 30, 50, 75, 100, 150, 200, 300, 500, 784, 1024};

class MnistSvd : public MnistExperiment {
public:
    std::string name() const override { return "mnist-svd"; }
    std::string description() const override {
        return "Truncated SVD of the trained perceptron: accuracy against parameters";
    }

    void configure(CLI::App& app, TrainOptions& defaults) override {
        imageDefaults(defaults, 10);
        app.add_option("--mlp", mlp_, "Run folder of a trained mnist-mlp; without it one is trained first");
    }

    Story story() const override {
        return {"A matrix is a sum of rank-one pieces, ordered by how much they matter. Keep the first D of "
                "them and store two thin factors: 1024 × 1024 numbers become 2 × 1024 × D. How few pieces "
                "does a network that is already trained need?\n\nThe count: each of the five hidden layers "
                "keeps its 1,024 biases and has D (inputs + 1,024) weights, the output layer has 10,250 "
                "parameters; 10,000 D + 15,370 in all. The course counts 10,005 D + 15,380: there "
                "the inner factor has a bias, too (D for each layer, 5 D in all), which does nothing that "
                "the outer bias could not do; ten more are not explained by any layer.",
                {"W = Σ_i σ_i u_i v_iᵀ,  σ_1 ≥ σ_2 ≥ …",
                 "W_D = Σ_(i ≤ D) σ_i u_i v_iᵀ = U_D V_D        Eckart & Young 1936",
                 "parameters(D) = 10,000 D + 15,370"},
                {mlpSketch({}), rankSketch()},
                {{"solus-train mnist-svd-finetune --data DATA --rank 20",
                  "Ten epochs of training repair the cut."},
                 {"solus-train mnist-svd-constrained --data DATA --rank 20",
                  "Or train inside the set of low-rank matrices from the start."}}};
    }

    void run(Run& run) override {
        const auto splits = loadImages(run);
        auto net = obtainMlp(run, splits, mlp_, run.options.epochs);
        const double whole = 100.0 * classify(*net, splits.test).accuracy;
        run.report.result("test accuracy, whole matrices", whole, "%");
        const auto layers = decompose(*net);
        Curve curve{"truncated", {}, {}, Mark::linePoints};
        std::vector<std::vector<std::string>> rows;
        for (int rank : ranks) {
            run.checkStopped();
            const double accuracy = accuracyAt(*net, layers, rank, splits.test);
            const auto parameters = mlpParameters(net->size, std::min(rank, 784));
            if (rank <= 784) {
                curve.x.push_back(static_cast<double>(parameters));
                curve.y.push_back(accuracy);
            }
            rows.push_back({std::to_string(rank), grouped(rank > 784 ? fullRank(net->size) : parameters),
                            fixed(accuracy, 2), anchor(rank)});
            run.folder.addMetrics(
                rank, {{"parameters", static_cast<double>(parameters)}, {"test_accuracy", accuracy}});
            if (!anchor(rank).empty())
                run.report.result("test accuracy, D = " + std::to_string(rank), accuracy, "%", anchor(rank));
        }
        drawLines(run.folder / "accuracy.png",
                  {"Accuracy against parameters", "parameters", "test accuracy, %", true}, {curve});
        drawLines(run.folder / "singular-values.png",
                  {"Singular values of each hidden layer", "number", "singular value over the largest", false,
                   true},
                  singularValues(layers));
        run.report.heading("Accuracy against parameters");
        run.report.picture("accuracy.png", "Each point keeps D singular values of every hidden layer.");
        run.report.table({"D", "parameters", "test accuracy, %", "elsewhere"}, rows,
                         "The whole network has 5,012,490 parameters; from D = 448 on two factors are larger "
                         "than one matrix of "
                         "784 × 1024, from D = 512 than one of 1024 × 1024.");
        run.report.heading("Why it works");
        run.report.picture(
            "singular-values.png",
            "The faster the singular values fall, the less is lost by leaving the small ones out.");
    }

private:
    /// W = u diag(s) v of every hidden layer.
    struct Decomposed {
        torch::Tensor u, s, v;
    };
    static std::vector<Decomposed> decompose(const MlpNetImpl& net) {
        std::vector<Decomposed> layers;
        for (int l = 0; l < net.size.layers; ++l) {
            const auto [u, s, v] = torch::linalg_svd(net.weight(l).detach(), false);
            layers.push_back({u, s, v});
        }
        return layers;
    }
    static double accuracyAt(MlpNetImpl& net, const std::vector<Decomposed>& layers, int rank,
                             const ImageSet& test) {
        torch::NoGradGuard noGrad;
        for (size_t l = 0; l < layers.size(); ++l) {
            const auto& [u, s, v] = layers[l];
            net.weights[l].copy_((u.slice(1, 0, rank) * s.slice(0, 0, rank)).matmul(v.slice(0, 0, rank)));
        }
        return 100.0 * classify(net, test).accuracy;
    }
    /// Beyond the input size of the first layer only the others grow.
    static std::int64_t fullRank(const MlpSize& size) {
        return mlpParameters(size, 1024) - (1024 - 784) * (784 + 1024);
    }
    static std::string anchor(int rank) {
        switch (rank) {
        case 10:
            return "27.92 (115,430 parameters)";
        case 20:
            return "71.90 (215,480)";
        case 50:
            return "93.44 (515,630)";
        case 100:
            return "97.88 (1,015,880)";
        case 150:
            return "about 95";
        default:
            return "";
        }
    }
    static std::vector<Curve> singularValues(const std::vector<Decomposed>& layers) {
        std::vector<Curve> curves;
        for (const auto& layer : layers) {
            const auto s = layer.s.to(torch::kFloat64);
            Curve curve{"layer " + std::to_string(curves.size() + 1)};
            for (std::int64_t i = 0; i < s.size(0); i += 4) {
                curve.x.push_back(static_cast<double>(i + 1));
                curve.y.push_back((s[i] / s[0]).item<double>());
            }
            curves.push_back(std::move(curve));
        }
        return curves;
    }
    static Sketch rankSketch() {
        MlpSize size;
        size.rank = 20;
        auto sketch = mlpSketch(size);
        sketch.name = "at D = 20";
        return sketch;
    }

    std::string mlp_;
};

const RegisterExperiment<MnistSvd> registeredMnistSvd;

} // namespace

} // namespace solus::train
