// The training loop of the hand-written networks.
#include "ByHand/HandTraining.h"

#include "Base/ProgressBar.h"
#include "Base/Text.h"
#include "ByHand/HandCheckpoint.h"
#include "Core/Sealed.h"
#include "Core/Trainer.h"
#include "Data/Shuffle.h"

#include <algorithm>
#include <chrono>

namespace solus::train {

namespace {

constexpr int scoreBatch = 250;

using Clock = std::chrono::steady_clock;
using Columns = std::vector<std::pair<std::string, double>>;

double secondsSince(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

class Loop {
public:
    Loop(const Run& run, const ImageSplits& splits, const HandSetup& setup, const TrainOptions& options,
         const std::string& stage)
        : run_(run), splits_(splits), setup_(setup), options_(options), stage_(stage),
          folder_(run.folder / stage), layerFolder_(folder_ / "layers"),
          scale_(PixelScale::measure(splits.train)),
          net_(std::make_unique<HandNet<float>>(setup.sizes, setup.activation,
                                                std::max(options.batch, scoreBatch))),
          optimiser_(setup.optimiser, handRate(setup.optimiser, options.rate)),
          batch_(splits.train, scale_, options.batch), shuffle_(splits.train.size(), options.seed) {
        net_->initialise(options.seed);
        if (options.resume && hasCheckpoint(folder_ / "checkpoint.bin")) {
            progress_ = loadHandCheckpoint(folder_ / "checkpoint.bin", *net_, optimiser_);
            folder_.loadMetrics(progress_.step);
            layerFolder_.loadMetrics(progress_.step);
        }
    }

    HandResult go() {
        const std::int64_t first = progress_.step;
        const double secondsBefore = progress_.seconds;
        if (first < options_.steps)
            bar_.printLine(run_.name() + ", " + stage_ + ": " + std::to_string(net_->parameters().size()) +
                           " parameters, step " + std::to_string(first) + " of " +
                           std::to_string(options_.steps));
        while (progress_.step < options_.steps) {
            stopIfAsked();
            step();
            progress_.seconds = secondsBefore + secondsSince(start_);
            bar_.update(static_cast<double>(progress_.step) / static_cast<double>(options_.steps),
                        "loss " + shortNumber(progress_.lossSum / static_cast<double>(progress_.lossCount)),
                        static_cast<double>(first) / static_cast<double>(options_.steps));
            if (progress_.step == first + 50) sayHowLong((progress_.seconds - secondsBefore) / 50.0);
            if (progress_.step % options_.validateEvery == 0 || progress_.step == options_.steps) validate();
            if (setup_.afterStep) setup_.afterStep(progress_.step);
        }
        folder_.drawCurves();
        net_->parameters() = progress_.best;
        return {std::move(net_), scale_, progress_.seconds};
    }

private:
    /// Forward, backward, one optimiser step.
    void step() {
        batch_.fill(options_.batch,
                    [this](int i) { return shuffle_.at(progress_.step * options_.batch + i); });
        const double loss = net_->forward(batch_.x(), batch_.labels());
        if (!std::isfinite(loss))
            throw TrainingError("the loss is not finite at step " + std::to_string(progress_.step + 1) +
                                "; the last checkpoint stays in " + folder_.path().string() +
                                ", try a lower --rate in a new folder");
        net_->backward(batch_.x(), batch_.labels());
        const bool noted = progress_.step % std::max<std::int64_t>(1, options_.steps / 200) == 0;
        if (noted) before_ = net_->parameters();
        optimiser_.step(net_->parameters(), net_->gradients());
        ++progress_.step;
        progress_.lossSum += loss;
        ++progress_.lossCount;
        if (noted) noteLayers();
    }

    void noteLayers() {
        Columns row;
        const auto& layers = net_->layers();
        const float* before = before_.data();
        for (size_t l = 0; l < layers.size(); ++l) {
            const auto& weights = layers[l].weights;
            const Eigen::Map<const Matrix<float>> old(before, weights.rows(), weights.cols());
            const std::string number = std::to_string(l + 1);
            row.emplace_back("gradient_" + number, layers[l].weightGradient.norm());
            row.emplace_back("update_" + number, (weights - old).norm() / old.norm());
            if (l + 1 < layers.size()) row.emplace_back("derivative_" + number, net_->derivative(l));
            before += weights.size() + layers[l].bias.size();
        }
        layerFolder_.addMetrics(progress_.step, row);
    }

    void validate() {
        const auto score = scoreByHand(*net_, splits_.validation, scale_);
        const double loss = progress_.lossSum / static_cast<double>(progress_.lossCount);
        folder_.addMetrics(progress_.step, {{"seconds", std::round(progress_.seconds)},
                                            {"train_loss", loss},
                                            {"val_loss", score.loss},
                                            {"val_accuracy", 100.0 * score.accuracy}});
        const bool better = score.accuracy > progress_.bestAccuracy;
        if (better) {
            progress_.bestAccuracy = score.accuracy;
            progress_.bestStep = progress_.step;
            progress_.best = net_->parameters();
        }
        progress_.lossSum = 0.0;
        progress_.lossCount = 0;
        bar_.printLine("step " + std::to_string(progress_.step) + ", " + clockTime(progress_.seconds) +
                       ", train_loss " + shortNumber(loss) + ", val_loss " + shortNumber(score.loss) +
                       ", val_accuracy " + fixed(100.0 * score.accuracy, 2) + (better ? " (best)" : ""));
        checkpoint();
    }

    void checkpoint() { saveHandCheckpoint(folder_ / "checkpoint.bin", *net_, optimiser_, progress_); }

    void stopIfAsked() {
        try {
            run_.checkStopped();
        } catch (const Stopped&) {
            checkpoint();
            throw;
        }
    }

    void sayHowLong(double secondsPerStep) {
        const double left = static_cast<double>(options_.steps - progress_.step) * secondsPerStep;
        if (left < 5.0) return;
        bar_.printLine("about " + clockTime(left) + " to go on this machine, " +
                       fixed(1e3 * secondsPerStep, 2) + " ms per step");
    }

    const Run& run_;
    const ImageSplits& splits_;
    const HandSetup& setup_;
    const TrainOptions options_;
    const std::string stage_;
    RunFolder folder_, layerFolder_;
    const PixelScale scale_;
    std::unique_ptr<HandNet<float>> net_;
    Optimiser<float> optimiser_;
    HandBatch<float> batch_;
    const Shuffle shuffle_;
    Vector<float> before_; ///< the parameters before a step that is recorded
    HandProgress progress_;
    ProgressBar bar_{stage_};
    const Clock::time_point start_ = Clock::now();
};

} // namespace

double handRate(const std::string& optimiser, double wanted) {
    if (wanted > 0.0) return wanted;
    return optimiser == "adam" ? 1e-3 : optimiser == "momentum" ? 0.02 : 0.1;
}

HandScore scoreByHand(HandNet<float>& net, const ImageSet& set, PixelScale scale) {
    HandBatch<float> batch(set, scale, scoreBatch);
    double loss = 0.0;
    std::int64_t right = 0;
    for (std::int64_t at = 0; at < set.size(); at += scoreBatch) {
        const int count = static_cast<int>(std::min<std::int64_t>(scoreBatch, set.size() - at));
        batch.fill(count, [at](int i) { return at + i; });
        loss += count * net.forward(batch.x(), batch.labels());
        const auto p = net.probabilities();
        for (int i = 0; i < count; ++i) {
            Eigen::Index answer = 0;
            p.col(i).maxCoeff(&answer);
            right += answer == batch.labels()[static_cast<size_t>(i)];
        }
    }
    const double n = static_cast<double>(set.size());
    return {static_cast<double>(right) / n, loss / n};
}

HandResult trainByHand(const Run& run, const ImageSplits& splits, const HandSetup& setup,
                       const TrainOptions& options, const std::string& stage) {
    return Loop(run, splits, setup, options, stage).go();
}

} // namespace solus::train
