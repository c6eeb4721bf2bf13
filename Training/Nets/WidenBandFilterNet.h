// Copies a small trained network into a larger one, which at first computes the same and then has room to learn more.
#pragma once

#include "Nets/BandFilterNet.h"
#include "Signal/Features.h"

namespace solus::train {

/// The old units keep their weights and receive no input from the new ones. The new units receive input from all units,
/// but their outgoing weights are zero until training changes them (the aim of Net2Net, Chen et al. 2016, achieved with
/// zeros). `features` are of type erb_detail, with the same bands in both. With an analysis window `finer` times as long
/// there are as many bins for each old one: it hears the first of them, and its filter acts on all. `wide` must already
/// be normalised for its own inputs. Throws Error if `narrow` does not fit into `wide`.
void widen(const TorchGraphImpl& narrow, const BandFilterNetSize& narrowSize,
           const FeatureSpec& narrowFeatures, TorchGraphImpl& wide, const BandFilterNetSize& wideSize,
           const FeatureSpec& wideFeatures, int finer = 1);

} // namespace solus::train
