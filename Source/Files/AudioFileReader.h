// Strict reader for audio files and WAV pipes: damage is an error, never silence.
#pragma once

#include "Files/AudioInfo.h"
#include "Files/WavHeader.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace solus {

/// Reads wav (including RF64, pipes and headers of unknown length), flac, ogg, opus, mp3, everything else that
/// libsndfile reads, and the rest through an installed ffmpeg. It reads all audio in a file, even beyond the length
/// in its header, and all parts of concatenated files. Channels come in wav order. One thread at a time; memory use
/// does not depend on the length of the file. All members throw Error naming the file: missing, empty, not audio, no
/// channels, a NaN or Inf (with its time), fewer samples than promised (with both durations), damage (with its time),
/// or an unreadable part.
class AudioFileReader {
public:
    enum class Mode {
        strict, ///< missing audio is an error: at once for wav files, else when it is reached
        salvage ///< reads what is there, with silence in the gaps; warnings() lists them
    };

    /// "-" is a WAV stream on standard input, and so is any path to a pipe or a device.
    explicit AudioFileReader(const std::string& path, Mode = Mode::strict);
    ~AudioFileReader();
    AudioFileReader(AudioFileReader&&) noexcept;
    AudioFileReader& operator=(AudioFileReader&&) noexcept;

    const std::string& path() const noexcept;
    const AudioInfo& info() const noexcept;
    /// For a wav file or stream: its metadata chunks.
    const std::vector<RiffChunk>& chunks() const noexcept;

    /// Fills `interleaved` (frames * channels floats, full scale = 1) and returns the number of frames, fewer than
    /// requested only at the end. If it throws, the buffer holds framesBeforeError() whole frames.
    std::int64_t read(float* interleaved, std::int64_t frames);

    std::int64_t framesBeforeError() const noexcept;

    /// What is missing from the audio read so far: gaps, which are filled with silence, and a missing end.
    const std::vector<Gap>& missing() const noexcept;
    /// Lines for the user, complete after the end: missing audio, NaN replaced by 0, audio beyond the header's
    /// length.
    std::vector<std::string> warnings() const;

    /// Seeks to a frame. Files only; throws Error on a pipe. The length is no longer checked after this.
    void seek(std::int64_t frame);

    /// Everything from here to the end, interleaved.
    std::vector<float> readAll();

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

/// True for "-" and for existing pipes, sockets and devices: none of these has a length, a size, or can seek.
bool isStream(const std::string& path);

} // namespace solus
