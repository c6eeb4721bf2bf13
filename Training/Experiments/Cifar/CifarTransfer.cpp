// cifar-transfer: pretraining on rotated photographs, without labels, helps when labels are few.
#include "Lab/Picture.h"
#include "Lab/Plot.h"
#include "Nets/Images/ConvNet.h"
#include "Tasks/Images/ImageExperiment.h"

#include <cmath>

namespace solus::train {

namespace {

/// The pretext task: 0 unchanged, 1 upside down, 2 turned by 90°.
ImageSet turned(const ImageSet& set) {
    const auto n = set.size();
    return {torch::cat({set.images, set.images.flip(2), set.images.rot90(1, {2, 3})}),
            torch::cat({torch::full({n}, 0), torch::full({n}, 1), torch::full({n}, 2)}).to(torch::kInt64)};
}

/// Starts from the body trained on the pretext, with a learning rate for it a hundred times lower than for the head.
class TransferTask : public ClassifierTask {
public:
    TransferTask(const ImageSplits& splits, const TrainOptions& options, const ConvNetSize& size,
                 ConvNet pretext, double bodyFactor)
        : ClassifierTask(splits, options, [size] { return ConvNet(size).ptr(); }),
          pretext_(std::move(pretext)), bodyFactor_(bodyFactor) {}
    void prepareModel(torch::nn::Module& model) const override {
        dynamic_cast<ConvNetImpl&>(model).takeBody(*pretext_);
    }
    double rateFactor(const std::string& parameter) const override {
        return parameter.starts_with("conv") ? bodyFactor_ : 1.0;
    }

private:
    const ConvNet pretext_;
    const double bodyFactor_;
};

struct Statistics {
    double mean = 0.0, deviation = 0.0;
};

Statistics statisticsOf(const std::vector<double>& values) {
    Statistics s;
    for (double value : values) s.mean += value / static_cast<double>(values.size());
    for (double value : values) s.deviation += (value - s.mean) * (value - s.mean);
    s.deviation = values.size() > 1 ? std::sqrt(s.deviation / static_cast<double>(values.size() - 1)) : 0.0;
    return s;
}

class CifarTransfer : public CifarExperiment {
public:
    std::string name() const override { return "cifar-transfer"; }
    std::string description() const override {
        return "Self-supervised pretext, then 500 labels: transfer against from scratch";
    }

    void configure(CLI::App& app, TrainOptions& defaults) override {
        imageDefaults(defaults, 300);
        defaults.batch = 50;
        defaults.average = 0.9;
        app.add_option("--labels", labels_, "Labelled photographs")->check(CLI::Range(10, 1 << 30));
        app.add_option("--seeds", seeds_, "Repetitions of each variant")->check(CLI::Range(1, 100));
        app.add_option("--pretext-epochs", pretextEpochs_, "Epochs of the pretext")
            ->check(CLI::Range(0.1, 1e6));
        app.add_option("--body-rate", bodyRate_, "Learning rate of the transferred convolutions")
            ->check(CLI::Range(0.0, 1.0));
    }

    Story story() const override {
        auto pretext = convSketch(pretextSize());
        pretext.name = "pretext";
        auto target = convSketch({});
        target.name = "target";
        return {
            "Labels are dear, photographs are cheap. Turn photographs upside down or by 90° and ask a "
            "network which of the "
            "three it sees: the answer costs nothing, and to find it the network must know something of sky, "
            "legs and wheels. Its convolutions then begin where a network with few labels would "
            "otherwise begin at random.\n\nTransferred layers learn at 1e-5, the new head at 1e-3, so that "
            "what was learnt is not washed out. "
            "The baseline starts at random, at 1e-3 throughout.",
            {"pretext:   x → (x, 0),  (x upside down, 1),  (x turned by 90°, 2)",
             "t = (m_A − m_B) / √(s_A² / n + s_B² / n)        Welch's t over n seeds"},
            {pretext, target},
            {{"solus-train cifar-transfer --data DATA --body-rate 1e-3 --out runs/free-body",
              "Let the body learn as fast as the head."},
             {"solus-train cifar-transfer --data DATA --labels 5000 --seeds 2 --epochs 40 --out runs/many",
              "With ten times the labels, is there anything left to win?"}}};
    }

    void quicken(TrainOptions& options) override {
        CifarExperiment::quicken(options);
        seeds_ = std::min(seeds_, 2);
        pretextEpochs_ = std::min(pretextEpochs_, 2.0);
    }

    void run(Run& run) override {
        const auto splits = loadImages(run);
        auto pretext = trainPretext(run, splits);
        auto few = splits;
        few.train = splits.train.slice(0, std::min<std::int64_t>(labels_, splits.train.size()));
        auto options = run.inEpochs(run.options.epochs, few.train.size());
        options.constantRate = true;
        options.validateEvery = static_cast<int>(std::max<std::int64_t>(1, options.steps / 30));
        std::vector<Curve> curves;
        std::vector<Statistics> ends;
        for (const bool transfer : {false, true}) {
            std::vector<RunFolder> folders;
            std::vector<double> test;
            for (int seed = 0; seed < seeds_; ++seed) {
                const std::string stage = (transfer ? "transfer-" : "scratch-") + std::to_string(seed + 1);
                options.seed = run.options.seed + static_cast<std::uint64_t>(seed);
                auto net = trainTarget(run, few, options, stage, transfer ? &pretext : nullptr);
                test.push_back(100.0 * classify(*net, splits.test).accuracy);
                folders.emplace_back(run.folder / stage);
            }
            curves.push_back(
                meanCurve(transfer ? "transfer" : "from scratch", folders, few.train.size(), options.batch));
            ends.push_back(statisticsOf(test));
            addResults(run, transfer ? "transfer" : "from scratch", ends.back(), test.size());
        }
        report(run, curves, ends, seeds_, few.train.size());
    }

private:
    static ConvNetSize pretextSize() {
        ConvNetSize size;
        size.classes = 3;
        return size;
    }

