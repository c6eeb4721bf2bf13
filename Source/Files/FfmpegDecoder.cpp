// Starts ffmpeg, reads WAV from its standard output, and keeps its error messages.
#include "Files/FfmpegDecoder.h"

#include "Base/Error.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <spawn.h>
#include <sstream>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

extern char** environ;

namespace solus {
namespace {

/// Containers, and raw streams that can be identified by their content. Playlists (hls, dash, concat, ...) open other
/// files and are excluded; mp3 and flac have their own decoders here.
constexpr const char* containers =
    "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,aac,ac3,eac3,dts,dtshd,truehd,mlp,asf,xwma,avi,flv,mpeg,mpegts,amr,amrnb,amrwb,"
    "ape,wv,tta,tak,mpc,mpc8,rm,dsf,iff,wav,w64,ogg,caf,aiff,au,voc,adx,oma,loas,latm,shn,"
    "wtv,mxf,nut,gxf,qcp,sbc";

/// A child process that writes to a pipe; its error messages go to memory.
class Child {
public:
    explicit Child(const std::string& path) {
        int ends[2];
        if (::pipe2(ends, O_CLOEXEC) != 0)
            throw Error(path + ": cannot start ffmpeg: " + std::strerror(errno));
        complaints_ = ::memfd_create("ffmpeg", MFD_CLOEXEC);
        const std::string input = "file:" + path;
        const std::array<const char*, 25> arguments = {"ffmpeg",       "-nostdin",
                                                       "-hide_banner", "-v",
                                                       "error",        "-protocol_whitelist",
                                                       "file,pipe",    "-format_whitelist",
                                                       containers,     "-i",
                                                       input.c_str(),  "-map",
                                                       "0:a:0",        "-vn",
                                                       "-sn",          "-dn",
                                                       "-af",          "aresample=async=1:first_pts=0",
                                                       "-c:a",         "pcm_f32le",
                                                       "-f",           "wav",
                                                       "-y",           "pipe:1",
                                                       nullptr};
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
    ~Child() {
        if (process_ > 0) ::kill(process_, SIGTERM);
        wait();
        if (output_ >= 0) ::close(output_);
        if (complaints_ >= 0) ::close(complaints_);
    }
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

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
        std::istringstream lines(text);
        std::string last;
        for (std::string line; std::getline(lines, line);)
            if (!line.empty()) last = line;
        if (last.empty() && status_ != 0) last = "ffmpeg failed";
        return last;
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

class FfmpegDecoder final : public Decoder {
public:
    FfmpegDecoder(std::unique_ptr<Child> child, std::unique_ptr<ByteInput> input, const WavHeader& header)
        : child_(std::move(child)), info_(header.info), wav_(makeWavDecoder(std::move(input), header)) {
        info_.container = "other";
        info_.encoding = "read by ffmpeg";
        info_.format = SampleFormat::pcm24; // it may be lossless
        info_.frames.reset();
        info_.extensible = info_.channels > 2; // mono and stereo are implied
        if (!info_.extensible) info_.channelMask = 0;
    }

    const AudioInfo& info() const noexcept override { return info_; }
    std::int64_t read(float* interleaved, std::int64_t frames) override {
        const std::int64_t got = wav_->read(interleaved, frames);
        if (got == 0 && !ended_) {
            ended_ = true;
            complaint_ = child_->finish();
        }
        return got;
    }
    std::string cutOff() const override { return complaint_.empty() ? "" : "ffmpeg says: " + complaint_; }

private:
    std::unique_ptr<Child> child_; // the child is waited for when the pipe is closed
    AudioInfo info_;
    std::unique_ptr<Decoder> wav_;
    bool ended_ = false;
    std::string complaint_;
};

} // namespace

bool ffmpegIsInstalled() {
    const char* folders = std::getenv("PATH");
    std::istringstream list(folders ? folders : "/usr/local/bin:/usr/bin:/bin");
    for (std::string folder; std::getline(list, folder, ':');)
        if (::access((std::filesystem::path(folder) / "ffmpeg").c_str(), X_OK) == 0) return true;
    return false;
}

std::unique_ptr<Decoder> makeFfmpegDecoder(const std::string& path) {
    if (!ffmpegIsInstalled()) return nullptr;
    auto child = std::make_unique<Child>(path);
    if (!child->started()) return nullptr;
    auto input = std::make_unique<ByteInput>(child->takeOutput(), path);
    std::optional<WavHeader> header;
    try {
        header = readWavHeader(*input);
    } catch (const Error&) { // the input ended inside the header
    }
    if (!header || !header->plain) return nullptr;
    header->info.frames.reset();
    return std::make_unique<FfmpegDecoder>(std::move(child), std::move(input), *header);
}

} // namespace solus
