// Writes to a temporary file, waits until it is on the disk, and renames it.
#include "Base/WholeFile.h"

#include "Base/Error.h"
#include "Base/System.h"
#include "Base/TemporaryFile.h"

#include <cerrno>
#include <cstring>
#include <string>

namespace solus {

namespace fs = std::filesystem;

namespace {

/// 0 if all of it is on the disk, or the errno.
int writeAll(int file, std::string_view bytes) {
    while (!bytes.empty()) {
        const auto written = sys::write(file, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return errno;
        bytes.remove_prefix(static_cast<size_t>(written));
    }
    const bool waited = sys::fsync(file) == 0 || errno == EINVAL ||
                        errno == EROFS; // some files and systems have nothing to sync
    return waited ? 0 : errno;
}

/// 0, or the errno.
int replace(const fs::path& path, std::string_view bytes, const fs::path& before) {
    TemporaryFile file(path.string()); // removed after an error, since a full disk needs its room
    if (const int failure = writeAll(file.descriptor(), bytes)) return failure;
    if (!before.empty() && fs::exists(path)) {
        std::error_code ignored;
        fs::remove(before, ignored);
        fs::create_hard_link(path, before, ignored); // a file system without hard links keeps no old version
    }
    file.commit();
    return 0;
}

} // namespace

void writeWhole(const fs::path& path, std::string_view bytes, const fs::path& before) {
    std::error_code ignored;
    int failure = replace(path, bytes, before);
    if (failure == ENOSPC && !before.empty() &&
        fs::remove(before, ignored)) // the new file matters more than an old version
        failure = replace(path, bytes, before);
    if (failure != 0)
        throw WriteError(path.string() + ": cannot be written (" + std::strerror(failure) +
                         "); the old file is unchanged");
}

void removeHalfWritten(const fs::path& folder) {
    std::error_code error;
    for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
        std::error_code ignored;
        if (TemporaryFile::isName(it->path().filename().string())) fs::remove(it->path(), ignored);
    }
}

} // namespace solus
