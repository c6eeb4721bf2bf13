// cifar-augment: does a network learn more if the same photographs are also made brighter, darker and mirrored?
#include "Lab/Picture.h"
#include "Lab/Plot.h"
#include "Nets/Images/ConvNet.h"
#include "Tasks/Images/ImageExperiment.h"

namespace solus::train {

namespace {

/// Quadruples the set: as it is, brighter, darker, flipped left to right.
ImageSet augmented(const ImageSet& set) {
    const auto scaled = [&](double factor) {
        return (set.images.to(torch::kFloat32) * factor).clamp_(0.0, 255.0).round_().to(torch::kUInt8);
    };
    return {torch::cat({set.images, scaled(1.4), scaled(0.6), set.images.flip(3)}), set.labels.repeat({4})};
}

class CifarAugment : public CifarExperiment {
public:
    std::string name() const override { return "cifar-augment"; }
    std::string description() const override {
        return "Photographs as they are against four times as many: brighter, darker, mirrored";
    }

    void configure(CLI::App& app, TrainOptions& defaults) override {
        imageDefaults(defaults, 10);
        defaults.batch = 64;
        app.add_option("--dropout", size_.dropout, "Dropout before the output layer")
            ->check(CLI::Range(0.0, 0.9));
    }

    Story story() const override {
        return {"A cat in the shade is a cat. A network does not know that unless it has seen it; so each "
                "photograph is shown in "
                "four versions. To be fair, both networks take the same number of steps: the one without "
                "augmentation sees each photograph four times as often, in one version.",
                {"x → x,   min(1.4 x, 255),   0.6 x,   x mirrored"},
                {convSketch(size_)},
                {{"solus-train cifar-augment --data DATA --limit 1000 --out runs/few",
                  "The fewer photographs, the more it should help."},
                 {"solus-train cifar-transfer --data DATA", "Learning from photographs without labels."}}};
    }

    void run(Run& run) override {
        const auto splits = loadImages(run);
        auto more = splits;
        more.train = augmented(splits.train);
        const auto options = run.inEpochs(run.options.epochs, more.train.size());
        auto same = options; // the same number of steps, over a quarter of the images
        same.epochs = 4.0 * options.epochs;
        std::vector<Curve> accuracy, loss;
        const auto size = size_;
        for (const std::string stage : {"original", "augmented"}) {
            const bool original = stage == "original";
            const auto& own = original ? same : options;
            const ClassifierTask task(original ? splits : more, own, [size] { return ConvNet(size).ptr(); });
            auto net = run.train<ConvNet>(task, stage, own);
            const auto verdict = classify(*net, splits.test);
            run.report.result("test accuracy, " + stage, 100.0 * verdict.accuracy, "%");
            run.report.result("test loss, " + stage, verdict.loss);
            addCurves(run, stage, accuracy, loss);
        }
        drawPanels(run.folder / "validation.png",
                   {{{"Validation accuracy, %", "step", ""}, accuracy},
                    {{"Validation and training loss", "step", ""}, loss}},
                   2);
        showVersions(run, splits.train);
        run.report.heading("Both in one figure");
        run.report.picture("validation.png",
                           "Accuracy and loss on the same thousand photographs that neither was trained on.");
    }

private:
    static void addCurves(Run& run, const std::string& stage, std::vector<Curve>& accuracy,
                          std::vector<Curve>& loss) {
        Curve right{stage}, held{stage + ", validation"}, seen{stage + ", training"};
        for (const auto& row : RunFolder(run.folder / stage).readJson("metrics.json")) {
            for (auto* curve : {&right, &held, &seen}) curve->x.push_back(row.at("step").get<double>());
            right.y.push_back(row.at("val_accuracy").get<double>());
            held.y.push_back(row.at("val_loss").get<double>());
            seen.y.push_back(row.at("train_loss").get<double>());
        }
        accuracy.push_back(right);
        loss.push_back(held);
        loss.push_back(seen);
    }

    static void showVersions(Run& run, const ImageSet& train) {
        const auto few = augmented(train.slice(0, 12));
        writeImageGrid(run.folder / "versions.png", few.images, 12, 2);
        run.report.heading("The versions");
        run.report.picture("versions.png", "Twelve photographs as they are, brighter, darker, and mirrored.");
    }

    ConvNetSize size_;
};

const RegisterExperiment<CifarAugment> registeredCifarAugment;

} // namespace

} // namespace solus::train
