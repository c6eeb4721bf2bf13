// Keeping the last states of a step for the next.
#include "Core/CarriedState.h"

namespace solus::train {

torch::Tensor CarriedState::begin(std::int64_t batch, int every) const {
    if (every <= 0 || !last_.defined() || last_.size(0) != batch) return {};
    auto states = torch::zeros_like(last_);
    for (std::int64_t i = every - 1; i < batch; i += every) states[i].copy_(last_[i]);
    return states;
}

void CarriedState::end(const torch::Tensor& states) {
    last_ = states.detach().select(1, states.size(1) - 1).clone();
}

} // namespace solus::train
