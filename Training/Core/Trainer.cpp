// The training loop.
#include "Core/Trainer.h"

#include "Base/Error.h"
#include "Base/ProgressBar.h"
#include "Base/Text.h"
#include "Core/Checkpoint.h"
#include "Core/Muon.h"
#include "Core/Replicas.h"
#include "Core/Start.h"

#include <algorithm>
#include <chrono>
#include <cstdio>

namespace solus::train {

namespace {

using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

std::string format(const char* pattern, double value) {
    char text[64];
    std::snprintf(text, sizeof text, pattern, value);
    return text;
}

class TrainingLoop {
public:
    TrainingLoop(const std::string& name, const Task& task, const TrainOptions& options, RunFolder& folder)
        : name_(name), task_(task), options_(options), folder_(folder), device_(options.device),
          replicas_(task, options) {
        average_ = task.makeModel();
        if (!options.resume) beginModel();
        replicas_.toDevice();
        average_->to(device_);
        copyModel(replicas_.model(), *average_);
        makeOptimizer();
        if (options.resume) {
            progress_ = loadCheckpoint(folder / "checkpoint.pt", replicas_.model(), *average_, *optimizer_);
            folder_.loadMetrics(progress_.step);
            if (std::filesystem::exists(folder / "summary.json")) // its starting weights may be gone by now
                startedFrom_ = folder.readJson("summary.json").value("started_from", nlohmann::json{});
        }
        replicas_.copyFirst();
    }

    TrainResult go() {
        ProgressBar bar(name_);
        bar.printLine(name_ + ": " + std::to_string(parameterCount()) + " parameters, step " +
                      std::to_string(progress_.step) + " of " + std::to_string(options_.steps) + ", into " +
                      folder_.path().string());
        const std::int64_t first = progress_.step;
        const double secondsBefore = progress_.seconds;
        start_ = lastCheckpoint_ = Clock::now(); // the preparation above may have taken minutes
        while (progress_.step < options_.steps && !stopRequested() && !timeIsUp()) {
            const double loss = step();
            if (!std::isfinite(loss))
                throw TrainingError("the loss or its gradient is not finite at step " +
                                    std::to_string(progress_.step + 1) + "; the last checkpoint stays in " +
                                    folder_.path().string() + ", resume from it with a lower --rate");
            ++progress_.step;
            progress_.seconds = secondsBefore + secondsSince(start_);
            progress_.lossSum += loss;
            ++progress_.lossCount;
            bar.update(static_cast<double>(progress_.step) / static_cast<double>(options_.steps),
                       "loss " + format("%.4f", progress_.lossSum / static_cast<double>(progress_.lossCount)),
                       static_cast<double>(first) / static_cast<double>(options_.steps));
            if (!estimated_ && progress_.step >= first + 5 && secondsSince(start_) > 3.0)
                sayHowLong(bar,
                           (progress_.seconds - secondsBefore) / static_cast<double>(progress_.step - first));
            if (progress_.step % options_.validateEvery == 0 || progress_.step == options_.steps)
                validate(bar);
            if (secondsSince(lastCheckpoint_) > 120.0) checkpoint();
        }
        checkpoint();
        exportBest();
        folder_.drawCurves();
        return {progress_.step, progress_.bestScore, progress_.bestScore > Progression{}.bestScore,
                progress_.step >= options_.steps};
    }

private:
    /// The initial weights of a new run.
    void beginModel() {
        if (options_.start.empty()) return task_.prepareModel(replicas_.model());
        const auto start = findStart(options_.start);
        startedFrom_ = originOf(start);
        if (!start.model) return loadModel(replicas_.model(), start.checkpoint);
        try {
            task_.startFrom(replicas_.model(), *start.model);
        } catch (const Error& e) {
            throw Error("--start " + options_.start + ": " + e.what());
        }
    }

    /// Parameters with the same rate form a group.
    void makeOptimizer() {
        std::vector<torch::optim::OptimizerParamGroup> groups;
        for (const auto& parameter : replicas_.model().named_parameters()) {
            const double factor = task_.rateFactor(parameter.key());
            const auto at = std::find(factors_.begin(), factors_.end(), factor) - factors_.begin();
            if (at == static_cast<std::ptrdiff_t>(factors_.size())) {
                factors_.push_back(factor);
                groups.emplace_back(std::vector<torch::Tensor>{});
            }
            groups[static_cast<size_t>(at)].params().push_back(parameter.value());
        }
        const auto adam = torch::optim::AdamOptions(options_.rate).betas({options_.beta1, 0.999});
        if (options_.optimiser == "muon")
            optimizer_ = std::make_unique<Muon>(groups, adam);
        else
            optimizer_ = std::make_unique<torch::optim::Adam>(groups, adam);
    }

    void sayHowLong(ProgressBar& bar, double secondsPerStep) {
        estimated_ = true;
        const double left = static_cast<double>(options_.steps - progress_.step) * secondsPerStep;
        bar.printLine("about " + clockTime(left) + " to go on this machine, " +
                      format("%.1f", 1e3 * secondsPerStep) + " ms per step" +
                      (options_.minutes > 0.0 ? ", --minutes ends it earlier if that is less" : ""));
    }

