// The kernels' one implementation, compiled by KernelsBaseline.cpp and KernelsAvx2.cpp under different flags.
// It includes no standard headers and everything is internal: a weak symbol compiled for AVX2 must not reach
// the linker.
#include "Inference/Kernels.h"
#include "Inference/KernelsVariants.h"
#include "Inference/Simd.inl"

namespace solus {
namespace {

/// The first `count` floats at p (at most one register); the rest of the register is 0.
inline Vec loadSome(const float* p, int count) noexcept {
    if (count >= width) return load(p);
    float some[width] = {};
    for (int i = 0; i < count; ++i) some[i] = p[i];
    return load(some);
}

inline void storeSome(float* p, Vec v, int count) noexcept {
    if (count >= width) return store(p, v);
    float some[width];
    store(some, v);
    for (int i = 0; i < count; ++i) p[i] = some[i];
}

/// sum = W x for a panel of `registers` * width rows. `chains` independent sums hide the latency of the
/// additions.
template <int registers, int chains, class Weight>
inline void multiplyPanel(const Weight* w, int cols, const float* x, Vec (&sum)[registers]) noexcept {
    Vec part[chains][registers] = {};
    int c = 0;
    for (; c + chains <= cols; c += chains) {
#pragma GCC unroll 8
        for (int k = 0; k < chains; ++k) {
            const Vec value = splat(x[c + k]);
#pragma GCC unroll 8
            for (int r = 0; r < registers; ++r)
                part[k][r] = multiplyAdd(load(w + (k * registers + r) * width), value, part[k][r]);
        }
        w += chains * registers * width;
    }
    for (; c < cols; ++c, w += registers * width) {
        const Vec value = splat(x[c]);
#pragma GCC unroll 8
        for (int r = 0; r < registers; ++r) part[0][r] = multiplyAdd(load(w + r * width), value, part[0][r]);
    }
#pragma GCC unroll 8
    for (int r = 0; r < registers; ++r) {
        sum[r] = part[0][r];
#pragma GCC unroll 8
        for (int k = 1; k < chains; ++k) sum[r] += part[k][r];
    }
}

template <int rowsOfPanel, class Weight>
inline const Weight* panel(const Weight* w, const MatrixView& m, int row, const float* x, const float* bias,
                           float* y) noexcept {
    constexpr int registers = rowsOfPanel / width, chains = registers < 8 ? 8 / registers : 1;
    Vec sum[registers];
    multiplyPanel<registers, chains>(w, m.cols, x, sum);
#pragma GCC unroll 8
    for (int r = 0; r < registers; ++r) {
        const int first = row + r * width, count = m.rows - first;
        if (count <= 0) break;
        if constexpr (sizeof(Weight) == 1) sum[r] *= load(m.steps + first);
        const Vec b = bias != nullptr ? loadSome(bias + first, count) : splat(0.0f);
        storeSome(y + first, sum[r] + b, count);
    }
    return w + static_cast<long long>(rowsOfPanel) * m.cols;
}

/// Vectors x_j, `stride` values apart, and y_j = W x_j + b, one after the other.
struct Vectors {
    const float* x;
    int stride, count;
    const float* bias;
    float* y;
};

/// The rows of `panels` neighbouring panels in y_j, for `together` vectors from the one at j.
template <int rowsOfPanel, int panels, int together, class Weight>
inline void panelsTimes(const Weight* w, const MatrixView& m, int row, const Vectors& v, int j) noexcept {
    constexpr int each = rowsOfPanel / width, registers = panels * each;
    const long long panelSize = static_cast<long long>(rowsOfPanel) * m.cols, stride = v.stride;
    const float* x = v.x + j * stride;
    Vec sum[together][registers] = {};
    for (int c = 0; c < m.cols; ++c, w += rowsOfPanel) {
        Vec value[together];
#pragma GCC unroll 8
        for (int k = 0; k < together; ++k) value[k] = splat(x[k * stride + c]);
#pragma GCC unroll 8
        for (int r = 0; r < registers; ++r) {
            const Vec weight = load(w + r / each * panelSize + r % each * width);
#pragma GCC unroll 8
            for (int k = 0; k < together; ++k) sum[k][r] = multiplyAdd(weight, value[k], sum[k][r]);
        }
    }
#pragma GCC unroll 8
    for (int r = 0; r < registers; ++r) {
        const int first = row + r * width, count = m.rows - first;
        if (count <= 0) break;
        const Vec b = v.bias != nullptr ? loadSome(v.bias + first, count) : splat(0.0f);
#pragma GCC unroll 8
        for (int k = 0; k < together; ++k) {
            if constexpr (sizeof(Weight) == 1) sum[k][r] *= load(m.steps + first);
            storeSome(v.y + static_cast<long long>(j + k) * m.rows + first, sum[k][r] + b, count);
        }
    }
}

template <int rowsOfPanel, int panels, class Weight>
inline void panelsTimesAll(const Weight* w, const MatrixView& m, int row, const Vectors& v) noexcept {
    constexpr int registers = panels * rowsOfPanel / width;
    constexpr int fit = (registerCount - 4) / registers; // their sums stay in registers
    constexpr int together = fit < 1 ? 1 : registers == 1 ? 8 : fit < 4 ? fit : 4;
    int j = 0;
    for (; j + together <= v.count; j += together)
        panelsTimes<rowsOfPanel, panels, together>(w, m, row, v, j);
    for (; j < v.count; ++j) panelsTimes<rowsOfPanel, panels, 1>(w, m, row, v, j);
}

template <class Weight>
inline void matMulOf(const MatrixView& m, const Vectors& v) noexcept {
    const Weight* w = static_cast<const Weight*>(m.data);
    int row = 0;
    for (; row + panelRows <= m.rows; row += panelRows, w += static_cast<long long>(panelRows) * m.cols)
        panelsTimesAll<panelRows, 1>(w, m, row, v);
    switch ((m.rows - row + tailRows - 1) /
            tailRows) { // one panel has too few sums to keep the processor busy
    case 4:
        return panelsTimesAll<tailRows, 4>(w, m, row, v);
    case 3:
        return panelsTimesAll<tailRows, 3>(w, m, row, v);
    case 2:
        return panelsTimesAll<tailRows, 2>(w, m, row, v);
    case 1:
        return panelsTimesAll<tailRows, 1>(w, m, row, v);
    default:
        return;
    }
}

void matMul(const MatrixView& m, const float* x, int stride, int count, const float* bias,
            float* y) noexcept {
    const Vectors v{x, stride, count, bias, y};
    switch (m.packing) {
    case Packing::floats:
        return matMulOf<float>(m, v);
    case Packing::halves:
        return matMulOf<unsigned short>(m, v);
    case Packing::bytes:
        return matMulOf<signed char>(m, v);
    }
}

template <class Weight>
inline void matVecOf(const MatrixView& m, const float* x, const float* bias, float* y) noexcept {
    const Weight* w = static_cast<const Weight*>(m.data);
    int row = 0;
    for (; row + panelRows <= m.rows; row += panelRows) w = panel<panelRows>(w, m, row, x, bias, y);
    for (; row < m.rows; row += tailRows) w = panel<tailRows>(w, m, row, x, bias, y);
}

void matVec(const MatrixView& m, const float* x, const float* bias, float* y) noexcept {
    switch (m.packing) {
    case Packing::floats:
        return matVecOf<float>(m, x, bias, y);
    case Packing::halves:
        return matVecOf<unsigned short>(m, x, bias, y);
    case Packing::bytes:
        return matVecOf<signed char>(m, x, bias, y);
    }
}

template <Vec (*function)(Vec) noexcept>
void forEach(const float* x, float* y, int n) noexcept {
    for (int i = 0; i < n; i += width) storeSome(y + i, function(loadSome(x + i, n - i)), n - i);
}

void gru(const float* input, const float* hidden, float* h, int n) noexcept {
    for (int i = 0; i < n; i += width) {
        const int count = n - i;
        const float *in = input + i, *hi = hidden + i;
        const Vec reset = sigmoid(loadSome(in, count) + loadSome(hi, count));
        const Vec update = sigmoid(loadSome(in + n, count) + loadSome(hi + n, count));
        const Vec candidate =
            hyperbolicTangent(multiplyAdd(reset, loadSome(hi + 2 * n, count), loadSome(in + 2 * n, count)));
        const Vec old = loadSome(h + i, count);
        storeSome(h + i, multiplyAdd(update, old - candidate, candidate), count);
    }
}

void lstm(const float* gates, float* c, float* h, int n) noexcept {
    for (int i = 0; i < n; i += width) {
        const int count = n - i;
        const float* g = gates + i;
        const Vec input = sigmoid(loadSome(g, count)), forget = sigmoid(loadSome(g + n, count));
        const Vec candidate = hyperbolicTangent(loadSome(g + 2 * n, count));
        const Vec output = sigmoid(loadSome(g + 3 * n, count));
        const Vec cell = multiplyAdd(forget, loadSome(c + i, count), input * candidate);
        storeSome(c + i, cell, count);
        storeSome(h + i, output * hyperbolicTangent(cell), count);
    }
}

constexpr Kernels makeKernels(const char* name) {
#if SOLUS_AVX2 || SOLUS_NEON
    constexpr bool widens = true;
#else
    constexpr bool widens = false;
#endif
    return {name, widens, matVec, matMul, forEach<exponential>, forEach<sigmoid>, forEach<hyperbolicTangent>,
            gru,  lstm};
}

} // namespace
} // namespace solus
