// Grids of small images as PNG.
#pragma once

#include <filesystem>
#include <torch/torch.h>

namespace solus::train {

/// Writes images [n, channels, h, w] (float in 0 ... 1, or uint8; 1 or 3 channels) in rows of `columns`, enlarged `zoom`
/// times without smoothing, with a thin gap between them. Written to a temporary file and renamed. Throws Error naming
/// the file if it cannot be written.
void writeImageGrid(const std::filesystem::path&, const torch::Tensor& images, int columns, int zoom = 2);

} // namespace solus::train
