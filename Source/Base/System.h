// The system calls for files, by UTF-8 names: POSIX's own, and on Windows functions that do what POSIX's do.
#pragma once

#include <fcntl.h>
#include <string>
#include <sys/stat.h>
#include <unistd.h>

#ifndef _WIN32

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <sys/file.h>

namespace solus::sys {

using ::access, ::close, ::fstat, ::fsync, ::ftruncate, ::getpid, ::isatty, ::lseek, ::open, ::pread,
    ::pwrite, ::read, ::rename, ::stat, ::unlink, ::write;
using Status = struct ::stat;

/// Pipes carry bytes anyway.
inline void carryBytes(int) {}
/// Waits until no other process holds the lock; it ends with the descriptor. -1: impossible.
inline int lock(int descriptor) {
    return ::flock(descriptor, LOCK_EX);
}
inline void keepMode(int descriptor, unsigned mode) {
    (void)!::fchmod(descriptor, mode); // if the system refuses, the umask's mode is fine
}
/// Whether there is a process of this number, whoever owns it.
inline bool isRunning(int process) {
    return ::kill(process, 0) == 0 || errno != ESRCH;
}
inline char** utf8Arguments(int&, char** arguments) {
    return arguments;
}

} // namespace solus::sys

#else

#include <cstdint>
#include <ctime>
#include <filesystem>

#define O_CLOEXEC _O_NOINHERIT

namespace solus::sys {

struct Status {
    unsigned st_mode = 0;
    std::uint64_t st_dev = 0, st_ino = 0; ///< Windows' own of the C library are always 0
    std::int64_t st_size = 0;
    std::time_t st_mtime = 0;
};

// As POSIX has them: -1 and errno for errors. Files are opened for bytes, not for text, and may be renamed and removed
// while they are open.
int access(const char* path, int mode);
int close(int descriptor);
int fstat(int descriptor, Status* status);
int fsync(int descriptor);
int ftruncate(int descriptor, std::int64_t size);
int getpid();
int isatty(int descriptor);
std::int64_t lseek(int descriptor, std::int64_t position, int from);
int open(const char* path, int flags, unsigned mode = 0);
ssize_t pread(int descriptor, void* to, size_t count, std::int64_t position);
ssize_t pwrite(int descriptor, const void* from, size_t count, std::int64_t position);
ssize_t read(int descriptor, void* to, size_t count);
int rename(const char* from, const char* to);
int stat(const char* path, Status* status);
int unlink(const char* path);
ssize_t write(int descriptor, const void* from, size_t count);

/// For standard input and output, which are opened for text.
void carryBytes(int descriptor);
int lock(int descriptor);
inline void keepMode(int, unsigned) {}
bool isRunning(int process);

/// The command line in UTF-8, with * and ? replaced by the names of files, as no shell does it here. Lives for ever.
/// Also sets the console to UTF-8.
char** utf8Arguments(int& count, char** arguments);

/// Calls the function, on a thread of the system, when Ctrl+C or closing the console ends the program.
void beforeConsoleEnd(void (*act)());

/// Closes the console that Windows opens for a program which was not started from one.
void leaveOwnConsole();

/// Columns of the console; 0 if standard error is none.
int consoleWidth();

/// Where programs keep what belongs to the user: %APPDATA%.
std::filesystem::path roamingFolder();

} // namespace solus::sys

#endif
