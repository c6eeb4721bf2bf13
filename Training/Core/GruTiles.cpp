// The GRU over rows in tiles of bfloat16. States, gates and slopes are floats.
#include "Core/GruKernels.h"
#include "Core/TileProducts.h"

#include <algorithm>
#include <vector>

namespace solus::train {

#ifdef SOLUS_TILES

namespace {

constexpr std::int64_t tileBlock = 32; ///< sequences computed together: two tiles, or the depth of one

/// The rows of a block, of which those of missing sequences stay zero.
struct BlockRows {
    explicit BlockRows(std::int64_t width)
        : columns(width), stride(roundedUp(width, 32)), halves(static_cast<size_t>(tileBlock * stride)) {}

    SOLUS_TILE_CODE void fill(const float* from, std::int64_t fromStride, std::int64_t count) {
        for (std::int64_t s = 0; s < count; ++s)
            toHalves(from + s * fromStride, columns, halves.data() + s * stride);
    }

    std::int64_t columns, stride;
    std::vector<Half> halves;
};

/// sum += A^T B; both have a multiple of 16 columns.
class BlockOuter {
public:
    BlockOuter(std::int64_t a, std::int64_t b)
        : aPairs_(static_cast<size_t>(tileBlock * a)), bPairs_(static_cast<size_t>(tileBlock * b)),
          aTiles_(aPairs_.size()) {}

