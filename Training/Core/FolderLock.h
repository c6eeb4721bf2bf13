// One process at a time in a run folder.
#pragma once

#include <filesystem>

namespace solus::train {

/// Held as long as the object or the process lives, however the process ends: nothing is left behind in the folder. File
/// systems that do not support locks (some network ones) are not locked.
class FolderLock {
public:
    /// Removes files that a killed process left half-written. Throws Error if another process, or another object in this
    /// process, holds the lock.
    explicit FolderLock(const std::filesystem::path& folder);
    ~FolderLock();
    FolderLock(const FolderLock&) = delete;
    FolderLock& operator=(const FolderLock&) = delete;

private:
    int file_;
};

} // namespace solus::train
