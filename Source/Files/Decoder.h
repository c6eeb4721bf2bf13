// What AudioFileReader needs from whoever decodes: samples, and word of where there were none.
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

/// Decodes all that can be decoded, damage or not: where audio is missing in between it gives silence of the same
/// length and lists a Gap. The reader decides whether that will do. One thread at a time.
class Decoder {
public:
    virtual ~Decoder() = default;
    /// frames: as promised by the header, or counted in the file; none where neither is known.
    virtual const AudioInfo& info() const noexcept = 0;
    /// Interleaved floats; returns the number of frames, 0 at the end only. Throws Error.
    virtual std::int64_t read(float* interleaved, std::int64_t frames) = 0;
    /// Goes to a frame; false where the format knows no short way.
    virtual bool seek(std::int64_t) { return false; }
    /// What is missing of the audio read so far, in order.
    virtual const std::vector<Gap>& gaps() const noexcept {
        static const std::vector<Gap> none;
        return none;
    }
    /// After the last frame: what shows that the file once went on, "" if nothing does.
    virtual std::string cutOff() const { return {}; }
    /// What is in the file but cannot be read, "" if nothing.
    virtual std::string unread() const { return {}; }
};

/// Plain PCM and float wav, from a file or a pipe.
std::unique_ptr<Decoder> makeWavDecoder(std::unique_ptr<ByteInput> input, const WavHeader&);
/// flac whose "fLaC" stands at `from`, by libFLAC; several of them joined are one.
std::unique_ptr<Decoder> makeFlacDecoder(const std::string& path, std::uint64_t from);
/// Vorbis, Opus and FLAC in Ogg; several links are one. None if no stream is one of those.
std::unique_ptr<Decoder> makeOggDecoder(const std::string& path, std::uint64_t from);
/// MPEG layers I to III in the bytes [from, to), by libmpg123; files that were joined are one. None if that is not what
/// is there.
std::unique_ptr<Decoder> makeMp3Decoder(const std::string& path, std::uint64_t from, std::uint64_t to);
/// Everything else, by libsndfile; `header` is the one of a wav file whose sizes it is to be told. None if it cannot.
std::unique_ptr<Decoder> makeSndfileDecoder(const std::string& path, const WavHeader* header);

} // namespace solus
