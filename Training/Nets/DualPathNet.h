// A network with two paths through its frames, one across frequency and one over time, with one set of weights for all
// frequencies: DPCRN (Le, Chen, Chen & Lu 2021), made causal, small and full-band.
#pragma once

#include "Core/NetPlan.h"
#include "Nets/MaskOutput.h"

namespace solus::train {

struct DualPathNetSize {
    int inputs = 0;
    int blocks = 0;                            ///< 0: no such network
    int channels = 32, outer = 24, inner = 16; ///< values at a quarter, a half and all of the frequencies
    int across = 16, along = 32;               ///< units of the GRUs
    int whole = 0;                             ///< units of a GRU that hears all of the frame; 0: none
    MaskSize mask;
    bool coarse = false; ///< products in bfloat16 while training
    int voice = 0;       ///< values of the enrolled voice, the only one that it keeps; 0: it keeps all voices
    int voiceCode = 64;  ///< values that the voice is reduced to
    int match =
        0; ///< values in which the voice of each frame is compared with the enrolled one; 0: it is not
    int ahead = 0; ///< frames that it has heard beyond the one that its mask is for
};

/// The input is 3 x P, the features `bins_and_bands`; P is a multiple of 4.
///   e1 = relu(conv5/2 [x_t-2; x_t-1; x_t])   `outer` x P/2      e2 = relu(conv5/2 e1)   `channels` x P/4
///   z = e2 + S GRU over time relu(D e2), the latter for all values of the frame at once, S zero at first
///   in each block:
///     z = z + norm(W [GRU up the frequencies z; GRU down the frequencies z])
///     z = z + norm(V GRU over time z), one GRU for all frequencies, with a separate state for each
///   d1 = relu(conv3 [z; e2])              d2 = relu(conv3 [d1 twice as long; e1])
///   d3 = relu(conv3 [d2 twice as long; x_t])
///   gains = sigmoid(conv3 d3)             filter = tanh(conv3 of the lowest filterBins of d3)
/// With frames ahead, x_t-2 ... x_t at the top are x_t-2-ahead ... x_t, and x_t at the bottom is all of these.
/// With `match`, z = z + S relu(M matched), S zero at first: ToVoice.h. With a voice, z is scaled and shifted by it before each
/// block, at every frequency for itself, and so are the input and the output of the GRU for all values (ToVoice.h).
/// Convolutions run along frequency, padded with zeros at both ends.
NetPlan dualPathNet(const DualPathNetSize&);

} // namespace solus::train
