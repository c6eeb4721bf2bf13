// What a hand-written training run needs to continue as if it had never stopped.
#pragma once

#include "ByHand/HandNet.h"
#include "ByHand/Optimisers.h"

#include <filesystem>

namespace solus::train {

/// Batches follow from seed and step alone, so no random generator's state is stored.
struct HandProgress {
    std::int64_t step = 0, bestStep = 0;
    double bestAccuracy = -1.0; ///< on the validation images, 0 ... 1
    double seconds = 0.0;       ///< of training, over all sessions
    double lossSum = 0.0;       ///< since the last validation
    std::int64_t lossCount = 0;
    Vector<float> best; ///< the parameters of the best validation
};

/// See Core/Sealed.h. Throws WriteError.
void saveHandCheckpoint(const std::filesystem::path&, const HandNet<float>&, Optimiser<float>&,
                        const HandProgress&);
/// Throws Error naming the file if it is broken or belongs to a different network or optimiser.
HandProgress loadHandCheckpoint(const std::filesystem::path&, HandNet<float>&, Optimiser<float>&);

} // namespace solus::train
