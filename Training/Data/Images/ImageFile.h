// Shared by the readers of image files: finding a file and reading its bytes, gzipped or not.
#pragma once

#include "Data/Images/Images.h"

#include <optional>
#include <string>
#include <vector>

namespace solus::train {

/// All bytes of a file, uncompressed if it is gzipped. Throws Error if it is missing, truncated or damaged.
std::vector<std::uint8_t> readBytes(const std::filesystem::path&);

/// The first of `folder`/NAME, `folder`/NAME.gz and `folder`/NAME/NAME (as in Kaggle's archives) that is a file.
std::optional<std::filesystem::path> findFile(const std::filesystem::path& folder,
                                              const std::vector<std::string>& names);

/// The first of `given` and its subfolders `inner` that contains one of `names`; otherwise the first of them that exists.
std::filesystem::path findFolder(const std::filesystem::path& given, const std::vector<std::string>& inner,
                                 const std::vector<std::string>& names);

/// The end of a message that something is missing in `folder`: what was found instead, and what to do with it. "; it
/// holds x.tar.gz, still packed: ..."; empty if nothing was found.
std::string foundInstead(const std::filesystem::path& folder);

/// Keeps the first `limit` training images, and limit / 5 of each of the other sets; 0: all of them.
ImageSplits limited(ImageSplits, std::int64_t limit);

} // namespace solus::train
