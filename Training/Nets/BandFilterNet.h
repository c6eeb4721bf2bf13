// The flagship's network: Dense -> GRU -> GRU -> gains in ERB bands, and a short complex filter for the
// lowest bins.
#pragma once

#include "Core/NetPlan.h"
#include "Inference/Model.h"
#include "Nets/MaskOutput.h"

namespace solus::train {

struct BandFilterNetSize {
    int inputs = 0;
    int dense = 128, first = 160, second = 160; ///< units
    MaskSize mask;
    int rank = 0;        ///< of the large matrices as products of two thin ones; 0: whole ones
    bool coarse = false; ///< products of the GRUs in bfloat16 while training

    bool sameUnits(const BandFilterNetSize& other) const {
        return inputs == other.inputs && dense == other.dense && first == other.first &&
               second == other.second && mask.bands == other.mask.bands &&
               mask.filterValues() == other.mask.filterValues();
    }
};

/// e = relu(D x)   a = GRU(e)   b = GRU(a)   gains = sigmoid(G [a; b])   filter = tanh(F b)
NetPlan bandFilterNet(const BandFilterNetSize&);
/// The sizes of the network in a model file, its matrices whole. Throws Error if it holds another kind of network.
BandFilterNetSize sizeOf(const Model&);

} // namespace solus::train
