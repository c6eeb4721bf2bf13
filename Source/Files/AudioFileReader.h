// Reads audio files and WAV pipes, strictly: what is damaged is an error, never silence.
#pragma once

#include "Files/AudioInfo.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace solus {

/// wav (RF64, pipes and headers of unknown length included), flac, ogg, opus, mp3 and whatever else
/// libsndfile reads. One thread at a time; memory does not depend on the length of the file. All members
/// throw Error, which names the file: missing, empty, not audio, no channels, a NaN or Inf (with its time),
/// fewer samples than a wav, flac or ogg file promises (with both durations), or what the
/// decoder calls damaged.
class AudioFileReader {
public:
    enum class Mode {
        strict, ///< less audio than the header promises is an error: at once for wav files, else at the end
        salvage ///< takes what is there
    };

    /// "-" is a WAV stream on standard input; so is any path that is a pipe or a device.
    explicit AudioFileReader(const std::string& path, Mode = Mode::strict);
    ~AudioFileReader();
    AudioFileReader(AudioFileReader&&) noexcept;
    AudioFileReader& operator=(AudioFileReader&&) noexcept;

    const std::string& path() const noexcept;
    const AudioInfo& info() const noexcept;

    /// Fills `interleaved` (frames * channels floats, full scale = 1) and returns how many frames there were;
    /// fewer than asked for only at the end.
    std::int64_t read(float* interleaved, std::int64_t frames);

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
