// ffmpeg as a child process.
#pragma once

#include <array>
#include <memory>
#include <string>

namespace solus {

/// Writes WAV to a pipe; its error messages are kept.
class FfmpegChild {
public:
    /// Starts ffmpeg on one file. Throws Error if the system refuses a pipe.
    explicit FfmpegChild(const std::string& path);
    /// Ends it, and waits for that.
    ~FfmpegChild();
    FfmpegChild(const FfmpegChild&) = delete;
    FfmpegChild& operator=(const FfmpegChild&) = delete;

    bool started() const;
    /// The descriptor of the pipe, for the caller to close.
    int takeOutput();
    /// Waits for the child to end; returns its last error message, "" on success.
    std::string finish();

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

/// The command line, ending with a null; `input` is "file:" and the path.
std::array<const char*, 25> ffmpegArguments(const std::string& input);

/// The last line with text; "ffmpeg failed" if there is none after an error.
std::string lastComplaint(const std::string& text, bool failed);

} // namespace solus