    SOLUS_TILE_CODE void add(const BlockRows& a, const BlockRows& b, float* sum) {
        for (std::int64_t j = 0; j < tileBlock; j += 2) {
            const Half *left = a.halves.data() + j * a.stride, *right = b.halves.data() + j * b.stride;
            interleave(left, left + a.stride, a.columns, aPairs_.data() + j * a.columns);
            interleave(right, right + b.stride, b.columns, bPairs_.data() + j * b.columns);
        }
        for (std::int64_t c = 0; c < a.columns; c += 16)
            transposePairs(aPairs_.data() + 2 * c, 2 * a.columns, aTiles_.data() + 32 * c);
        tileAddOuter(aTiles_.data(), a.columns, bPairs_.data(), b.columns, tileBlock, sum);
    }

private:
    std::vector<Half> aPairs_, bPairs_, aTiles_;
};

std::vector<Half> packed(const float* weight, std::int64_t rows, std::int64_t columns) {
    std::vector<Half> tiles(static_cast<size_t>(tilesSize(rows, columns)));
    packTiles(weight, rows, columns, tiles.data());
    return tiles;
}

void times(const BlockRows& x, const std::vector<Half>& weight, std::int64_t columns, const float* bias,
           float* out) {
    tileRowsTimes(x.halves.data(), x.stride, tileBlock, x.stride, weight.data(), columns, bias, out, columns);
}

template <int units>
SOLUS_TILE_CODE void forwardUnitsTiles(const GruArrays& a, const SequenceRows& o) {
    constexpr int gates = 3 * units;
    const auto inputWeight = packed(a.inputWeight, a.inputs, gates),
               hiddenWeight = packed(a.hiddenWeight, units, gates);
    BlockRows x(a.inputs), h(units);
    float state[tileBlock * units], input[tileBlock * gates], sums[tileBlock * gates];
    const TileRegisters tiles;
    for (std::int64_t g = 0; g < o.groups; ++g)
        for (std::int64_t first = 0; first < o.sequences; first += tileBlock) {
            const auto count = std::min(tileBlock, o.sequences - first), stride = o.sequenceStride;
            std::fill_n(state, tileBlock * units, 0.0f);
            for (std::int64_t i = 0; i < o.steps; ++i) {
                const auto row = o.row(g, first, i);
                x.fill(a.x + row * a.inputs, stride * a.inputs, count);
                h.fill(state, units, count);
                times(x, inputWeight, gates, a.inputBias, input);
                times(h, hiddenWeight, gates, a.hiddenBias, sums);
                for (std::int64_t s = 0; s < count; ++s)
                    for (int v = 0; v < units; v += 16) {
                        const float* sum = sums + s * gates + v;
                        gatesOf<units>(a, row + s * stride, v, input + s * gates, load16(sum),
                                       load16(sum + units), load16(sum + 2 * units), state + s * units);
                    }
            }
        }
}

template <int units>
SOLUS_TILE_CODE void backwardUnitsTiles(const GruArrays& a, const GruSlopes& d, const SequenceRows& o) {
    constexpr int gates = 3 * units;
    const auto inputWeight = packed(a.inputWeight, gates, a.inputs),
               hiddenWeight = packed(a.hiddenWeight, gates, units);
    BlockRows x(a.inputs), before(units), diRows(gates), dgRows(gates);
    BlockOuter ofInput(a.inputs, gates), ofHidden(units, gates);
    std::vector<float> dx(static_cast<size_t>(tileBlock * a.inputs));
    float slope[tileBlock * units], along[tileBlock * units], di[tileBlock * gates], dg[tileBlock * gates];
    const float none[units] = {};
    const TileRegisters tiles;
    for (std::int64_t g = 0; g < o.groups; ++g)
        for (std::int64_t first = 0; first < o.sequences; first += tileBlock) {
            const auto count = std::min(tileBlock, o.sequences - first), stride = o.sequenceStride;
            std::fill_n(slope, tileBlock * units, 0.0f);
            for (auto* rows : {&diRows, &dgRows})
                std::fill(rows->halves.begin(), rows->halves.end(), Half{0});
            for (std::int64_t i = o.steps; i-- > 0;) {
                const auto row = o.row(g, first, i);
                const float* earlier = i > 0 ? a.hidden + o.row(g, first, i - 1) * units : none;
                const std::int64_t earlierStride = i > 0 ? stride * units : 0;
                for (std::int64_t s = 0; s < count; ++s)
                    gateSlopesOf<units>(a, d.up, row + s * stride, earlier + s * earlierStride,
                                        slope + s * units, di + s * gates, dg + s * gates);
                diRows.fill(di, gates, count);
                dgRows.fill(dg, gates, count);
                times(dgRows, hiddenWeight, units, nullptr, along);
                for (std::int64_t k = 0; k < count * units; k += 16)
                    store16(slope + k, load16(slope + k) + load16(along + k));
                if (d.x) {
                    times(diRows, inputWeight, a.inputs, nullptr, dx.data());
                    for (std::int64_t s = 0; s < count; ++s)
                        std::copy_n(dx.data() + s * a.inputs, a.inputs, d.x + (row + s * stride) * a.inputs);
                }
                x.fill(a.x + row * a.inputs, stride * a.inputs, count);
                before.fill(earlier, earlierStride, count);
                ofInput.add(x, diRows, d.inputWeight);
                ofHidden.add(before, dgRows, d.hiddenWeight);
                addRows(di, gates, gates, count, d.inputBias);
                addRows(dg, gates, gates, count, d.hiddenBias);
            }
        }
}

} // namespace

SOLUS_TILE_CODE void gruForwardTiles(const GruArrays& a, const SequenceRows& o, std::int64_t units) {
    if (units == 16) forwardUnitsTiles<16>(a, o);
    if (units == 32) forwardUnitsTiles<32>(a, o);
    if (units == 48) forwardUnitsTiles<48>(a, o);
    if (units == 64) forwardUnitsTiles<64>(a, o);
}

SOLUS_TILE_CODE void gruBackwardTiles(const GruArrays& a, const GruSlopes& d, const SequenceRows& o,
                                      std::int64_t units) {
    if (units == 16) backwardUnitsTiles<16>(a, d, o);
    if (units == 32) backwardUnitsTiles<32>(a, d, o);
    if (units == 48) backwardUnitsTiles<48>(a, d, o);
    if (units == 64) backwardUnitsTiles<64>(a, d, o);
}

#else

void gruForwardTiles(const GruArrays&, const SequenceRows&, std::int64_t) {}
void gruBackwardTiles(const GruArrays&, const GruSlopes&, const SequenceRows&, std::int64_t) {}

#endif

} // namespace solus::train
