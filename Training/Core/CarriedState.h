// The states in which a recurrent layer begins the examples of a training step.
#pragma once

#include <cstdint>
#include <torch/torch.h>

namespace solus::train {

/// A network that always starts at zero is never shown the states that hours of use lead to, and may be caught in one of them.
/// So most examples begin in the state in which another one of the step before ended: of `every` examples in a row the first
/// begins at zero, each other one where the one before it ended. They have heard up to `every` lengths of an example then.
/// The states are not part of a checkpoint: after a resume all begin at zero once.
class CarriedState {
public:
    /// [batch, units] for before of gruForward(); undefined (zero) where there is nothing to carry. `every` 1: always zero.
    torch::Tensor begin(std::int64_t batch, int every) const;
    /// Keeps the last of `states` [batch, frames, units].
    void end(const torch::Tensor& states);

private:
    torch::Tensor last_; ///< [batch, units]
};

} // namespace solus::train
