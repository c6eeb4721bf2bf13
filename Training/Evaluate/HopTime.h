// What a model costs when it runs live.
#pragma once

#include "Inference/Model.h"

#include <memory>

namespace solus::train {

/// The median time that the engine takes for one hop of a mono stream with this denoiser, from the samples to
/// the samples, on one core, in microseconds.
double hopMicroseconds(const std::shared_ptr<const Model>&, int hops = 600);

} // namespace solus::train
