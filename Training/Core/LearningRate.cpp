// How the learning rate rises and falls over a run.
#include "Core/Trainer.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace solus::train {

double learningRate(const TrainOptions& options, std::int64_t step) {
    if (options.constantRate) return options.rate;
    const double warming = std::min(200.0, std::max(1.0, 0.1 * static_cast<double>(options.steps)));
    const double warm = std::min(1.0, (static_cast<double>(step) + 1.0) / warming);
    const double fraction = std::min(1.0, static_cast<double>(step) / static_cast<double>(options.steps));
    return options.rate * warm * (0.02 + 0.98 * 0.5 * (1.0 + std::cos(std::numbers::pi * fraction)));
}

} // namespace solus::train
