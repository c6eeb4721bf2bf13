// The hot loops of inference, compiled once per instruction set and selected at run time.
#pragma once

#include <vector>

namespace solus {

/// How the weights of a packed matrix are stored.
enum class Packing { floats, halves, bytes };

/// A matrix in the kernels' layout (see PackedMatrix.h). Bytes q are signed: W[r, c] = q[r, c] steps[r]. Rows of
/// padding have a step too.
struct MatrixView {
    const void* data = nullptr;
    int rows = 0, cols = 0;
    Packing packing = Packing::floats;
    const float* steps = nullptr;
};

/// Rows are packed in panels: as many of `panelRows` as fit, then panels of `tailRows`, the last one padded with
/// zeros. Inside a panel the values are stored column by column, so that a product reads memory once, in order.
constexpr int panelRows = 32;
constexpr int tailRows = 8;

/// All functions are real-time safe. Pointers need no alignment; results do not depend on it.
/// Variants agree to rounding error (about 1e-6 relative), not to the bit; any one variant is bit-reproducible.
struct Kernels {
    const char* name; ///< "baseline", "avx2" or "neon"
    /// The processor widens halves and bytes in hardware: a product with halves then takes half the time, else 4 times
    /// as long.
    bool widens;

    /// y = W x + b. `bias` may be null (none) or y itself (accumulate). x and y must not overlap.
    void (*matVec)(const MatrixView& w, const float* x, const float* bias, float* y) noexcept;

    /// The same for `count` vectors, which begin `stride` values apart in x (they may overlap) and lie one after the other
    /// in y. Each read of the weights serves several of them.
    void (*matMul)(const MatrixView& w, const float* x, int stride, int count, const float* bias,
                   float* y) noexcept;

    /// Elementwise; x == y is allowed. Relative error below 1e-6.
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

/// The fastest variant that this processor supports.
const Kernels& bestKernels();

/// Every variant that this processor supports, the baseline first.
std::vector<const Kernels*> allKernels();

/// Makes bestKernels() return `kernels` from now on; null undoes this. For tests. Existing networks keep their
/// kernels.
void setKernelsForTesting(const Kernels* kernels);

} // namespace solus
