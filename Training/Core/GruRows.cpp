// Forward and backward pass of small GRUs over many sequences; the equations are in Gru.cpp.
#include "Core/GruRows.h"

#include "Core/EachProcessor.h"
#include "Core/GruKernels.h"
#include "Core/TileProducts.h"

#include <algorithm>

namespace solus::train {

namespace {

constexpr int blockSize = 8; ///< sequences computed together: more would not stay in the cache

/// `count` sequences at one step, whose rows are `stride` apart: `input` holds their W_i x + b_i, `state` their h_{t-1}.
template <int units, int count>
SOLUS_INLINE void forwardTile(const GruArrays& a, std::int64_t row, std::int64_t stride, const float* input,
                              float* state) {
    constexpr int V = units / 16;
    Vec16 g[count][3 * V];
    for (int s = 0; s < count; ++s)
        for (int j = 0; j < 3 * V; ++j) g[s][j] = load16(a.hiddenBias + 16 * j);
    for (int k = 0; k < units; ++k)
        for (int j = 0; j < 3 * V; ++j) {
            const Vec16 w = load16(a.hiddenWeight + k * 3 * units + 16 * j);
            for (int s = 0; s < count; ++s) g[s][j] += w * state[s * units + k];
        }
    for (int s = 0; s < count; ++s)
        for (int v = 0; v < V; ++v)
            gatesOf<units>(a, row + s * stride, 16 * v, input + s * 3 * units, g[s][v], g[s][V + v],
                           g[s][2 * V + v], state + s * units);
}

template <int units>
SOLUS_INLINE void forwardUnits(const GruArrays& a, const SequenceRows& o) {
    constexpr int together = units == 16 ? 8 : units == 32 ? 4 : 2; // as many as the registers hold
    float state[blockSize * units], input[blockSize * 3 * units];
    for (std::int64_t g = 0; g < o.groups; ++g)
        for (std::int64_t first = 0; first < o.sequences; first += blockSize) {
            const auto count = std::min<std::int64_t>(blockSize, o.sequences - first),
                       stride = o.sequenceStride;
            std::fill_n(state, blockSize * units, 0.0f);
            for (std::int64_t i = 0; i < o.steps; ++i) {
                const auto row = o.row(g, first, i);
                rowsTimes(a.x + row * a.inputs, stride * a.inputs, count, a.inputs, a.inputWeight, 3 * units,
                          a.inputBias, input, 3 * units);
                std::int64_t s = 0;
                for (; s + together <= count; s += together)
                    forwardTile<units, together>(a, row + s * stride, stride, input + s * 3 * units,
                                                 state + s * units);
                for (; s < count; ++s)
                    forwardTile<units, 1>(a, row + s * stride, stride, input + s * 3 * units,
                                          state + s * units);
            }
        }
}

template <int units>
SOLUS_INLINE void backwardUnits(const GruArrays& a, const GruSlopes& d, const SequenceRows& o) {
    constexpr int gates = 3 * units;
    float slope[blockSize * units], along[blockSize * units], di[blockSize * gates], dg[blockSize * gates];
    const float none[units] = {};
    for (std::int64_t g = 0; g < o.groups; ++g)
        for (std::int64_t first = 0; first < o.sequences; first += blockSize) {
            const auto count = std::min<std::int64_t>(blockSize, o.sequences - first),
                       stride = o.sequenceStride;
            std::fill_n(slope, blockSize * units, 0.0f);
            for (std::int64_t i = o.steps; i-- > 0;) {
                const auto row = o.row(g, first, i);
                const float* before = i > 0 ? a.hidden + o.row(g, first, i - 1) * units : none;
                const std::int64_t beforeStride = i > 0 ? stride * units : 0;
                for (std::int64_t s = 0; s < count; ++s)
                    gateSlopesOf<units>(a, d.up, row + s * stride, before + s * beforeStride,
                                        slope + s * units, di + s * gates, dg + s * gates);
                rowsTimes(dg, gates, count, gates, a.hiddenWeight, units, nullptr, along, units);
                for (std::int64_t k = 0; k < count * units; k += 16)
                    store16(slope + k, load16(slope + k) + load16(along + k));
                if (d.x)
                    rowsTimes(di, gates, count, gates, a.inputWeight, a.inputs, nullptr, d.x + row * a.inputs,
                              stride * a.inputs);
                addOuter(a.x + row * a.inputs, stride * a.inputs, a.inputs, di, gates, gates, count,
                         d.inputWeight);
                if (i > 0) addOuter(before, beforeStride, units, dg, gates, gates, count, d.hiddenWeight);
                addRows(di, gates, gates, count, d.inputBias);
                addRows(dg, gates, gates, count, d.hiddenBias);
            }
        }
}

SOLUS_FOR_EACH_PROCESSOR
void forwardRows(const GruArrays& a, const SequenceRows& o, std::int64_t units) {
    if (units == 16) forwardUnits<16>(a, o);
    if (units == 32) forwardUnits<32>(a, o);
    if (units == 48) forwardUnits<48>(a, o);
    if (units == 64) forwardUnits<64>(a, o);
}

SOLUS_FOR_EACH_PROCESSOR
void backwardRows(const GruArrays& a, const GruSlopes& d, const SequenceRows& o, std::int64_t units) {
    if (units == 16) backwardUnits<16>(a, d, o);
    if (units == 32) backwardUnits<32>(a, d, o);
    if (units == 48) backwardUnits<48>(a, d, o);
    if (units == 64) backwardUnits<64>(a, d, o);
}

float* floats(const torch::Tensor& t) {
    return t.defined() ? t.data_ptr<float>() : nullptr;
}

class GruRowsFunction : public torch::autograd::Function<GruRowsFunction> {
public:
    static torch::Tensor forward(torch::autograd::AutogradContext* context, const torch::Tensor& x,
                                 const torch::Tensor& wi, const torch::Tensor& wh, const torch::Tensor& bi,
                                 const torch::Tensor& bh, const SequenceRows& o, bool coarse) {
        const auto rows = x.size(0), n = wh.size(1);
        const auto gates = torch::empty({rows, 3 * n}, x.options()),
                   hidden = torch::empty({rows, n}, x.options()), candidate = torch::empty_like(hidden);
        const auto input = wi.t().contiguous(), recurrent = wh.t().contiguous();
        const GruArrays arrays{floats(x),     floats(input),  floats(recurrent), floats(bi), floats(bh),
                               floats(gates), floats(hidden), floats(candidate), x.size(1)};
        coarse&& tilesWork() ? gruForwardTiles(arrays, o, n) : forwardRows(arrays, o, n);
        context->save_for_backward({x, wi, wh, gates, hidden, candidate});
        context->saved_data["order"] = std::vector<std::int64_t>{
            o.groups, o.sequences, o.steps, o.groupStride, o.sequenceStride, o.stepStride, o.backwards};
        context->saved_data["coarse"] = coarse;
        return hidden;
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context,
                                                   torch::autograd::variable_list upstream) {
        const auto saved = context->get_saved_variables();
        const torch::Tensor &x = saved[0], &wi = saved[1], &wh = saved[2], &gates = saved[3],
                            &hidden = saved[4], &candidate = saved[5];
        const auto up = upstream[0].contiguous();
        const auto o = context->saved_data["order"].toIntVector();
        const auto inputs = x.size(1), n = wh.size(1);
        const auto zeros = [&](std::int64_t r) { return torch::zeros({r, 3 * n}, x.options()); };
        const auto dwi = zeros(inputs), dwh = zeros(n), db = zeros(2);
        const auto dx = context->needs_input_grad(0) ? torch::empty_like(x) : torch::Tensor();
        const GruArrays arrays{floats(x),     floats(wi),     floats(wh),        nullptr, nullptr,
                               floats(gates), floats(hidden), floats(candidate), inputs};
        const GruSlopes d{floats(up), floats(dx), floats(dwi), floats(dwh), floats(db), floats(db) + 3 * n};
        const SequenceRows order{o[0], o[1], o[2], o[3], o[4], o[5], o[6] != 0};
        const bool tiles = context->saved_data["coarse"].toBool() && tilesWork();
        tiles ? gruBackwardTiles(arrays, d, order, n) : backwardRows(arrays, d, order, n);
        return {dx, dwi.t(), dwh.t(), db[0], db[1], torch::Tensor(), torch::Tensor()};
    }
};

} // namespace

bool gruRowsTake(std::int64_t inputs, std::int64_t units) {
    return inputs % 16 == 0 && units % 16 == 0 && units > 0 && units <= 64;
}

torch::Tensor gruOverRows(const torch::Tensor& x, const SequenceRows& rows, const torch::Tensor& inputWeight,
                          const torch::Tensor& hiddenWeight, const torch::Tensor& inputBias,
                          const torch::Tensor& hiddenBias, bool coarse) {
    return GruRowsFunction::apply(x.contiguous(), inputWeight.contiguous(), hiddenWeight.contiguous(),
                                  inputBias.contiguous(), hiddenBias.contiguous(), rows, coarse);
}

} // namespace solus::train