    ConvNet trainPretext(Run& run, const ImageSplits& splits) const {
        ImageSplits task{turned(splits.train), turned(splits.validation), turned(splits.test)};
        auto options = run.inEpochs(pretextEpochs_, task.train.size());
        auto net = run.train<ConvNet>(
            ClassifierTask(task, options, [] { return ConvNet(pretextSize()).ptr(); }), "pretext", options);
        run.report.result("pretext, test accuracy", 100.0 * classify(*net, task.test).accuracy, "%",
                          "33.3 is guessing");
        const auto shown = turned(splits.train.slice(0, 12));
        writeImageGrid(run.folder / "pretext.png", shown.images, 12, 2);
        return net;
    }

    ConvNet trainTarget(Run& run, const ImageSplits& few, const TrainOptions& options,
                        const std::string& stage, const ConvNet* pretext) const {
        const ConvNetSize size;
        if (pretext)
            return run.train<ConvNet>(TransferTask(few, options, size, *pretext, bodyRate_ / options.rate),
                                      stage, options);
        return run.train<ConvNet>(ClassifierTask(few, options, [size] { return ConvNet(size).ptr(); }), stage,
                                  options);
    }

    static Curve meanCurve(const std::string& name, const std::vector<RunFolder>& folders,
                           std::int64_t images, int batch) {
        std::vector<std::vector<double>> values;
        Curve curve{name, {}, {}, Mark::linePoints};
        for (const auto& folder : folders) {
            size_t at = 0;
            for (const auto& row : folder.readJson("metrics.json")) {
                if (values.size() <= at) {
                    values.emplace_back();
                    curve.x.push_back(row.at("step").get<double>() * batch / static_cast<double>(images));
                }
                values[at++].push_back(row.at("val_accuracy").get<double>());
            }
        }
        for (const auto& column : values) {
            const auto s = statisticsOf(column);
            curve.y.push_back(s.mean);
            curve.deviation.push_back(s.deviation);
        }
        return curve;
    }

    static void addResults(Run& run, const std::string& way, const Statistics& s, size_t seeds) {
        run.report.result("test accuracy, " + way, s.mean, "%");
        run.report.result("deviation over " + std::to_string(seeds) + " seeds, " + way, s.deviation, "%");
    }

    static void report(Run& run, const std::vector<Curve>& curves, const std::vector<Statistics>& ends,
                       int seeds, std::int64_t labels) {
        drawLines(run.folder / "validation.png",
                  {"Validation accuracy with " + std::to_string(labels) + " labels", "epoch", "%"}, curves);
        run.report.heading("With and without a past");
        run.report.picture("validation.png", "Mean of the seeds, and the band of one deviation.");
        std::vector<std::vector<std::string>> rows;
        for (size_t i = 0; i < curves[0].x.size(); ++i)
            if (i % std::max<size_t>(1, curves[0].x.size() / 10) == 0 || i + 1 == curves[0].x.size()) {
                const auto cell = [&](const Curve& c) {
                    return i < c.y.size() ? fixed(c.y[i], 1) + " ± " + fixed(c.deviation[i], 1)
                                          : std::string();
                };
                rows.push_back({fixed(curves[0].x[i], 0), cell(curves[0]), cell(curves[1])});
            }
        run.report.table({"epoch", "from scratch, %", "transfer, %"}, rows,
                         "Validation accuracy, mean ± deviation.");
        const double difference = ends[1].mean - ends[0].mean,
                     error = std::sqrt(
                         (ends[0].deviation * ends[0].deviation + ends[1].deviation * ends[1].deviation) /
                         seeds);
        const double t = error > 0.0 ? difference / error : 0.0;
        run.report.result("transfer less scratch, test accuracy", difference, "points");
        run.report.result("Welch's t", t);
        // With so few degrees of freedom |t| must be well above 2.
        const double needed = seeds <= 2 ? 4.3 : seeds == 3 ? 2.8 : 2.4;
        run.report.text(std::abs(t) > needed
                            ? "The difference is significant: |t| = " + fixed(std::abs(t), 1) + " for " +
                                  std::to_string(seeds) + " seeds, where about " + fixed(needed, 1) +
                                  " would be chance once in twenty."
                            : "The difference is not significant: |t| = " + fixed(std::abs(t), 1) + " for " +
                                  std::to_string(seeds) + " seeds, where about " + fixed(needed, 1) +
                                  " is needed. More seeds, or a larger effect, would tell.");
        run.report.heading("The pretext");
        run.report.picture("pretext.png", "As it is, upside down, turned by 90°: which is which?");
    }

    int labels_ = 500, seeds_ = 3;
    double pretextEpochs_ = 8.0, bodyRate_ = 1e-5;
};

const RegisterExperiment<CifarTransfer> registeredCifarTransfer;

} // namespace

} // namespace solus::train
