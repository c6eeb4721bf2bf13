// The tensors of a layer, and their initial values.
#include "Core/TorchLayers.h"

#include <algorithm>
#include <cmath>

namespace solus::train {

TorchLayer::TorchLayer(const PlannedLayer& planned, Init init, FrameShape shape)
    : plan(planned), input(shape), init_(init) {
    output = torchLayerType(plan.spec.type).make(*this);
    torch::NoGradGuard noGrad;
    for (auto& part : parts) {
        if (part.suffix.starts_with("weight") && plan.weights != 1.0)
            (part.whole.defined() ? part.whole : part.u).mul_(plan.weights);
        if (part.suffix.starts_with("bias") && plan.bias) part.whole.fill_(*plan.bias);
    }
}

double TorchLayer::number(const std::string& key, double fallback) const {
    const auto found = plan.spec.options.find(key);
    return found == plan.spec.options.end() ? fallback : found->second;
}

int TorchLayer::option(const std::string& key, int fallback) const {
    return static_cast<int>(number(key, fallback));
}

const TorchLayer::Part* TorchLayer::find(const std::string& suffix) const {
    const auto found =
        std::find_if(parts.begin(), parts.end(), [&](const Part& part) { return part.suffix == suffix; });
    return found == parts.end() ? nullptr : &*found;
}

torch::Tensor TorchLayer::value(const std::string& suffix) const {
    const auto* part = find(suffix);
    return part ? part->value() : torch::Tensor{};
}

std::int64_t TorchLayer::parameterCount() const {
    std::int64_t count = 0;
    for (const auto& parameter : parameters()) count += parameter.numel();
    return count;
}

bool TorchLayer::leavesOut(const std::string& suffix) const {
    return std::find(plan.without.begin(), plan.without.end(), suffix) != plan.without.end();
}

/// Recurrent weights are initialised alike by either rule: the outputs of the units are their next inputs.
double TorchLayer::variance(std::int64_t fan) const {
    const bool recurrent = plan.spec.type.starts_with("gru") || plan.spec.type == "lstm";
    return (init_ == Init::he && !recurrent ? 2.0 : 1.0 / 3.0) / static_cast<double>(fan);
}

torch::Tensor TorchLayer::begin(const std::vector<std::int64_t>& shape, std::int64_t fan) const {
    if (init_ == Init::he) return std::sqrt(variance(fan)) * torch::randn(shape);
    const double bound = std::sqrt(3.0 * variance(fan));
    return torch::empty(shape).uniform_(-bound, bound);
}

void TorchLayer::addMatrix(const std::string& suffix, std::int64_t rows, std::int64_t columns,
                           std::int64_t fan) {
    if (plan.rank == 0) return addWeight(suffix, {rows, columns}, fan);
    // The entries of U V have the variance of a full matrix, s, if those of U and V have √(s / r).
    const std::int64_t r = std::min<std::int64_t>({plan.rank, rows, columns});
    const double deviation =
        std::pow(variance(init_ == Init::he ? fan : columns) / static_cast<double>(r), 0.25);
    parts.push_back({suffix,
                     {},
                     register_parameter(suffix + "_u", deviation * torch::randn({rows, r})),
                     register_parameter(suffix + "_v", deviation * torch::randn({r, columns}))});
}

void TorchLayer::addWeight(const std::string& suffix, const std::vector<std::int64_t>& shape,
                           std::int64_t fan) {
    parts.push_back({suffix, register_parameter(suffix, begin(shape, fan)), {}, {}});
}

void TorchLayer::addBias(const std::string& suffix, std::int64_t size, std::int64_t fan) {
    const bool zero = init_ == Init::he || plan.rank > 0;
    if (!leavesOut(suffix)) addTrained(suffix, zero ? torch::zeros({size}) : begin({size}, fan));
}

void TorchLayer::addTrained(const std::string& suffix, torch::Tensor value) {
    if (!leavesOut(suffix)) parts.push_back({suffix, register_parameter(suffix, std::move(value)), {}, {}});
}

void TorchLayer::addFixed(const std::string& suffix, torch::Tensor value) {
    if (!leavesOut(suffix)) parts.push_back({suffix, register_buffer(suffix, std::move(value)), {}, {}});
}

} // namespace solus::train
