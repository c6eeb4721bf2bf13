// Temporary files, and their removal when a signal ends the program.
#include "Base/TemporaryFile.h"

#include "Base/Error.h"
#include "Base/System.h"

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <utility>

namespace solus {
namespace {

const std::string prefix = ".solus-", ending = ".tmp";

constexpr size_t longest = 4096; // Linux' PATH_MAX

/// A signal handler may only touch fixed memory and atomics.
struct Slot {
    std::atomic<bool> taken{false}, live{false};
    char path[longest];
};
std::array<Slot, 128> slots;

int registerPath(const std::string& path) {
    if (path.size() >= longest) return -1;
    for (size_t i = 0; i < slots.size(); ++i) {
        if (slots[i].taken.exchange(true)) continue;
        std::memcpy(slots[i].path, path.c_str(), path.size() + 1);
        slots[i].live = true;
        return static_cast<int>(i);
    }
    return -1;
}

void release(int slot) {
    if (slot < 0) return;
    slots[static_cast<size_t>(slot)].live = false;
    slots[static_cast<size_t>(slot)].taken = false;
}

/// The target of a link, whether or not it exists: the target is replaced, and the link stays.
std::string behindLinks(const std::string& path) {
    namespace fs = std::filesystem;
    fs::path target = path;
    std::error_code error;
    for (int i = 0; i < 40 && fs::is_symlink(target, error); ++i) // links may form a loop
        target = target.parent_path() / fs::read_symlink(target, error);
    return target.string();
}

void removeAll() {
    for (auto& slot : slots)
        if (slot.live) sys::unlink(slot.path);
}

#ifndef _WIN32
extern "C" void removeAllAndDie(int signal) {
    removeAll();
    ::raise(signal); // SA_RESETHAND: this time with the default action
}
#endif

} // namespace

TemporaryFile::TemporaryFile(const std::string& finalPath) : finalPath_(behindLinks(finalPath)) {
    sys::Status status{};
    unsigned mode = 0; // of the file to be replaced
    if (sys::stat(finalPath.c_str(), &status) == 0) {
        if (S_ISDIR(status.st_mode))
            throw Error(finalPath + ": is a folder; give the name of the file to write");
        if (sys::access(finalPath.c_str(), W_OK) != 0)
            throw WriteError(finalPath + ": cannot write: " + std::strerror(errno));
        mode = status.st_mode & 0777;
    } else if (errno == ENAMETOOLONG) {
        throw Error(finalPath + ": " + std::strerror(errno));
    }
    std::filesystem::path folder = std::filesystem::path(finalPath_).parent_path();
    if (folder.empty()) folder = ".";
    if (sys::stat(folder.string().c_str(), &status) != 0 || !S_ISDIR(status.st_mode))
        throw Error(finalPath + ": there is no folder " + folder.string() + " to write into");

    static std::atomic<unsigned> counter{0};
    do {
        path_ = (folder / (prefix + std::to_string(sys::getpid()) + "-" + std::to_string(counter++) + ending))
                    .string();
        slot_ = registerPath(path_);
        descriptor_ = sys::open(path_.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (descriptor_ < 0) release(slot_);
    } while (descriptor_ < 0 && errno == EEXIST);
    if (descriptor_ < 0) throw WriteError(finalPath + ": cannot write: " + std::strerror(errno));
    if (mode != 0) sys::keepMode(descriptor_, mode);
}

bool TemporaryFile::isName(const std::string& fileName) {
    return fileName.starts_with(prefix) && fileName.ends_with(ending);
}

TemporaryFile::~TemporaryFile() {
    if (descriptor_ < 0) return;
    sys::close(descriptor_);
    sys::unlink(path_.c_str());
    release(slot_);
}

void TemporaryFile::commit() {
    // Network file systems and quotas may report only now what write() could not store. Some systems have nothing to sync.
    if (sys::fsync(descriptor_) != 0 && errno != EINVAL && errno != EROFS)
        throw WriteError(finalPath_ + ": cannot write: " + std::strerror(errno));
    const bool closed = sys::close(std::exchange(descriptor_, -1)) == 0;
    if (closed && sys::rename(path_.c_str(), finalPath_.c_str()) == 0) return release(slot_);
    const int failure = errno;
    sys::unlink(path_.c_str());
    release(slot_);
    throw WriteError(finalPath_ + ": cannot write: " + std::strerror(failure));
}

void removeTemporaryFilesOnSignals() {
#ifdef _WIN32
    sys::beforeConsoleEnd(removeAll);
#else
    // Exceeding `ulimit -f` is then an error of write(), which is reported and cleaned up.
    std::signal(SIGXFSZ, SIG_IGN);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGPIPE, SIGQUIT, SIGXCPU}) {
        struct sigaction old {};
        ::sigaction(signal, nullptr, &old);
        if (old.sa_handler == SIG_IGN) continue; // nohup, or started in the background
        struct sigaction action {};
        action.sa_handler = removeAllAndDie;
        action.sa_flags = SA_RESETHAND;
        ::sigaction(signal, &action, nullptr);
    }
#endif
}

} // namespace solus
