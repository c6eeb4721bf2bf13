// The training loop.
#include "Core/Trainer.h"

#include "Base/Error.h"
#include "Base/ProgressBar.h"
#include "Base/Text.h"
#include "Core/Checkpoint.h"
#include "Core/Start.h"
#include "Core/Workers.h"

#include <ATen/CPUGeneratorImpl.h>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <future>

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

/// Dropout must not depend on how many threads share torch's global generator.
torch::Generator generatorFor(std::uint64_t seed, std::int64_t step, int worker) {
    const std::uint64_t mixed = (seed * 1000003u + static_cast<std::uint64_t>(step)) * 1009u + worker;
    return at::make_generator<at::CPUGeneratorImpl>(mixed);
}

class Run {
public:
    Run(const std::string& name, const Task& task, const TrainOptions& options, RunFolder& folder)
        : name_(name), task_(task), options_(options), folder_(folder), device_(options.device),
          workers_(options.workers) {
        useOneThread();
        torch::manual_seed(static_cast<std::uint64_t>(options.seed));
        const int replicas = device_.is_cpu() ? options.workers : 1;
        for (int i = 0; i < replicas; ++i) replicas_.push_back(task.makeModel());
        average_ = task.makeModel();
        if (!options.resume) beginModel();
        for (auto& model : replicas_) model->to(device_);
        average_->to(device_);
        copyModel(*replicas_[0], *average_);
        makeOptimizer();
        if (options.resume) {
            progress_ = loadCheckpoint(folder / "checkpoint.pt", *replicas_[0], *average_, *optimizer_);
            folder_.loadMetrics(progress_.step);
            if (std::filesystem::exists(folder / "summary.json")) // what it started from may have gone since
                startedFrom_ = folder.readJson("summary.json").value("started_from", nlohmann::json{});
        }
        copyToReplicas();
    }

