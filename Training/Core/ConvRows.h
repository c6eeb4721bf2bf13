// Convolutions along the frequencies of very many frames, whose few channels lie side by side in memory.
#pragma once

#include <torch/torch.h>

namespace solus::train {

struct ConvRows {
    torch::Tensor weight, bias; ///< outputs x channels x kernel; the bias may be undefined
    int stride = 1, padding = 0;
    bool coarse = false; ///< products of bfloat16, if the processor has tiles of them (TileProducts.h)
    int repeat = 1;      ///< so many positions for each of x
    bool relu = false;   ///< max(y, 0) instead of y
};

/// y[f, q, o] = b[o] + sum over k, c of W[o, c, k] x[f, stride q + k - padding, c], as torch's conv1d with the
/// last two dimensions of x and y exchanged; floats on the CPU. x: frames x positions x channels, of which the
/// last ones are `more`, unless that is undefined. Values and gradients equal torch's (verified by a test).
/// As layers of their own, repeating and ReLU would read and write all of x and y once more.
torch::Tensor convRows(const torch::Tensor& x, const torch::Tensor& more, const ConvRows&);

} // namespace solus::train
