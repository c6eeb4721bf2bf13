// Copying a network with two paths into a larger one.
#include "Nets/GrowDualPathNet.h"

#include "Base/Error.h"
#include "Core/Places.h"

namespace solus::train {

namespace {

[[noreturn]] void doesNotFit() {
    throw Error(
        "the model to start from does not fit into the network: only blocks, outer, inner, across, along, whole "
        "and look-ahead may be larger");
}

/// Of the channels of all sources of a layer, which are joined in this order. Of the recent frames, the newest that the small
/// network hears is the third, and those that the grown one hears ahead come after it.
Places sourcePlaces(const TorchGraphImpl& small, const LayerSpec& old, const TorchGraphImpl& grown,
                    const LayerSpec& now) {
    Places places;
    std::int64_t offset = 0;
    for (size_t i = 0; i < now.from.size(); ++i) {
        const auto inputs = [&](const FrameShape& shape) { // of layers that hear the whole frame, all values
            return now.type == "gru" || now.type == "dense" ? shape.size() : shape.channels;
        };
        const auto before = inputs(small.layer(old.from[i]).output),
                   after = inputs(grown.layer(now.from[i]).output);
        if (before > after) doesNotFit();
        const bool third = old.from[i] == "x" && now.from[i] == "recent";
        append(places, run(before, offset + (third ? 2 * before : 0)));
        offset += after;
    }
    return places;
}

} // namespace

void grow(const TorchGraphImpl& small, TorchGraphImpl& grown) {
    torch::NoGradGuard noGrad;
    if (!small.plan.has("enter"))
        throw Error("the model to start from is another kind of network: it does not have two paths");
    for (const auto& planned : grown.plan.layers) {
        const auto& spec = planned.spec;
        auto& layer = grown.layer(spec.name);
        if (layer.parts.empty()) continue;
        if (!small.plan.has(spec.name)) {
            if (spec.type == "layer_norm")
                for (auto& part : layer.parts) part.whole.zero_();
            continue;
        }
        const auto& old = small.layer(spec.name);
        if (old.plan.spec.type != spec.type || old.plan.spec.from.size() != spec.from.size()) doesNotFit();
        const bool gru = spec.type.starts_with("gru"),
                   shared = gru || spec.type == "conv1d" || spec.type == "dense";
        for (auto& part : layer.parts) {
            const auto from = old.value(part.suffix);
            if (!from.defined() || from.dim() != part.whole.dim()) doesNotFit();
            if (!shared) {
                if (from.sizes() != part.whole.sizes()) doesNotFit();
                part.whole.copy_(from);
                continue;
            }
            const int before = old.plan.outputs, after = layer.plan.outputs;
            if (before > after || (spec.name == "filter" && before < after)) doesNotFit();
            const auto rows = gru ? gatePlaces(before, after) : run(before, 0);
            if (from.dim() == 1)
                place(part.whole, from, rows);
            else if (part.suffix == "weight_hh")
                place(part.whole, from, rows, run(before, 0));
            else
                place(part.whole, from, rows, sourcePlaces(small, old.plan.spec, grown, spec));
        }
    }
}

} // namespace solus::train
