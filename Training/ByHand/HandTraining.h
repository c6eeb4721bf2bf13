// The training loop of the hand-written networks, and what it records about each layer on the way.
#pragma once

#include "ByHand/HandImages.h"
#include "ByHand/HandNet.h"
#include "Lab/Run.h"

#include <functional>
#include <memory>
#include <string>

namespace solus::train {

struct HandSetup {
    std::vector<int> sizes; ///< units of each layer, from pixels to classes
    Activation activation = Activation::relu;
    std::string optimiser = "sgd";
    /// Called with the number of steps done; tests interrupt the training there.
    std::function<void(std::int64_t)> afterStep = {};
};

/// The rate that suits the optimiser, where --rate is 0: 0.1 for sgd, 0.02 for momentum, 0.001 for adam.
double handRate(const std::string& optimiser, double wanted);

struct HandScore {
    double accuracy = 0.0, loss = 0.0; ///< accuracy in 0 ... 1
};
HandScore scoreByHand(HandNet<float>&, const ImageSet&, PixelScale);

struct HandResult {
    std::unique_ptr<HandNet<float>> net; ///< with the parameters of the best validation
    PixelScale scale;
    double seconds = 0.0; ///< of training, over all sessions
};

/// Trains on one thread into the run folder's subfolder `stage`, which gets
///   metrics.csv/.json         one row per validation (options.validateEvery)
///   layers/metrics.csv/.json  about 200 rows over the run; for layer l = 1, 2, ...
///       gradient_l    |dL/dW_l|, the root of the sum of squares
///       update_l      |change of W_l| / |W_l| of that step
///       derivative_l  mean of f' after hidden layer l
///   checkpoint.bin, curves.png
/// If options.resume, a stage that an earlier session finished or interrupted continues from there, and the numbers are
/// those of an uninterrupted run. Throws Stopped after a checkpoint; TrainingError if the loss is not finite, in which
/// case the last checkpoint stays.
HandResult trainByHand(const Run&, const ImageSplits&, const HandSetup&, const TrainOptions&,
                       const std::string& stage);

} // namespace solus::train
