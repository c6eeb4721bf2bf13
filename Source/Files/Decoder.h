// The interface of a decoder to AudioFileReader: samples, and the gaps between them.
#pragma once

#include "Files/AudioInfo.h"
#include "Files/ByteInput.h"
#include "Files/WavHeader.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace solus {

/// Decodes everything that can be decoded, damaged or not: missing audio becomes silence of the same length, listed
/// as a Gap. The reader decides whether that is acceptable. One thread at a time.
class Decoder {
public:
    virtual ~Decoder() = default;
    /// frames: as the header promises, or counted in the file; none if neither is known.
    virtual const AudioInfo& info() const noexcept = 0;
    /// Interleaved floats; returns the number of frames, 0 only at the end. Throws Error.
    virtual std::int64_t read(float* interleaved, std::int64_t frames) = 0;
    /// Seeks to a frame; false if the format cannot seek directly.
    virtual bool seek(std::int64_t) { return false; }
    /// What is missing from the audio read so far, in order.
    virtual const std::vector<Gap>& gaps() const noexcept {
        static const std::vector<Gap> none;
        return none;
    }
    /// After the last frame: evidence that the file was longer; "" if there is none.
    virtual std::string cutOff() const { return {}; }
    /// What is in the file but cannot be read; "" if nothing.
    virtual std::string unread() const { return {}; }
};

/// Plain PCM and float wav, from a file or a pipe.
std::unique_ptr<Decoder> makeWavDecoder(std::unique_ptr<ByteInput> input, const WavHeader&);
/// flac whose "fLaC" is at `from`, by libFLAC; concatenated streams are read as one.
std::unique_ptr<Decoder> makeFlacDecoder(const std::string& path, std::uint64_t from);
/// Vorbis, Opus and FLAC in Ogg; chained streams are read as one. None if no stream is one of those.
std::unique_ptr<Decoder> makeOggDecoder(const std::string& path, std::uint64_t from);
/// MPEG layers I to III in the bytes [from, to), by libmpg123; concatenated files are read as one. None if this is
/// not MPEG.
std::unique_ptr<Decoder> makeMp3Decoder(const std::string& path, std::uint64_t from, std::uint64_t to);
/// Everything else, by libsndfile. `header`: of a wav file, to override its sizes. None if libsndfile cannot read it.
std::unique_ptr<Decoder> makeSndfileDecoder(const std::string& path, const WavHeader* header);

} // namespace solus
