// The engine against LibTorch: what is compared, and how.
#pragma once

#include "Inference/ModelBuilder.h"

#include <string>
#include <vector>

namespace solus {

struct ParityCase {
    std::string name;
    ModelBuilder model;
};

/// Each layer type at least once, in its variants.
std::vector<ParityCase> layerCases();
/// Layers together, as networks have them.
std::vector<ParityCase> networkCases();

/// Between the engine, frame by frame over ten seconds, and LibTorch over all of them at once; on the worst kernel
/// variant.
double largestDifference(const std::vector<std::byte>& file, const std::string& origin);

// For the cases.
/// Features of 64 ERB bands, brought near [-1, 1] as a trained network's first layer would: layer "scale".
ModelBuilder fromFeatures(int bands = 64);
/// The same as 4 channels of 16 values: layer "channels".
ModelBuilder channels();
ModelBuilder& recurrentTensors(ModelBuilder&, const std::string& name, int gates, int in, int hidden);

} // namespace solus
