// Writes WAV pipes, and wav and flac files that are complete or do not exist.
#pragma once

#include "Base/Error.h"
#include "Files/AudioInfo.h"
#include "Files/Metadata.h"

#include <cstdint>
#include <memory>
#include <string>

namespace solus {

/// Writes to a temporary file in the same folder, which commit() renames to the final name. Without commit() it is
/// removed. wav files above 4 GB become RF64. One thread at a time.
class AudioFileWriter {
public:
    /// The ending of `path` selects wav or flac; "-" (standard output), pipes and devices get a WAV stream. Takes the
    /// rate, channels, sample format (flac: at most 24 bits, no float) and, if known, the number of frames from
    /// `info`; a pipe's header promises that number. Throws Error if the format cannot hold the ending, rate or
    /// number of channels, WriteError if the file cannot be created. `metadata` is stored as far as the format
    /// allows.
    AudioFileWriter(const std::string& path, const AudioInfo& info, const Metadata& metadata = {});
    ~AudioFileWriter();
    AudioFileWriter(AudioFileWriter&&) noexcept;
    AudioFileWriter& operator=(AudioFileWriter&&) noexcept;

    /// frames * channels floats, full scale = 1. Integer formats are rounded and clipped to [-1, 1). Throws
    /// WriteError.
    void write(const float* interleaved, std::int64_t frames);

    /// Finishes the file and gives it its final name. Call exactly once, at the end. Throws WriteError.
    void commit();

    /// The peak |sample| so far, and how many samples were clipped because the format is not float.
    float peak() const noexcept;
    std::int64_t clipped() const noexcept;

    /// Use instead of commit() after write() or commit() has thrown WriteError: keeps what was written, as a valid
    /// file under the final name, and returns its frames. If there are none, no file is left. Throws WriteError; 0
    /// frames for a pipe.
    std::int64_t rescue();

    /// The actual format of the file, e.g. 24 bits if float was written as flac.
    const AudioInfo& info() const noexcept;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace solus
