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
    int rank = 0; ///< rank of the large matrices, stored as products of two thin ones; 0: full matrices
    bool coarse = false; ///< GRU products in bfloat16 while training
    int voice = 0;       ///< values of the enrolled voice, the only one that it keeps; 0: it keeps all voices
    int voiceCode = 64;  ///< values that the voice is reduced to

    bool sameUnits(const BandFilterNetSize& other) const {
        return inputs == other.inputs && dense == other.dense && first == other.first &&
               second == other.second && mask.bands == other.mask.bands &&
               mask.filterValues() == other.mask.filterValues();
    }
};

/// e = relu(D x)   a = GRU(e)   b = GRU(a)   gains = sigmoid(G [a; b])   filter = tanh(F b)
/// With a voice, e and a are scaled and shifted by it (ToVoice.h), and gains = sigmoid(G [a'; b]).
NetPlan bandFilterNet(const BandFilterNetSize&);
/// The sizes of the network in a model file, with its matrices in full. Throws Error if it holds another kind of network.
BandFilterNetSize sizeOf(const Model&);

} // namespace solus::train
