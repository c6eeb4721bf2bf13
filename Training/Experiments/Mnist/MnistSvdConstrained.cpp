// mnist-svd-constrained: the perceptron is kept at rank D during training, in three ways.
#include "Lab/Plot.h"
#include "Nets/Images/MlpNet.h"
#include "Tasks/Images/ImageExperiment.h"

namespace solus::train {

namespace {

/// Full matrices that are projected onto the set of rank D after every `every` steps.
class ProjectedTask : public ClassifierTask {
public:
    ProjectedTask(const ImageSplits& splits, const TrainOptions& options, int rank, std::int64_t every)
        : ClassifierTask(splits, options, [] { return MlpNet(MlpSize{}).ptr(); }), rank_(rank),
          every_(every) {}

    void afterStep(torch::nn::Module& model, std::int64_t step) const override {
        if (step % every_ == 0) dynamic_cast<MlpNetImpl&>(model).project(rank_);
    }
    /// The network at rank D is what counts, not the one between two projections.
    Validation validate(torch::nn::Module& model, torch::Device device) const override {
        dynamic_cast<MlpNetImpl&>(model).project(rank_);
        return ClassifierTask::validate(model, device);
    }

private:
    const int rank_;
    const std::int64_t every_;
};

class MnistSvdConstrained : public MnistExperiment {
public:
    std::string name() const override { return "mnist-svd-constrained"; }
    std::string description() const override {
        return "Rank 20 kept during training: projected each epoch, projected often, or trained as factors";
    }

    void configure(CLI::App& app, TrainOptions& defaults) override {
        imageDefaults(defaults, 10);
        app.add_option("--mlp", mlp_,
                       "Run folder of a trained mnist-mlp, to cut for comparison; without it one is trained");
        app.add_option("--rank", rank_, "Rank of every hidden matrix")->check(CLI::Range(1, 784));
        app.add_option("--project-every", often_, "Steps between projections of the second way; 1: each step")
            ->check(CLI::Range(1, 1000000));
    }

    Story story() const override {
        MlpSize thin;
        thin.rank = rank_;
        return {"Instead of cutting a finished network, one can train it at the rank where it is to live. "
                "Three ways: after every epoch each matrix is replaced by its best approximation of rank D "
                "(projected gradient); the same every few steps, so that it never strays far; or the two "
                "factors themselves are trained, forwards and backwards on the compressed weights, which "
                "also costs a fraction of the time.",
                {"W ← W − η ∂L/∂W,   then  W ← argmin_(rank X ≤ D) ‖W − X‖        projected",
                 "∂L/∂U = ∂L/∂W Vᵀ,   ∂L/∂V = Uᵀ ∂L/∂W,   W = U V                 factors"},
                {mlpSketch({}), mlpSketch(thin)},
                {{"solus-train mnist-svd-constrained --data DATA --project-every 1 --epochs 1 --out "
                  "runs/each-step",
                  "A projection after each single step: five decompositions per step, so give it time."},
                 {"solus-train mnist-svd-finetune --data DATA",
                  "The other order: first train, then cut, then repair."}}};
    }

    void run(Run& run) override {
        const auto splits = loadImages(run);
        const auto options = run.inEpochs(run.options.epochs, splits.train.size());
        auto whole = obtainMlp(run, splits, mlp_, run.options.epochs);
        MlpNet cut(MlpSize{});
        cut->approximate(*whole, rank_);
        ways_.clear();
        add(run, splits.test, "whole, trained freely", *whole, "");
        add(run, splits.test, "cut after training", *cut, "");
        auto repaired = trainFactors(run, splits, "cut-and-repaired", options, whole.get());
        add(run, splits.test, "cut and repaired", *repaired, "cut-and-repaired");
        const std::int64_t epoch = options.validateEvery;
        for (const auto& [stage, every] :
             {std::pair{"each-epoch", epoch}, std::pair{"often", std::int64_t{often_}}}) {
            auto net = run.train<MlpNet>(ProjectedTask(splits, options, rank_, every), stage, options);
            net->project(rank_);
            add(run, splits.test,
                stage == std::string("often") ? "projected every " + std::to_string(often_) + " steps"
                                              : "projected each epoch",
                *net, stage);
        }
        auto factors = trainFactors(run, splits, "factors", options, nullptr);
        add(run, splits.test, "factors from scratch", *factors, "factors");
        show(run);
    }

private:
    struct Way {
        std::string name, stage;
        double accuracy;
    };

    MlpNet trainFactors(Run& run, const ImageSplits& splits, const std::string& stage,
                        const TrainOptions& options, const MlpNetImpl* start) {
        MlpSize thin;
        thin.rank = rank_;
        thin.dropout = 0.05;
        struct Factors : ClassifierTask {
            Factors(const ImageSplits& images, const TrainOptions& own, const MlpSize& size,
                    const MlpNetImpl* from)
                : ClassifierTask(images, own, [size] { return MlpNet(size).ptr(); }), whole(from) {}
            void prepareModel(torch::nn::Module& model) const override {
                auto& net = dynamic_cast<MlpNetImpl&>(model);
                if (whole) net.approximate(*whole, net.size.rank);
            }
            const MlpNetImpl* whole;
        };
        return run.train<MlpNet>(Factors(splits, options, thin, start), stage, options);
    }

    void add(Run& run, const ImageSet& test, const std::string& name, MlpNetImpl& net,
             const std::string& stage) {
        const double accuracy = 100.0 * classify(net, test).accuracy;
        run.report.result("test accuracy, " + name, accuracy, "%");
        ways_.push_back({name, stage, accuracy});
    }

    void show(Run& run) {
        std::vector<Curve> curves;
        std::vector<std::vector<std::string>> rows;
        for (const auto& way : ways_) {
            double seconds = 0.0;
            if (!way.stage.empty()) {
                const RunFolder folder(run.folder / way.stage);
                Curve curve{way.name, {}, {}, Mark::linePoints};
                for (const auto& row : folder.readJson("metrics.json")) {
                    curve.x.push_back(static_cast<double>(curve.x.size() + 1));
                    curve.y.push_back(row.at("val_accuracy").get<double>());
                }
                curves.push_back(std::move(curve));
                seconds = folder.readJson("summary.json").value("seconds", 0.0);
            }
            rows.push_back({way.name, fixed(way.accuracy, 2), seconds > 0.0 ? fixed(seconds, 0) : ""});
        }
        drawLines(
            run.folder / "ways.png",
            {"Rank " + std::to_string(rank_) + " in every hidden layer", "epoch", "validation accuracy, %"},
            curves);
        run.report.heading("The ways to rank " + std::to_string(rank_));
        run.report.picture("ways.png",
                           "Accuracy on the images held out; the network is always judged at rank " +
                               std::to_string(rank_) + ".");
        run.report.table({"way", "test accuracy, %", "seconds of training"}, rows);
    }

    std::string mlp_;
    int rank_ = 20, often_ = 50;
    std::vector<Way> ways_;
};

const RegisterExperiment<MnistSvdConstrained> registeredMnistSvdConstrained;

} // namespace

} // namespace solus::train
