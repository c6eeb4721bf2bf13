// ffmpeg as a child process, by POSIX.
#ifndef _WIN32

#include "Files/FfmpegChild.h"

#include "Base/Error.h"
#include "Files/FfmpegDecoder.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <spawn.h>
#include <string>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

#ifdef __APPLE__
#include <crt_externs.h>
#define environ (*_NSGetEnviron())
#else
extern char** environ;
#endif

namespace solus {
namespace {

#ifdef __APPLE__ // has neither pipe2() nor memfd_create(); never run
int makePipe(int* ends) {
    if (::pipe(ends) != 0) return -1;
    for (const int end : {ends[0], ends[1]}) ::fcntl(end, F_SETFD, FD_CLOEXEC);
    return 0;
}
int memoryFile() {
    std::FILE* file = std::tmpfile();
    const int descriptor = file != nullptr ? ::fcntl(::fileno(file), F_DUPFD_CLOEXEC, 0) : -1;
    if (file != nullptr) std::fclose(file);
    return descriptor;
}
#else
int makePipe(int* ends) {
    return ::pipe2(ends, O_CLOEXEC);
}
int memoryFile() {
    return ::memfd_create("ffmpeg", MFD_CLOEXEC);
}
#endif

} // namespace

/// Its error messages go to memory.
struct FfmpegChild::Impl {
    explicit Impl(const std::string& path) {
        int ends[2];
        if (makePipe(ends) != 0) throw Error(path + ": cannot start ffmpeg: " + std::strerror(errno));
        complaints_ = memoryFile();
        const std::string input = "file:" + path;
        const auto arguments = ffmpegArguments(input);
        posix_spawn_file_actions_t actions;
        posix_spawn_file_actions_init(&actions);
        posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
        if (complaints_ >= 0) posix_spawn_file_actions_adddup2(&actions, complaints_, STDERR_FILENO);
        // Restore default handling of the signals that this process ignores or handles.
        posix_spawnattr_t attributes;
        posix_spawnattr_init(&attributes);
        sigset_t defaults;
        sigemptyset(&defaults);
        for (const int signal : {SIGPIPE, SIGXFSZ}) sigaddset(&defaults, signal);
        posix_spawnattr_setsigdefault(&attributes, &defaults);
        posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
        const int failed = ::posix_spawnp(&process_, "ffmpeg", &actions, &attributes,
                                          const_cast<char* const*>(arguments.data()), environ);
        posix_spawnattr_destroy(&attributes);
        posix_spawn_file_actions_destroy(&actions);
        ::close(ends[1]);
        output_ = ends[0];
        if (failed != 0) process_ = -1;
    }
    ~Impl() {
        if (process_ > 0) ::kill(process_, SIGTERM);
        wait();
        if (output_ >= 0) ::close(output_);
        if (complaints_ >= 0) ::close(complaints_);
    }
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;

    bool started() const { return process_ > 0 || waited_; }
    int takeOutput() { return std::exchange(output_, -1); }

    /// Waits for the child to end; returns its last error message, "" on success.
    std::string finish() {
        wait();
        std::string text(4096, '\0');
        const off_t size = complaints_ >= 0 ? ::lseek(complaints_, 0, SEEK_END) : 0;
        const ssize_t got = size > 0 ? ::pread(complaints_, text.data(), text.size(),
                                               std::max<off_t>(0, size - static_cast<off_t>(text.size())))
                                     : 0;
        text.resize(static_cast<size_t>(std::max<ssize_t>(0, got)));
        return lastComplaint(text, status_ != 0);
    }

private:
    void wait() {
        if (process_ <= 0) return;
        while (::waitpid(process_, &status_, 0) < 0 && errno == EINTR) {
        }
        process_ = -1;
        waited_ = true;
    }

    pid_t process_ = -1;
    int output_ = -1, complaints_ = -1, status_ = 0;
    bool waited_ = false;
};

FfmpegChild::FfmpegChild(const std::string& path) : impl_(std::make_unique<Impl>(path)) {}
FfmpegChild::~FfmpegChild() = default;

bool FfmpegChild::started() const {
    return impl_->started();
}
int FfmpegChild::takeOutput() {
    return impl_->takeOutput();
}
std::string FfmpegChild::finish() {
    return impl_->finish();
}

bool ffmpegIsInstalled() {
    const char* folders = std::getenv("PATH");
    std::istringstream list(folders ? folders : "/usr/local/bin:/usr/bin:/bin");
    for (std::string folder; std::getline(list, folder, ':');)
        if (::access((std::filesystem::path(folder) / "ffmpeg").c_str(), X_OK) == 0) return true;
    return false;
}

} // namespace solus

#endif
