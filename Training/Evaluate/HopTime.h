// The run time of a model in live use.
#pragma once

#include "Inference/Model.h"

#include <memory>

namespace solus::train {

/// The median time, in microseconds, that the engine takes for one hop of a mono stream with this denoiser, from input
/// samples to output samples, on one core.
double hopMicroseconds(const std::shared_ptr<const Model>&, int hops = 600);

} // namespace solus::train
