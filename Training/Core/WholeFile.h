// Files that are there completely or not at all.
#pragma once

#include <filesystem>
#include <string_view>

namespace solus::train {

/// Writes PATH.part and renames it: nobody sees half a file, and a crash, a power cut or a full disk leaves the old one. With
/// `before` the old file stays under that name. Throws WriteError.
void writeWhole(const std::filesystem::path& path, std::string_view bytes, const std::filesystem::path& before = {});

} // namespace solus::train
