// Small GRUs over very many sequences, as in a network with one GRU for all frequencies. torch's operations, called once a
// step, spend their time on memory and calls; here all of a step is computed while it is in the processor's cache.
#pragma once

#include <torch/torch.h>

namespace solus::train {

/// Which rows of a matrix are the steps of sequences, in groups of these.
struct SequenceRows {
    std::int64_t groups, sequences, steps;
    std::int64_t groupStride, sequenceStride, stepStride; ///< in rows
    bool backwards = false;                               ///< the last step comes first

    std::int64_t row(std::int64_t group, std::int64_t sequence, std::int64_t step) const {
        return group * groupStride + sequence * sequenceStride +
               (backwards ? steps - 1 - step : step) * stepStride;
    }
};

/// Whether gruOverRows() takes a GRU of this size: both are multiples of 16, and there are at most 64 units.
bool gruRowsTake(std::int64_t inputs, std::int64_t units);

/// The hidden states [rows, units] of a GRU started at zero in each sequence of the rows of x, [rows, inputs], floats on
/// the CPU. Weights in torch's layout. Values and gradients equal torch's (verified by a test). `coarse`: products of
/// bfloat16, if the processor has tiles of them (TileProducts.h).
torch::Tensor gruOverRows(const torch::Tensor& x, const SequenceRows& rows, const torch::Tensor& inputWeight,
                          const torch::Tensor& hiddenWeight, const torch::Tensor& inputBias,
                          const torch::Tensor& hiddenBias, bool coarse = false);

} // namespace solus::train
