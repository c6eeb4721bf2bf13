// Writes beside and renames.
#include "Core/WholeFile.h"

#include "Error.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <string>
#include <unistd.h>

namespace solus::train {

namespace fs = std::filesystem;

namespace {

/// Whether all of it lies on the disk; errno says why not.
bool writeAll(int file, std::string_view bytes) {
    while (!bytes.empty()) {
        const auto written = ::write(file, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return false;
        bytes.remove_prefix(static_cast<size_t>(written));
    }
    return ::fsync(file) == 0 || errno == EINVAL || errno == EROFS; // pipes and the like have nothing to wait for
}

/// 0, or the error's number. The part is gone after an error: on a full disk its room is needed.
int writePart(const fs::path& part, std::string_view bytes) {
    const int file = ::open(part.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (file < 0) return errno;
    int failure = writeAll(file, bytes) ? 0 : errno;
    if (::close(file) != 0 && failure == 0) failure = errno;
    if (failure != 0) ::unlink(part.c_str());
    return failure;
}

} // namespace

void writeWhole(const fs::path& path, std::string_view bytes, const fs::path& before) {
    const fs::path part = path.string() + ".part";
    const auto cannot = [&path](const std::string& why) {
        return WriteError(path.string() + ": cannot be written (" + why + "); what was there before stays");
    };
    std::error_code ignored;
    int failure = writePart(part, bytes);
    if (failure == ENOSPC && !before.empty() && fs::remove(before, ignored)) // a spare is worth less than the new one
        failure = writePart(part, bytes);
    if (failure != 0) throw cannot(std::strerror(failure));
    if (!before.empty() && fs::exists(path)) {
        fs::remove(before, ignored);
        fs::create_hard_link(path, before, ignored); // a file system without links keeps none
    }
    std::error_code error;
    fs::rename(part, path, error);
    if (!error) return;
    fs::remove(part, ignored);
    throw cannot(error.message());
}

} // namespace solus::train
