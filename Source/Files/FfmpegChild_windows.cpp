// ffmpeg as a child process, by Windows' own calls.
#ifdef _WIN32

#include "Files/FfmpegChild.h"

#include "Base/Error.h"
#include "Files/FfmpegDecoder.h"

#include <algorithm>
#include <fcntl.h>
#include <filesystem>
#include <io.h>
#include <utility>
#include <vector>

#define WIN32_LEAN_AND_MEAN
#include <windows.h>

namespace solus {
namespace {

namespace fs = std::filesystem;

/// ffmpeg.exe in PATH; empty if there is none. Not in the current folder, where Windows would look first.
fs::path program() {
    std::wstring folders(32768, L'\0'), found(32768, L'\0');
    folders.resize(GetEnvironmentVariableW(L"PATH", folders.data(), static_cast<DWORD>(folders.size())));
    const DWORD length = SearchPathW(folders.c_str(), L"ffmpeg.exe", nullptr,
                                     static_cast<DWORD>(found.size()), found.data(), nullptr);
    return length > 0 && length < found.size() ? fs::path(found.substr(0, length)) : fs::path();
}

/// Our arguments and paths contain no quotes, which Windows does not allow in names.
std::wstring commandLine(const std::string& path) {
    std::wstring line;
    const std::string input = "file:" + path;
    for (const char* word : ffmpegArguments(input))
        if (word != nullptr) line += (line.empty() ? L"\"" : L" \"") + fs::path(word).wstring() + L"\"";
    return line;
}

/// Deleted when it is closed.
HANDLE temporaryFile() {
    std::wstring folder(MAX_PATH + 1, L'\0'), name(MAX_PATH + 1, L'\0');
    if (GetTempPathW(MAX_PATH, folder.data()) == 0 ||
        GetTempFileNameW(folder.c_str(), L"sol", 0, name.data()) == 0)
        return INVALID_HANDLE_VALUE;
    SECURITY_ATTRIBUTES inherited{sizeof inherited, nullptr, TRUE};
    return CreateFileW(name.c_str(), GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE,
                       &inherited, CREATE_ALWAYS, FILE_ATTRIBUTE_TEMPORARY | FILE_FLAG_DELETE_ON_CLOSE,
                       nullptr);
}

void close(HANDLE& handle) {
    if (handle != INVALID_HANDLE_VALUE && handle != nullptr) CloseHandle(handle);
    handle = INVALID_HANDLE_VALUE;
}

} // namespace

struct FfmpegChild::Impl {
    HANDLE process = INVALID_HANDLE_VALUE, complaints = temporaryFile();
    int output = -1;
    DWORD status = 0;

    explicit Impl(const std::string& path) {
        SECURITY_ATTRIBUTES inherited{sizeof inherited, nullptr, TRUE};
        HANDLE from = INVALID_HANDLE_VALUE, to = INVALID_HANDLE_VALUE;
        if (!CreatePipe(&from, &to, &inherited, 1 << 20))
            throw Error(path + ": cannot start ffmpeg: no pipe");
        SetHandleInformation(from, HANDLE_FLAG_INHERIT, 0);
        output = ::_open_osfhandle(reinterpret_cast<intptr_t>(from), _O_BINARY | _O_RDONLY | _O_NOINHERIT);
        HANDLE nothing = CreateFileW(L"NUL", GENERIC_READ, 0, &inherited, OPEN_EXISTING, 0, nullptr);
        start(path, nothing, to);
        close(nothing);
        close(to);
    }
    ~Impl() {
        if (process != INVALID_HANDLE_VALUE) TerminateProcess(process, 1);
        wait();
        if (output >= 0) ::_close(output);
        close(complaints);
    }
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;

    /// The child inherits these three handles and no others: not the files that are being written.
    void start(const std::string& path, HANDLE input, HANDLE to) {
        STARTUPINFOEXW how{};
        how.StartupInfo = {};
        how.StartupInfo.cb = sizeof how;
        how.StartupInfo.dwFlags = STARTF_USESTDHANDLES;
        how.StartupInfo.hStdInput = input, how.StartupInfo.hStdOutput = to,
        how.StartupInfo.hStdError = complaints;
        HANDLE handles[] = {input, to, complaints};
        SIZE_T size = 0;
        InitializeProcThreadAttributeList(nullptr, 1, 0, &size);
        std::vector<char> room(size);
        how.lpAttributeList = reinterpret_cast<LPPROC_THREAD_ATTRIBUTE_LIST>(room.data());
        if (!InitializeProcThreadAttributeList(how.lpAttributeList, 1, 0, &size)) return;
        UpdateProcThreadAttribute(how.lpAttributeList, 0, PROC_THREAD_ATTRIBUTE_HANDLE_LIST, handles,
                                  sizeof handles, nullptr, nullptr);
        std::wstring line = commandLine(path);
        PROCESS_INFORMATION made{};
        if (CreateProcessW(program().c_str(), line.data(), nullptr, nullptr, TRUE,
                           CREATE_NO_WINDOW | EXTENDED_STARTUPINFO_PRESENT, nullptr, nullptr,
                           &how.StartupInfo, &made)) {
            process = made.hProcess;
            started = true;
            CloseHandle(made.hThread);
        }
        DeleteProcThreadAttributeList(how.lpAttributeList);
    }

    void wait() {
        if (process == INVALID_HANDLE_VALUE) return;
        WaitForSingleObject(process, INFINITE);
        GetExitCodeProcess(process, &status);
        close(process);
    }

    std::string finish() {
        wait();
        std::string text(4096, '\0');
        DWORD got = 0;
        LARGE_INTEGER size{}, at{};
        if (complaints != INVALID_HANDLE_VALUE && GetFileSizeEx(complaints, &size)) {
            at.QuadPart = std::max<LONGLONG>(0, size.QuadPart - static_cast<LONGLONG>(text.size()));
            SetFilePointerEx(complaints, at, nullptr, FILE_BEGIN);
            if (!ReadFile(complaints, text.data(), static_cast<DWORD>(text.size()), &got, nullptr)) got = 0;
        }
        text.resize(got);
        return lastComplaint(text, status != 0);
    }

    bool started = false;
};

FfmpegChild::FfmpegChild(const std::string& path) : impl_(std::make_unique<Impl>(path)) {}
FfmpegChild::~FfmpegChild() = default;

bool FfmpegChild::started() const {
    return impl_->started;
}
int FfmpegChild::takeOutput() {
    return std::exchange(impl_->output, -1);
}
std::string FfmpegChild::finish() {
    return impl_->finish();
}

bool ffmpegIsInstalled() {
    return !program().empty();
}

} // namespace solus

#endif
