// Writes wav and flac files that are there completely or not at all, and WAV pipes.
#pragma once

#include "Base/Error.h"
#include "Files/AudioInfo.h"
#include "Files/Metadata.h"

#include <cstdint>
#include <memory>
#include <string>

namespace solus {

/// Writes into a temporary file in the same folder, which commit() renames to the final name; without
/// commit() it is removed. wav files that grow beyond 4 GB become RF64. One thread at a time.
class AudioFileWriter {
public:
    /// The ending of `path` chooses wav or flac; "-" (standard output), pipes and devices get a WAV stream.
    /// Taken from `info`: rate, channels, sample format (flac: at most 24 bits, no float), and the number of
    /// frames if known, which a pipe's header then promises. Throws Error on an ending, rate or number of
    /// channels that the format cannot hold, WriteError if the file cannot be made. Of `metadata` goes in what the format
    /// can hold.
    AudioFileWriter(const std::string& path, const AudioInfo& info, const Metadata& metadata = {});
    ~AudioFileWriter();
    AudioFileWriter(AudioFileWriter&&) noexcept;
    AudioFileWriter& operator=(AudioFileWriter&&) noexcept;

    /// frames * channels floats, full scale = 1. Integer formats are rounded, and clipped to [-1, 1).
    /// WriteError.
    void write(const float* interleaved, std::int64_t frames);

    /// Finishes the file and gives it its name. Call exactly once, at the end. WriteError.
    void commit();

    /// The largest |sample| written so far, and how many were clipped because the format is not float.
    float peak() const noexcept;
    std::int64_t clipped() const noexcept;

    /// Instead of commit(), after write() or commit() has thrown WriteError: keeps what the disk took, as a whole file under
    /// the final name, and returns its frames. With none there is no file. WriteError, and 0 frames for a pipe.
    std::int64_t rescue();

    /// What the written file is, e.g. 24 bits where a float wav was written as flac.
    const AudioInfo& info() const noexcept;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace solus
