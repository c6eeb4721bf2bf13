// Each frame is padded into a small buffer that stays in the processor's cache; there a window of a convolution is
// contiguous, and a convolution is the product of overlapping rows with one matrix.
#include "Core/ConvRows.h"

#include "Core/ConvKernels.h"
#include "Core/EachProcessor.h"
#include "Core/TileProducts.h"

#include <algorithm>
#include <vector>

namespace solus::train {

namespace {

/// Frame f, both inputs side by side.
SOLUS_INLINE void joinFrame(const ConvArrays& a, const ConvSizes& s, std::int64_t f, float* to) {
    if (s.more == 0 && s.repeat == 1) {
        std::copy_n(a.x + f * s.positions * s.first, s.positions * s.first, to);
        return;
    }
    for (std::int64_t row = f * s.positions; row < (f + 1) * s.positions; ++row) {
        to = std::copy_n(a.x + row / s.repeat * s.first, s.first, to);
        to = std::copy_n(a.more + row * s.more, s.more, to);
    }
}

SOLUS_FOR_EACH_PROCESSOR
void convForward(const ConvArrays& a, const ConvSizes& s, float* padded, float* out) {
    const auto places = s.places();
    const bool direct = s.outputs == s.width() && !s.relu;
    for (std::int64_t f = 0; f < s.frames; ++f) {
        joinFrame(a, s, f, padded + s.padding * s.channels());
        float* y = a.y + f * places * s.outputs;
        rowsTimes(padded, s.windowStride(), places, s.window(), a.weight, s.width(), a.bias, direct ? y : out,
                  s.width());
        if (direct) continue;
        for (std::int64_t q = 0; q < places; ++q) finishRow(s, out + q * s.width(), y + q * s.outputs);
    }
}

/// `padded` holds a frame, `slopes` and `up` the slopes of an output frame, `windows` those of all its windows, `slope` their
/// sums; in the last two a position takes wideChannels.
SOLUS_FOR_EACH_PROCESSOR
void convBackward(const ConvArrays& a, const ConvSlopes& d, const ConvSizes& s, float* padded, float* slopes,
                  float* up, float* windows, float* slope) {
    const auto places = s.places(), whole = s.kernel * s.wideChannels();
    for (std::int64_t f = 0; f < s.frames; ++f) {
        joinFrame(a, s, f, padded + s.padding * s.channels());
        const float* from = slopesOf(a, d, s, f, slopes);
        for (std::int64_t q = 0; q < places; ++q)
            std::copy_n(from + q * s.outputs, s.outputs, up + q * s.width());
        addOuter(padded, s.windowStride(), s.window(), up, s.width(), s.width(), places, d.weight);
        addRows(up, s.width(), s.width(), places, d.bias);
        if (!d.x && !d.more) continue;
        rowsTimes(up, s.width(), places, s.outputs, a.weight, whole, nullptr, windows, whole);
        sumWindows(windows, s, d, f, slope);
    }
}

ConvSizes sizesOf(const torch::Tensor& x, const torch::Tensor& more, const ConvRows& c) {
    return {x.size(0),        x.size(1) * c.repeat,
            x.size(2),        more.numel() > 0 ? more.size(2) : 0,
            c.weight.size(0), c.weight.size(2),
            c.stride,         c.padding,
            c.repeat,         c.relu};
}

float* startOf(const torch::Tensor& t) {
    return t.defined() && t.numel() > 0 ? t.data_ptr<float>() : nullptr;
}

std::vector<float> buffer(std::int64_t size) {
    return std::vector<float>(static_cast<size_t>(size));
}

class ConvRowsFunction : public torch::autograd::Function<ConvRowsFunction> {
public:
    static torch::Tensor forward(torch::autograd::AutogradContext* context, const torch::Tensor& x,
                                 const torch::Tensor& more, const torch::Tensor& weight,
                                 const torch::Tensor& bias, std::int64_t stride, std::int64_t padding,
                                 bool coarse, std::int64_t repeat, bool relu) {
        const ConvRows conv{weight, bias, int(stride), int(padding), coarse, int(repeat), relu};
        const auto s = sizesOf(x, more, conv);
        const auto w = torch::zeros({s.window(), s.width()}), b = torch::zeros({s.width()});
        w.narrow(1, 0, s.outputs).copy_(weight.permute({2, 1, 0}).reshape({s.window(), s.outputs}));
        if (bias.numel() > 0) b.narrow(0, 0, s.outputs).copy_(bias);
        const auto y = torch::empty({s.frames, s.places(), s.outputs});
        const ConvArrays arrays{startOf(x), startOf(more), startOf(w), startOf(b), startOf(y)};
        if (coarse && tilesWork())
            convForwardTiles(arrays, s);
        else {
            auto padded = buffer(s.paddedPositions() * s.channels()), out = buffer(s.places() * s.width());
            convForward(arrays, s, padded.data(), out.data());
        }
        context->save_for_backward({x, more, weight, relu ? y : x.new_empty({0})});
        context->saved_data["stride"] = stride;
        context->saved_data["padding"] = padding;
        context->saved_data["repeat"] = repeat;
        context->saved_data["bias"] = bias.numel() > 0;
        context->saved_data["coarse"] = coarse;
        return y;
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context,
                                                   torch::autograd::variable_list upstream) {
        const auto saved = context->get_saved_variables();
        const torch::Tensor &x = saved[0], &more = saved[1], &weight = saved[2], &y = saved[3];
        const auto option = [&](const char* name) {
            return static_cast<int>(context->saved_data[name].toInt());
        };
        const auto s = sizesOf(
            x, more,
            {weight, {}, option("stride"), option("padding"), false, option("repeat"), y.numel() > 0});
        const auto up = upstream[0].contiguous(), w = torch::zeros({s.outputs, s.kernel, s.wideChannels()}),
                   dw = torch::zeros({s.window(), s.width()}), db = torch::zeros({s.width()});
        w.narrow(2, 0, s.channels()).copy_(weight.transpose(1, 2));
        const auto slopes = [&](size_t i, const torch::Tensor& t) {
            return t.numel() > 0 && context->needs_input_grad(i) ? torch::empty_like(t) : torch::Tensor();
        };
        const auto dx = slopes(0, x), dmore = slopes(1, more);
        const ConvArrays arrays{startOf(x), startOf(more), startOf(w), nullptr, startOf(y)};
        const ConvSlopes d{startOf(up), startOf(dx), startOf(dmore), startOf(dw), startOf(db)};
        if (context->saved_data["coarse"].toBool() && tilesWork())
            convBackwardTiles(arrays, d, s);
        else {
            auto padded = buffer(s.paddedPositions() * s.channels()), masked = buffer(s.places() * s.outputs),
                 out = buffer(s.places() * s.width()),
                 windows = buffer(s.places() * s.kernel * s.wideChannels()),
                 slope = buffer(s.paddedPositions() * s.wideChannels());
            convBackward(arrays, d, s, padded.data(), masked.data(), out.data(), windows.data(),
                         slope.data());
        }
        const auto dWeight =
            dw.narrow(1, 0, s.outputs).reshape({s.kernel, s.channels(), s.outputs}).permute({2, 1, 0});
        const bool biased = context->saved_data["bias"].toBool();
        return {dx,
                dmore,
                dWeight,
                biased ? db.narrow(0, 0, s.outputs) : torch::Tensor(),
                torch::Tensor(),
                torch::Tensor(),
                torch::Tensor(),
                torch::Tensor(),
                torch::Tensor()};
    }
};

} // namespace

torch::Tensor convRows(const torch::Tensor& x, const torch::Tensor& more, const ConvRows& c) {
    const auto none = x.new_empty({0}); // an autograd function takes no undefined tensors
    return ConvRowsFunction::apply(x.contiguous(), more.defined() ? more.contiguous() : none, c.weight,
                                   c.bias.defined() ? c.bias : none, static_cast<std::int64_t>(c.stride),
                                   static_cast<std::int64_t>(c.padding), c.coarse,
                                   static_cast<std::int64_t>(c.repeat), c.relu);
}

} // namespace solus::train