    TrainResult go() {
        ProgressBar bar(name_);
        bar.printLine(name_ + ": " + std::to_string(parameterCount()) + " parameters, step " +
                      std::to_string(progress_.step) + " of " + std::to_string(options_.steps) + ", into " +
                      folder_.path().string());
        const std::int64_t first = progress_.step;
        const double secondsBefore = progress_.seconds;
        while (progress_.step < options_.steps && !stopRequested() && !timeIsUp()) {
            const double loss = step();
            if (!std::isfinite(loss))
                throw TrainingError("the loss is not finite at step " + std::to_string(progress_.step + 1) +
                                    "; the last checkpoint stays in " + folder_.path().string() +
                                    ", resume from it with a lower --rate");
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
    /// Weights of a run that begins.
    void beginModel() {
        if (options_.start.empty()) return task_.prepareModel(*replicas_[0]);
        const auto start = findStart(options_.start);
        startedFrom_ = originOf(start);
        if (!start.model) return loadModel(*replicas_[0], start.checkpoint);
        try {
            task_.startFrom(*replicas_[0], *start.model);
        } catch (const Error& e) {
            throw Error("--start " + options_.start + ": " + e.what());
        }
    }

    /// Parameters of one rate form a group.
    void makeOptimizer() {
        std::vector<torch::optim::OptimizerParamGroup> groups;
        for (const auto& parameter : replicas_[0]->named_parameters()) {
            const double factor = task_.rateFactor(parameter.key());
            const auto at = std::find(factors_.begin(), factors_.end(), factor) - factors_.begin();
            if (at == static_cast<std::ptrdiff_t>(factors_.size())) {
                factors_.push_back(factor);
                groups.emplace_back(std::vector<torch::Tensor>{});
            }
            groups[static_cast<size_t>(at)].params().push_back(parameter.value());
        }
        const auto adam = torch::optim::AdamOptions(options_.rate).betas({options_.beta1, 0.999});
        optimizer_ = std::make_unique<torch::optim::Adam>(groups, adam);
    }

    void sayHowLong(ProgressBar& bar, double secondsPerStep) {
        estimated_ = true;
        const double left = static_cast<double>(options_.steps - progress_.step) * secondsPerStep;
        bar.printLine("about " + clockTime(left) + " to go on this machine, " +
                      format("%.1f", 1e3 * secondsPerStep) + " ms a step" +
                      (options_.minutes > 0.0 ? ", --minutes ends it earlier if that is less" : ""));
    }

    bool timeIsUp() const { return options_.minutes > 0.0 && secondsSince(start_) > 60.0 * options_.minutes; }

    std::int64_t parameterCount() const {
        std::int64_t count = 0;
        for (const auto& parameter : replicas_[0]->parameters()) count += parameter.numel();
        return count;
    }

    void copyToReplicas() {
        for (size_t i = 1; i < replicas_.size(); ++i) copyModel(*replicas_[0], *replicas_[i]);
    }

    /// Items of worker w of n: [w B / n, (w + 1) B / n).
    Batch shard(std::int64_t step, int worker) const {
        const int begin = worker * options_.batch / options_.workers,
                  end = (worker + 1) * options_.batch / options_.workers;
        return task_.makeBatch(step, begin, end - begin);
    }

    /// Loss and gradients of one step end up in replica 0; returns the loss.
    double step() {
        const double loss = device_.is_cpu() ? stepOnCpu() : stepOnDevice();
        if (!std::isfinite(loss)) return loss;
        torch::nn::utils::clip_grad_norm_(replicas_[0]->parameters(), options_.clip);
        for (size_t g = 0; g < factors_.size(); ++g)
            static_cast<torch::optim::AdamOptions&>(optimizer_->param_groups()[g].options())
                .lr(factors_[g] * learningRate(options_, progress_.step));
        optimizer_->step();
        {
            torch::NoGradGuard noGrad;
            task_.afterStep(*replicas_[0], progress_.step + 1);
        }
        copyToReplicas();
        updateAverage();
        return loss;
    }

    double stepOnCpu() {
        std::vector<double> losses(replicas_.size());
        workers_.run([&](int w) {
            auto& model = *replicas_[w];
            model.train();
            model.zero_grad();
            losses[w] = task_.backward(model, shard(progress_.step, w),
                                       generatorFor(options_.seed, progress_.step, w));
        });
        // g = (g_0 + g_1 + ...) / n, added in this order and no other.
        torch::NoGradGuard noGrad;
        const double n = static_cast<double>(replicas_.size());
        const auto sum = replicas_[0]->parameters();
        for (size_t r = 1; r < replicas_.size(); ++r) {
            const auto other = replicas_[r]->parameters();
            for (size_t i = 0; i < sum.size(); ++i)
                if (sum[i].grad().defined()) sum[i].grad().add_(other[i].grad());
        }
        if (replicas_.size() > 1)
            for (const auto& parameter : sum)
                if (parameter.grad().defined()) parameter.grad().div_(n);
        double total = 0.0;
        for (double loss : losses) total += loss;
        return total / n;
    }

    double stepOnDevice() {
        if (!next_.valid()) next_ = prefetch(progress_.step);
        const Batch batch = next_.get();
        if (progress_.step + 1 < options_.steps) next_ = prefetch(progress_.step + 1);
        Batch onDevice;
        for (const auto& tensor : batch) onDevice.push_back(tensor.to(device_));
        auto& model = *replicas_[0];
        model.train();
        model.zero_grad();
        return task_.backward(model, onDevice, generatorFor(options_.seed, progress_.step, 0));
    }

    std::future<Batch> prefetch(std::int64_t step) {
        return std::async(std::launch::async, [this, step] {
            std::vector<Batch> shards(static_cast<size_t>(options_.workers));
            workers_.run([&](int w) { shards[w] = shard(step, w); });
            Batch whole;
            for (size_t i = 0; i < shards[0].size(); ++i) {
                std::vector<torch::Tensor> parts;
                for (const auto& part : shards) parts.push_back(part[i]);
                whole.push_back(torch::cat(parts));
            }
            return whole;
        });
    }

    /// a <- d a + (1 - d) w, with a shorter memory at the start.
    void updateAverage() {
        torch::NoGradGuard noGrad;
        const double steps = static_cast<double>(progress_.step);
        const double decay = std::min(options_.average, (1.0 + steps) / (10.0 + steps));
        const auto weights = replicas_[0]->parameters(), averages = average_->parameters();
        for (size_t i = 0; i < weights.size(); ++i) averages[i].lerp_(weights[i], 1.0 - decay);
        const auto statistics = replicas_[0]->buffers(),
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
        saveCheckpoint(folder_ / "checkpoint.pt", *replicas_[0], *average_, *optimizer_, progress_);
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
    std::vector<std::shared_ptr<torch::nn::Module>> replicas_;
    std::shared_ptr<torch::nn::Module> average_;
    std::unique_ptr<torch::optim::Adam> optimizer_;
    std::vector<double> factors_; ///< learning rate of each group over the run's
    Progression progress_;
    nlohmann::json startedFrom_; ///< summary of the run whose weights this one began with
    bool estimated_ = false;
    const Clock::time_point start_ = Clock::now();
    Clock::time_point lastCheckpoint_ = Clock::now();
    Workers workers_;
    std::future<Batch> next_; // last: it must end before the workers do
};

} // namespace

TrainResult train(const std::string& name, const Task& task, const TrainOptions& options, RunFolder& folder) {
    if (options.batch < options.workers) throw Error("--batch must be at least as large as --workers");
    if (!options.resume) std::filesystem::remove(folder / "best.pt");
    return Run(name, task, options, folder).go();
}

} // namespace solus::train
