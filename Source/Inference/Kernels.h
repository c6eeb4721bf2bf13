// The hot loops of inference, compiled once per instruction set and chosen at run time.
#pragma once

#include <vector>

namespace solus {

/// How the weights of a packed matrix lie in memory.
enum class Packing { floats, halves, bytes };

/// A matrix as the kernels want it (see PackedMatrix.h). Bytes q are signed and stand for W[r, c] = q[r, c] steps[r];
/// there is a step for each row of padding too.
struct MatrixView {
    const void* data = nullptr;
    int rows = 0, cols = 0;
    Packing packing = Packing::floats;
    const float* steps = nullptr;
};

/// Rows of a matrix are packed in panels: as many of `panelRows` as fit, then panels of `tailRows`, the last
/// of them padded with zeros. Inside a panel the values lie column by column, so that a product reads memory
/// once, in order.
constexpr int panelRows = 32;
constexpr int tailRows = 8;

/// All functions are real-time safe. Pointers need no alignment; results do not depend on it.
/// Variants agree to rounding error (1e-6 relative or so), not to the bit; one variant always repeats itself
/// to the bit.
struct Kernels {
    const char* name; ///< "baseline", "avx2" or "neon"
    bool
        widens; ///< the processor widens halves and bytes itself: a product with halves takes half the time, else
                ///< 4 times it

    /// y = W x + b. `bias` may be null (none) or y itself (accumulate). x and y must not overlap.
    void (*matVec)(const MatrixView& w, const float* x, const float* bias, float* y) noexcept;

    /// The same for `count` vectors, one after the other in x and in y: weights are read once for several of them.
    void (*matMul)(const MatrixView& w, const float* x, int count, const float* bias, float* y) noexcept;

    /// Element by element, x == y allowed. Relative error below 1e-6.
    void (*exponential)(const float* x, float* y, int n) noexcept;
    void (*sigmoid)(const float* x, float* y, int n) noexcept;
    void (*tanh)(const float* x, float* y, int n) noexcept;

    /// One GRU step from gate sums in PyTorch's order r, z, n. `input` = W_i x + b_i and `hidden` = W_h h +
    /// b_h, 3 n each:
    ///   r = sigmoid(i_r + h_r)   z = sigmoid(i_z + h_z)   c = tanh(i_n + r h_n)   h' = (1 - z) c + z h
    void (*gru)(const float* input, const float* hidden, float* h, int n) noexcept;

    /// One LSTM step from gate sums (4 n, PyTorch's order i, f, g, o):
    ///   c' = sigmoid(f) c + sigmoid(i) tanh(g)   h' = sigmoid(o) tanh(c')
    void (*lstm)(const float* gates, float* c, float* h, int n) noexcept;
};

/// The fastest variant that this processor runs.
const Kernels& bestKernels();

/// Every variant that this processor runs, the baseline first.
std::vector<const Kernels*> allKernels();

/// Makes bestKernels() return `kernels` from now on; null undoes it. For tests: networks keep what they were
/// built with.
void setKernelsForTesting(const Kernels* kernels);

} // namespace solus
