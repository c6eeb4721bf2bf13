// The output of the flagship's networks: gains, and a short complex filter for the lowest bins.
#pragma once

#include "Core/TorchGraph.h"

namespace solus::train {

struct MaskSize {
    int bands = 32; ///< number of gains, including those of single bins
    int filterBins = 60, taps = 2;
    int filterValues() const { return 2 * taps * filterBins; }
};

struct MaskOutput {
    torch::Tensor gains;  ///< items x frames x bands, 0 ... 1
    torch::Tensor filter; ///< items x frames x (2 taps bins), -1 ... 1: for each tap the real, then the
                          ///< imaginary parts; undefined without taps
};

/// The mask of a network with layers named "gains" and "taps" (optional); x: items x frames x inputs. `voice`: items x
/// values, the enrolled voices, for a network with a layer named "voice".
inline MaskOutput maskOf(const torch::nn::Module& module, const torch::Tensor& x,
                         const torch::Tensor& voice = {}) {
    const auto& net = *module.as<TorchGraphImpl>();
    std::map<std::string, torch::Tensor> given{{"input", x}};
    if (voice.defined()) given["voice"] = voice.unsqueeze(1);
    if (!net.plan.has("taps")) return {net.run(given, {"gains"})[0], {}};
    const auto values = net.run(given, {"gains", "taps"});
    return {values[0], values[1]};
}

} // namespace solus::train
