// Reads audio files and WAV pipes, strictly: what is damaged is an error, never silence.
#pragma once

#include "Files/AudioInfo.h"
#include "Files/WavHeader.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace solus {

/// wav (RF64, pipes and headers of unknown length included), flac, ogg, opus, mp3, whatever else libsndfile reads, and
/// through an installed ffmpeg the rest. Everything that is in a file is read: more than its header knows of, and all
/// parts of files that were joined; channels come in the order of a wav file. One thread at a time; memory does not
/// depend on the length of the file. All members throw Error, which names the file: missing, empty, not audio, no
/// channels, a NaN or Inf (with its time), fewer samples than it promises (with both durations), damage (with its
/// time), or a part that cannot be read.
class AudioFileReader {
public:
    enum class Mode {
        strict, ///< whatever is missing is an error: at once for wav files, else where it is met
        salvage ///< takes what is there, with silence for what is missing in between; warnings() tell
    };

    /// "-" is a WAV stream on standard input; so is any path that is a pipe or a device.
    explicit AudioFileReader(const std::string& path, Mode = Mode::strict);
    ~AudioFileReader();
    AudioFileReader(AudioFileReader&&) noexcept;
    AudioFileReader& operator=(AudioFileReader&&) noexcept;

    const std::string& path() const noexcept;
    const AudioInfo& info() const noexcept;
    /// Of a wav file or stream: the chunks that are metadata.
    const std::vector<RiffChunk>& chunks() const noexcept;

    /// Fills `interleaved` (frames * channels floats, full scale = 1) and returns how many frames there were;
    /// fewer than asked for only at the end. If it throws, framesBeforeError() whole frames stand in the buffer.
    std::int64_t read(float* interleaved, std::int64_t frames);

    std::int64_t framesBeforeError() const noexcept;

    /// What is missing of the audio read so far: in between, where silence stands for it, and at the end.
    const std::vector<Gap>& missing() const noexcept;
    /// Lines for the user, complete after the end: what is missing, NaN that became 0, a header that knew of less.
    std::vector<std::string> warnings() const;

    /// Goes to a frame. Files only; Error on a pipe. The check of the length is off from then on.
    void seek(std::int64_t frame);

    /// Everything from here to the end, interleaved.
    std::vector<float> readAll();

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

/// True for "-" and for existing pipes, sockets and devices: neither has a length, a size or a place to go
/// back to.
bool isStream(const std::string& path);

} // namespace solus
