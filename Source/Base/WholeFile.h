// Files that are there completely or not at all.
#pragma once

#include <filesystem>
#include <string_view>

namespace solus {

/// Replaces the file: nobody sees half of it, and a crash, a power cut or a full disk leaves the old one. With `before` the old
/// file stays under that name; where the disk is full, the file that had it makes room. Throws Error if the folder is missing,
/// WriteError if the system refuses.
void writeWhole(const std::filesystem::path& path, std::string_view bytes,
                const std::filesystem::path& before = {});

/// Takes away what writers left half-written in the folder when they were killed. Only where nobody else writes.
void removeHalfWritten(const std::filesystem::path& folder);

} // namespace solus
