// What a training by hand needs to go on as if it had never stopped.
#pragma once

#include "ByHand/HandNet.h"
#include "ByHand/Optimisers.h"

#include <filesystem>

namespace solus::train {

/// Batches follow from seed and step alone, so no state of a random generator is kept.
struct HandProgress {
    std::int64_t step = 0, bestStep = 0;
    double bestAccuracy = -1.0; ///< on the validation images, 0 ... 1
    double seconds = 0.0;       ///< of training, over all sittings
    double lossSum = 0.0;       ///< since the last validation
    std::int64_t lossCount = 0;
    Vector<float> best; ///< the parameters that validated best
};

/// See Core/Sealed.h. Throws WriteError.
void saveHandCheckpoint(const std::filesystem::path&, const HandNet<float>&, Optimiser<float>&,
                        const HandProgress&);
/// Throws Error naming the file if it is broken or holds another network or optimiser.
HandProgress loadHandCheckpoint(const std::filesystem::path&, HandNet<float>&, Optimiser<float>&);

} // namespace solus::train
