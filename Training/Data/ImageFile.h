// What the readers of image files share: bytes of a file, gzip'd or not, and finding it.
#pragma once

#include "Data/Images.h"

#include <optional>
#include <string>
#include <vector>

namespace solus::train {

/// All bytes of a file, unpacked if it is gzip'd. Throws Error if it is missing, truncated or damaged.
std::vector<std::uint8_t> readBytes(const std::filesystem::path&);

/// The first of `folder`/NAME and `folder`/NAME.gz that exists.
std::optional<std::filesystem::path> findFile(const std::filesystem::path& folder,
                                              const std::vector<std::string>& names);

/// Keeps the first `limit` training images and limit / 5 of each of the others; 0: all of them.
ImageSplits limited(ImageSplits, std::int64_t limit);

} // namespace solus::train
