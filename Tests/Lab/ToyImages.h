// Coloured shapes in CIFAR-10's format: ten classes that a network can learn from 200 images.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace toy {

/// Records of CIFAR-10. Classes 0 ... 4 are warm-coloured and 5 ... 9 cold-coloured discs, squares, triangles
/// that point upwards, horizontal and vertical bars, anywhere in the image, below a sky that is brighter at
/// the top (so that up and down can be told apart). Every class comes equally often.
std::vector<std::uint8_t> imageRecords(int count, std::uint64_t seed);

/// train.bin, validation.bin and test.bin in `folder`, which it makes.
void writeImages(const std::filesystem::path& folder, int train = 200, int validation = 50, int test = 50);

void writeBytes(const std::filesystem::path&, const std::vector<std::uint8_t>&);
void writeGzip(const std::filesystem::path&, const std::vector<std::uint8_t>&);

} // namespace toy
