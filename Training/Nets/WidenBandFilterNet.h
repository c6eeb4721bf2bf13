// A small trained network inside a larger one, which at first computes the same and then has room to learn more.
#pragma once

#include "Nets/BandFilterNet.h"
#include "Signal/Features.h"

namespace solus::train {

/// The old units keep their weights and hear no new one; the new ones hear everything, and are heard by nobody until
/// training gives them a weight (what Net2Net is after, Chen et al. 2016, by zeros). `features` are of type erb_detail,
/// with the same bands in both. `wide` must be normalised for its own inputs already. Throws Error where `narrow` does
/// not fit into `wide`.
void widen(const TorchGraphImpl& narrow, const BandFilterNetSize& narrowSize,
           const FeatureSpec& narrowFeatures, TorchGraphImpl& wide, const BandFilterNetSize& wideSize,
           const FeatureSpec& wideFeatures);

} // namespace solus::train
