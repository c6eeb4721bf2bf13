// The states in which a recurrent layer begins the examples of a training step.
#pragma once

#include <cstdint>
#include <torch/torch.h>

namespace solus::train {

/// A network that always starts at zero is never shown the states that minutes of use lead to, and may be caught in one of
/// them. So one of `every` examples of a batch is a stream: it goes on in the state in which the example in its place ended in
/// the step before, whatever was heard there. The others begin at zero. The states are not part of a checkpoint: after a
/// resume the streams begin at zero once.
class CarriedState {
public:
    /// [batch, units] for `before` of gruForward(); undefined (zero) where there is nothing to carry. `every` 0: no streams.
    torch::Tensor begin(std::int64_t batch, int every) const;
    /// Keeps the last of `states` [batch, frames, units].
    void end(const torch::Tensor& states);

private:
    torch::Tensor last_; ///< [batch, units]
};

} // namespace solus::train
