// The convolution over rows, frame by frame, in tiles of bfloat16. A window of a frame is contiguous, so that a tile of
// windows is loaded straight from the frame.
#include "Core/ConvKernels.h"
#include "Core/TileProducts.h"

#include <vector>

namespace solus::train {

#ifdef SOLUS_TILES

namespace {

std::vector<Half> halves(std::int64_t size) {
    return std::vector<Half>(static_cast<size_t>(size));
}

/// A frame with all that is read of it by `rows` windows, each rounded up to whole tiles.
std::vector<Half> paddedFrame(const ConvSizes& s, std::int64_t rows) {
    const auto read = (rows - 1) * s.windowStride() + roundedUp(s.window(), 32);
    return halves(std::max(read, s.paddedPositions() * s.channels()));
}

SOLUS_TILE_CODE inline void joinHalves(const ConvArrays& a, const ConvSizes& s, std::int64_t f, Half* to) {
    if (s.more == 0 && s.repeat == 1)
        return toHalves(a.x + f * s.positions * s.first, s.positions * s.first, to);
    for (std::int64_t row = f * s.positions; row < (f + 1) * s.positions; ++row) {
        toHalves(a.x + row / s.repeat * s.first, s.first, to);
        toHalves(a.more + row * s.more, s.more, to + s.first);
        to += s.channels();
    }
}

} // namespace

SOLUS_TILE_CODE void convForwardTiles(const ConvArrays& a, const ConvSizes& s) {
    const auto places = s.places(), rows = roundedUp(places, 16), inner = roundedUp(s.window(), 32);
    auto padded = paddedFrame(s, rows), weight = halves(tilesSize(s.window(), s.width()));
    std::vector<float> out(static_cast<size_t>(rows * s.width()));
    packTiles(a.weight, s.window(), s.width(), weight.data());
    const TileRegisters tiles;
    for (std::int64_t f = 0; f < s.frames; ++f) {
        joinHalves(a, s, f, padded.data() + s.padding * s.channels());
        tileRowsTimes(padded.data(), s.windowStride(), rows, inner, weight.data(), s.width(), a.bias,
                      out.data(), s.width());
        float* y = a.y + f * places * s.outputs;
        for (std::int64_t q = 0; q < places; ++q) finishRow(s, out.data() + q * s.width(), y + q * s.outputs);
    }
}

SOLUS_TILE_CODE void convBackwardTiles(const ConvArrays& a, const ConvSlopes& d, const ConvSizes& s) {
    const auto places = s.places(), rows = roundedUp(places, 32), whole = s.kernel * s.wideChannels(),
               outputs = roundedUp(s.outputs, 32), width = s.width(), window = roundedUp(s.window(), 16);
    auto padded = paddedFrame(s, rows), weight = halves(tilesSize(s.outputs, whole)),
         up = halves(rows * outputs), upPairs = halves(rows * width), upTiles = halves(rows * width),
         windowPairs = halves(rows * window);
    std::vector<float> windows(static_cast<size_t>(rows * whole)),
        weightSlope(static_cast<size_t>(width * window)),
        productSlopes(static_cast<size_t>(places * s.outputs)),
        slope(static_cast<size_t>(s.paddedPositions() * s.wideChannels()));
    packTiles(a.weight, s.outputs, whole, weight.data());
    const TileRegisters tiles;
    for (std::int64_t f = 0; f < s.frames; ++f) {
        joinHalves(a, s, f, padded.data() + s.padding * s.channels());
        const float* slopes = slopesOf(a, d, s, f, productSlopes.data());
        for (std::int64_t q = 0; q < places; ++q) {
            toHalves(slopes + q * s.outputs, s.outputs, up.data() + q * outputs);
            for (std::int64_t o = 0; o < s.outputs; ++o) d.bias[o] += slopes[q * s.outputs + o];
        }
        for (std::int64_t q = 0; q < rows; q += 2) {
            interleave(up.data() + q * outputs, up.data() + (q + 1) * outputs, width,
                       upPairs.data() + q * width);
            const Half* first = padded.data() + q * s.windowStride();
            interleave(first, first + s.windowStride(), window, windowPairs.data() + q * window);
        }
        for (std::int64_t i = 0; i < width / 16; ++i)
            for (std::int64_t k = 0; k < rows / 32; ++k)
                transposePairs(upPairs.data() + 32 * (k * width + i), 2 * width,
                               upTiles.data() + (i * (rows / 32) + k) * 512);
        tileAddOuter(upTiles.data(), width, windowPairs.data(), window, rows, weightSlope.data());
        if (!d.x && !d.more) continue;
        tileRowsTimes(up.data(), outputs, roundedUp(places, 16), outputs, weight.data(), whole, nullptr,
                      windows.data(), whole);
        sumWindows(windows.data(), s, d, f, slope.data());
    }
    for (std::int64_t o = 0; o < s.outputs; ++o)
        for (std::int64_t k = 0; k < s.window(); ++k) d.weight[k * width + o] += weightSlope[o * window + k];
}

#else

void convForwardTiles(const ConvArrays&, const ConvSizes&) {}
void convBackwardTiles(const ConvArrays&, const ConvSlopes&, const ConvSizes&) {}

#endif

} // namespace solus::train
