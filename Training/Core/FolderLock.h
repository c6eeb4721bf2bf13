// One process at a time in a run folder.
#pragma once

#include <filesystem>

namespace solus::train {

/// Held until the object goes, or the process, however it ends: nothing is left behind in the folder. File systems that know no
/// locks (some network ones) get none.
class FolderLock {
public:
    /// Takes away what a killed process left half-written. Throws Error if another process, or another object of this one, holds it.
    explicit FolderLock(const std::filesystem::path& folder);
    ~FolderLock();
    FolderLock(const FolderLock&) = delete;
    FolderLock& operator=(const FolderLock&) = delete;

private:
    int file_;
};

} // namespace solus::train
