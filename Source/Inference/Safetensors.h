// Strict reader, and writer, of the safetensors format (https://github.com/huggingface/safetensors).
#pragma once

#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace solus {

/// Row-major; F32 or F16 in the file, always float here.
struct Tensor {
    std::vector<int> shape;
    std::vector<float> values;
};

using TensorMap = std::map<std::string, Tensor>;

struct SafetensorsFile {
    TensorMap tensors;
    std::map<std::string, std::string> metadata;
};

/// Checks header bounds, dtypes, shapes, ranges, overlaps, gaps and finiteness. Throws Error naming `origin`.
SafetensorsFile readSafetensors(std::span<const std::byte> file, const std::string& origin);

enum class Storage { f32, f16 };

/// Serialises tensors as readSafetensors() accepts them; values are rounded to `storage`.
std::vector<std::byte> writeSafetensors(const SafetensorsFile&, Storage);

} // namespace solus
