// Trains the networks of a run.
#include "Lab/Run.h"

#include "Core/Checkpoint.h"
#include "Core/Sealed.h"
#include "Core/Trainer.h"

#include <algorithm>
#include <cmath>

namespace solus::train {

double Run::minutesUsed() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count() / 60.0;
}

void Run::checkStopped() const {
    if (stopRequested() || (options.minutes > 0.0 && minutesUsed() > options.minutes)) throw Stopped{};
}

TrainOptions Run::inEpochs(double epochs, std::int64_t items) const {
    auto result = options;
    const std::int64_t pass = std::max<std::int64_t>(1, items / options.batch);
    result.epochs = epochs;
    result.steps = std::max<std::int64_t>(1, std::llround(result.epochs * static_cast<double>(pass)));
    result.validateEvery = static_cast<int>(std::min(pass, result.steps));
    return result;
}

std::shared_ptr<torch::nn::Module> Run::trainModule(const Task& task, const std::string& stage,
                                                    TrainOptions own) {
    checkStopped();
    RunFolder inner(stage.empty() ? folder.path() : folder / stage);
    own.resume = options.resume && hasCheckpoint(inner / "checkpoint.pt");
    own.licence = licence;
    if (own.minutes > 0.0) own.minutes = std::max(1e-6, own.minutes - minutesUsed());
    const auto result = train::train(name_, task, own, inner);
    if (!result.finished) throw Stopped{};
    auto model = task.makeModel();
    loadModel(*model, inner / "best.pt");
    model->eval();
    return model;
}

} // namespace solus::train
