// Files that are written completely or not at all.
#pragma once

#include <filesystem>
#include <string_view>

namespace solus {

/// Replaces the file atomically: no reader sees half of it, and a crash, a power cut or a full disk leaves the old
/// one. With `before`, the old file is kept under that name; if the disk is full, the previous file of that name is
/// deleted to make room. Throws Error if the folder is missing, WriteError if the system refuses.
void writeWhole(const std::filesystem::path& path, std::string_view bytes,
                const std::filesystem::path& before = {});

/// Removes the half-written files that killed writers left in the folder. Only safe if nobody else is writing there.
void removeHalfWritten(const std::filesystem::path& folder);

} // namespace solus
