// The Windows half of System.h.
#ifdef _WIN32

#include "Base/System.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <io.h>
#include <vector>

#define WIN32_LEAN_AND_MEAN
#include <windows.h>
// after windows.h
#include <shlobj.h>

// Of the C library: splits the command line and expands wildcards.
extern "C" int __wgetmainargs(int*, wchar_t***, wchar_t***, int, int*);

namespace solus::sys {
namespace {

namespace fs = std::filesystem;

/// From UTF-8. Slashes may point either way.
std::wstring wide(const char* path) {
    return fs::path(path).wstring();
}

int failed(DWORD error = GetLastError()) {
    switch (error) {
    case ERROR_FILE_NOT_FOUND:
    case ERROR_PATH_NOT_FOUND:
    case ERROR_INVALID_DRIVE:
    case ERROR_BAD_NETPATH:
        errno = ENOENT;
        break;
    case ERROR_INVALID_NAME:
        errno = EINVAL;
        break;
    case ERROR_ALREADY_EXISTS:
    case ERROR_FILE_EXISTS:
        errno = EEXIST;
        break;
    case ERROR_DISK_FULL:
    case ERROR_HANDLE_DISK_FULL:
        errno = ENOSPC;
        break;
    case ERROR_BUFFER_OVERFLOW:
    case ERROR_FILENAME_EXCED_RANGE:
        errno = ENAMETOOLONG;
        break;
    case ERROR_TOO_MANY_OPEN_FILES:
        errno = EMFILE;
        break;
    case ERROR_ACCESS_DENIED:
    case ERROR_SHARING_VIOLATION:
    case ERROR_LOCK_VIOLATION:
    case ERROR_WRITE_PROTECT:
        errno = EACCES;
        break;
    default:
        errno = EIO;
    }
    return -1;
}

HANDLE handleOf(int descriptor) {
    return reinterpret_cast<HANDLE>(::_get_osfhandle(descriptor));
}

int statusOf(HANDLE file, Status* status) {
    *status = {};
    const DWORD kind = GetFileType(file);
    if (kind != FILE_TYPE_DISK) {
        if (kind == FILE_TYPE_UNKNOWN && GetLastError() != NO_ERROR) return failed();
        status->st_mode = kind == FILE_TYPE_PIPE ? S_IFIFO : S_IFCHR;
        return 0;
    }
    BY_HANDLE_FILE_INFORMATION about;
    if (!GetFileInformationByHandle(file, &about)) return failed();
    const auto joined = [](DWORD high, DWORD low) { return std::uint64_t{high} << 32 | low; };
    status->st_mode = about.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY ? S_IFDIR | 0777u : S_IFREG | 0666u;
    status->st_dev = about.dwVolumeSerialNumber;
    status->st_ino = joined(about.nFileIndexHigh, about.nFileIndexLow);
    status->st_size = static_cast<std::int64_t>(joined(about.nFileSizeHigh, about.nFileSizeLow));
    // Windows counts steps of 100 ns since 1601.
    const auto ticks = joined(about.ftLastWriteTime.dwHighDateTime, about.ftLastWriteTime.dwLowDateTime);
    status->st_mtime = static_cast<std::time_t>(ticks / 10'000'000) - 11'644'473'600;
    return 0;
}

unsigned part(size_t count) {
    return static_cast<unsigned>(std::min<size_t>(count, 1u << 30));
}

constexpr DWORD shareAll = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE;

} // namespace

int open(const char* path, int flags, unsigned) {
    const bool writes = (flags & (O_WRONLY | O_RDWR)) != 0;
    const DWORD rights = ((flags & O_WRONLY) ? 0 : GENERIC_READ) | (writes ? GENERIC_WRITE : 0);
    const DWORD how = (flags & O_CREAT) == 0  ? OPEN_EXISTING
                      : (flags & O_EXCL) != 0 ? CREATE_NEW
                                              : OPEN_ALWAYS;
    const HANDLE file =
        CreateFileW(wide(path).c_str(), rights, shareAll, nullptr, how, FILE_ATTRIBUTE_NORMAL, nullptr);
    if (file == INVALID_HANDLE_VALUE) return failed();
    const int descriptor = ::_open_osfhandle(reinterpret_cast<intptr_t>(file),
                                             _O_BINARY | _O_NOINHERIT | (writes ? 0 : _O_RDONLY));
    if (descriptor < 0) CloseHandle(file);
    return descriptor;
}

int stat(const char* path, Status* status) {
    const HANDLE file =
        CreateFileW(wide(path).c_str(), FILE_READ_ATTRIBUTES, shareAll, nullptr, OPEN_EXISTING,
                    FILE_FLAG_BACKUP_SEMANTICS, nullptr); // this flag is for folders
    if (file == INVALID_HANDLE_VALUE) return failed();
    const int result = statusOf(file, status);
    CloseHandle(file);
    return result;
}

int fstat(int descriptor, Status* status) {
    return statusOf(handleOf(descriptor), status);
}

int access(const char* path, int mode) {
    const DWORD attributes = GetFileAttributesW(wide(path).c_str());
    if (attributes == INVALID_FILE_ATTRIBUTES) return failed();
    const bool folder = attributes & FILE_ATTRIBUTE_DIRECTORY;
    return (mode & W_OK) != 0 && !folder && (attributes & FILE_ATTRIBUTE_READONLY)
               ? failed(ERROR_ACCESS_DENIED)
               : 0;
}

int close(int descriptor) {
    return ::_close(descriptor);
}

int unlink(const char* path) {
    return DeleteFileW(wide(path).c_str()) ? 0 : failed();
}

int rename(const char* from, const char* to) {
    // Virus scanners and indexers open what is new, for a moment.
    for (int tries = 0;; ++tries) {
        if (MoveFileExW(wide(from).c_str(), wide(to).c_str(), MOVEFILE_REPLACE_EXISTING)) return 0;
        const DWORD error = GetLastError();
        if ((error != ERROR_SHARING_VIOLATION && error != ERROR_ACCESS_DENIED) || tries == 20)
            return failed(error);
        Sleep(10);
    }
}

ssize_t read(int descriptor, void* to, size_t count) {
    return ::_read(descriptor, to, part(count));
}

ssize_t write(int descriptor, const void* from, size_t count) {
    return ::_write(descriptor, from, part(count));
}

std::int64_t lseek(int descriptor, std::int64_t position, int from) {
    return ::_lseeki64(descriptor, position, from);
}

ssize_t pread(int descriptor, void* to, size_t count, std::int64_t position) {
    return ::_lseeki64(descriptor, position, SEEK_SET) < 0 ? -1 : sys::read(descriptor, to, count);
}

ssize_t pwrite(int descriptor, const void* from, size_t count, std::int64_t position) {
    return ::_lseeki64(descriptor, position, SEEK_SET) < 0 ? -1 : sys::write(descriptor, from, count);
}

int ftruncate(int descriptor, std::int64_t size) {
    return ::_chsize_s(descriptor, size) == 0 ? 0 : -1;
}

int fsync(int descriptor) {
    return ::_commit(descriptor);
}

int getpid() {
    return static_cast<int>(GetCurrentProcessId());
}

int isatty(int descriptor) {
    DWORD mode = 0; // _isatty() also takes NUL for a terminal
    return GetConsoleMode(handleOf(descriptor), &mode) ? 1 : 0;
}

void carryBytes(int descriptor) {
    ::_setmode(descriptor, _O_BINARY);
}

int lock(int descriptor) {
    OVERLAPPED place{};
    return LockFileEx(handleOf(descriptor), LOCKFILE_EXCLUSIVE_LOCK, 0, MAXDWORD, MAXDWORD, &place)
               ? 0
               : failed();
}

bool isRunning(int process) {
    const HANDLE handle = OpenProcess(PROCESS_QUERY_LIMITED_INFORMATION, FALSE, static_cast<DWORD>(process));
    if (handle == nullptr) return GetLastError() == ERROR_ACCESS_DENIED;
    DWORD code = 0; // whoever holds a handle keeps the number of a process that has ended
    const bool running = GetExitCodeProcess(handle, &code) && code == STILL_ACTIVE;
    CloseHandle(handle);
    return running;
}

char** utf8Arguments(int& count, char** arguments) {
    SetConsoleOutputCP(CP_UTF8);
    wchar_t **words = nullptr, **environment = nullptr;
    int newMode = 0;
    if (__wgetmainargs(&count, &words, &environment, 1, &newMode) != 0) return arguments;
    static std::vector<std::string> texts;
    static std::vector<char*> pointers;
    for (int i = 0; i < count; ++i) {
        std::string text(
            static_cast<size_t>(WideCharToMultiByte(CP_UTF8, 0, words[i], -1, nullptr, 0, nullptr, nullptr)),
            '\0');
        WideCharToMultiByte(CP_UTF8, 0, words[i], -1, text.data(), static_cast<int>(text.size()), nullptr,
                            nullptr);
        texts.push_back(std::move(text));
    }
    for (auto& text : texts) pointers.push_back(text.data());
    pointers.push_back(nullptr);
    return pointers.data();
}

namespace {

std::array<void (*)(), 8> acts{};
size_t actCount = 0;

BOOL WINAPI onConsoleEnd(DWORD) {
    for (size_t i = actCount; i-- > 0;) acts[i]();
    // As Windows itself would, but without closing libraries below threads that still work.
    TerminateProcess(GetCurrentProcess(), static_cast<UINT>(STATUS_CONTROL_C_EXIT));
    return TRUE;
}

} // namespace

void beforeConsoleEnd(void (*act)()) {
    if (actCount == 0) SetConsoleCtrlHandler(onConsoleEnd, TRUE);
    if (actCount < acts.size()) acts[actCount++] = act;
}

void leaveOwnConsole() {
    DWORD processes[2];
    if (GetConsoleProcessList(processes, 2) == 1) FreeConsole();
}

int consoleWidth() {
    CONSOLE_SCREEN_BUFFER_INFO about;
    return GetConsoleScreenBufferInfo(handleOf(STDERR_FILENO), &about)
               ? about.srWindow.Right - about.srWindow.Left + 1
               : 0;
}

fs::path roamingFolder() {
    std::array<wchar_t, 32768> text{};
    const DWORD length = GetEnvironmentVariableW(L"APPDATA", text.data(), static_cast<DWORD>(text.size()));
    if (length > 0 && length < text.size() && fs::path(text.data()).is_absolute()) return text.data();
    if (SHGetFolderPathW(nullptr, CSIDL_APPDATA, nullptr, SHGFP_TYPE_CURRENT, text.data()) == S_OK)
        return text.data();
    return L"C:\\nowhere"; // never the current folder
}

} // namespace solus::sys

#endif
