// flock() on the folder itself.
#include "Core/FolderLock.h"

#include "Base/Error.h"
#include "Base/WholeFile.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace solus::train {

FolderLock::FolderLock(const std::filesystem::path& folder)
    : file_(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
    if (file_ >= 0 && ::flock(file_, LOCK_EX | LOCK_NB) == 0) {
        removeHalfWritten(folder);
        return;
    }
    if (file_ < 0 || errno != EWOULDBLOCK) return;
    ::close(file_);
    throw solus::Error(
        folder.string() +
        ": another solus-train is using it; wait until it ends, or name another folder with --out");
}

FolderLock::~FolderLock() {
    if (file_ >= 0) ::close(file_);
}

} // namespace solus::train