    bool timeIsUp() const { return options_.minutes > 0.0 && secondsSince(start_) > 60.0 * options_.minutes; }

    std::int64_t parameterCount() const {
        std::int64_t count = 0;
        for (const auto& parameter : replicas_.model().parameters()) count += parameter.numel();
        return count;
    }

    double step() {
        const double loss = replicas_.backward(progress_.step);
        if (!std::isfinite(loss)) return loss;
        const double norm = torch::nn::utils::clip_grad_norm_(replicas_.model().parameters(), options_.clip);
        if (!std::isfinite(norm)) return norm; // the weights are still good
        for (size_t g = 0; g < factors_.size(); ++g)
            static_cast<torch::optim::AdamOptions&>(optimizer_->param_groups()[g].options())
                .lr(factors_[g] * learningRate(options_, progress_.step));
        optimizer_->step();
        {
            torch::NoGradGuard noGrad;
            task_.afterStep(replicas_.model(), progress_.step + 1);
        }
        replicas_.copyFirst();
        updateAverage();
        return loss;
    }

    /// a <- d a + (1 - d) w, with a shorter memory at the start.
    void updateAverage() {
        torch::NoGradGuard noGrad;
        const double steps = static_cast<double>(progress_.step);
        const double decay = std::min(options_.average, (1.0 + steps) / (10.0 + steps));
        const auto weights = replicas_.model().parameters(), averages = average_->parameters();
        for (size_t i = 0; i < weights.size(); ++i) averages[i].lerp_(weights[i], 1.0 - decay);
        const auto statistics = replicas_.model().buffers(),
                   averaged = average_->buffers(); // of batch normalisation
        for (size_t i = 0; i < statistics.size(); ++i)
            if (statistics[i].is_floating_point()) averaged[i].lerp_(statistics[i], 1.0 - decay);
    }

    void validate(ProgressBar& bar) {
        torch::NoGradGuard noGrad;
        average_->eval();
        const Validation result = task_.validate(*average_, device_);
        std::vector<std::pair<std::string, double>> row{
            {"seconds", std::round(progress_.seconds)},
            {"train_loss", progress_.lossSum / static_cast<double>(progress_.lossCount)}};
        row.insert(row.end(), result.values.begin(), result.values.end());
        folder_.addMetrics(progress_.step, row);
        std::string line = "step " + std::to_string(progress_.step) + ", " + clockTime(progress_.seconds) +
                           ", train_loss " +
                           format("%.4f", progress_.lossSum / static_cast<double>(progress_.lossCount));
        for (const auto& [column, value] : result.values) line += ", " + column + format(" %.4f", value);
        progress_.lossSum = 0.0;
        progress_.lossCount = 0;
        if (options_.keepLast || result.score > progress_.bestScore) {
            progress_.bestScore = result.score;
            saveModel(*average_, folder_ / "best.pt");
            exportBest();
            line += " (best)";
        }
        bar.printLine(line);
        checkpoint();
        folder_.drawCurves();
    }

    void checkpoint() {
        saveCheckpoint(folder_ / "checkpoint.pt", replicas_.model(), *average_, *optimizer_, progress_);
        folder_.writeJson("summary.json", summary());
        lastCheckpoint_ = Clock::now();
    }

    nlohmann::json summary() const {
        nlohmann::json summary{{"experiment", name_},
                               {"parameters", parameterCount()},
                               {"step", progress_.step},
                               {"steps", options_.steps},
                               {"batch", options_.batch},
                               {"seed", options_.seed},
                               {"workers", options_.workers},
                               {"seconds", std::round(progress_.seconds)},
                               {"best_score", progress_.bestScore}};
        if (!startedFrom_.is_null()) summary["started_from"] = startedFrom_;
        summary["licence"] = options_.licence.empty() ? "not stated" : options_.licence;
        return summary;
    }

    /// A run that was stopped before its first validation exports the average as it is.
    void exportBest() {
        torch::NoGradGuard noGrad;
        auto model = task_.makeModel();
        if (std::filesystem::exists(folder_ / "best.pt"))
            loadModel(*model, folder_ / "best.pt");
        else
            copyModel(*average_, *model);
        model->to(torch::kCPU);
        model->eval();
        task_.exportModel(*model, folder_ / (name_ + ".safetensors"), summary());
    }

    const std::string name_;
    const Task& task_;
    const TrainOptions options_;
    RunFolder& folder_;
    const torch::Device device_;
    Replicas replicas_;
    std::shared_ptr<torch::nn::Module> average_;
    std::unique_ptr<torch::optim::Adam> optimizer_;
    std::vector<double> factors_; ///< learning rate of each group relative to the run's
    Progression progress_;
    nlohmann::json startedFrom_; ///< summary of the run that the initial weights are from
    bool estimated_ = false;
    Clock::time_point start_ = Clock::now();
    Clock::time_point lastCheckpoint_ = Clock::now();
};

} // namespace

TrainResult train(const std::string& name, const Task& task, const TrainOptions& options, RunFolder& folder) {
    if (options.batch < options.workers) throw Error("--batch must be at least as large as --workers");
    if (!options.resume) std::filesystem::remove(folder / "best.pt");
    return TrainingLoop(name, task, options, folder).go();
}

} // namespace solus::train
