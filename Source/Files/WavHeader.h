// The header of a wav file: RIFF, RF64 and BW64, read from anything that gives bytes, and written.
#pragma once

#include "Files/AudioInfo.h"
#include "Files/ByteInput.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace solus {

/// A chunk that is neither format nor samples: bext, iXML, cue, LIST, id3, ...
struct RiffChunk {
    std::string id; ///< four characters
    std::vector<std::uint8_t> bytes;
    bool afterSamples = false;
};

struct WavHeader {
    AudioInfo info;     ///< frames as promised; none for an unknown length
    bool plain = false; ///< PCM or float, in a width of AudioInfo; else other decoders have to do
    int tag = 0;        ///< the format's number: 1 PCM, 3 float, 0x55 mp3, ...
    int bytesPerFrame = 0;
    double bytesPerSecond = 0.0;
    std::uint64_t dataStart = 0;             ///< position of the first sample byte
    std::uint64_t dataSizeAt = 0;            ///< position of the 32 bits that tell the size
    std::optional<std::uint64_t> dataBytes;  ///< as promised, in all data chunks together
    std::optional<std::uint64_t> bytesThere; ///< what a regular file really holds for them
    struct Segment {
        std::uint64_t start = 0, bytes = 0;
    };
    std::vector<Segment> segments;     ///< of a regular file: where the samples are
    std::optional<double> saidSeconds; ///< where the header tells of less than is there: what it says
    std::vector<RiffChunk> chunks;     ///< metadata, as far as it was seen
};

/// Reads up to the first sample; of a regular file also what follows the samples, and then stands at the first sample
/// all the same. None if this is no such file at all; Error naming the input where it is a broken one (no fmt chunk, no
/// channels, no rate, no samples). How much is there is found by looking, as sizes may lie:
/// - 0 with samples after it, and sizes near 2^31 or 2^32 that the file does not have, were left by programs that
///   write into a pipe: the audio goes on to the end of the input;
/// - where neither chunks nor the end follow the promised samples, the header is older than the file (or its size went
///   round at 2^32), and the audio goes on;
/// - all data chunks count.
std::optional<WavHeader> readWavHeader(ByteInput&);

/// The header of a wav file with `info.frames` frames, up to the first sample byte. Where frames is none, or
/// more than 4 GB need, the sizes say "unknown" (0xFFFFFFFF) in a pipe. `reserve` keeps room for the 64-bit
/// sizes of RF64 so that a longer header can replace this one in a file; when `info.frames` needs more than 4
/// GB, that room is used. `chunks` go before the samples; `bytesAfter` is what will follow them.
std::vector<std::uint8_t> makeWavHeader(const AudioInfo& info, bool reserve,
                                        const std::vector<RiffChunk>& chunks = {},
                                        std::uint64_t bytesAfter = 0);

/// A chunk as it stands in a file, with its padding byte.
std::vector<std::uint8_t> riffBytes(const RiffChunk&);

/// What a file holds after its samples.
struct WavTail {
    bool whole = false; ///< nothing, or chunks up to the end: the samples end where the header says
    std::vector<WavHeader::Segment> segments; ///< of further data chunks
    std::uint64_t promised = 0;               ///< bytes in those
    std::vector<RiffChunk> chunks;
};

/// Looks at what follows the `bytes` bytes of samples at `start` in a regular file. `zerosEnd`: nothing but zeros there is
/// padding, not audio.
WavTail readWavTail(ByteInput&, std::uint64_t start, std::uint64_t bytes, bool zerosEnd);

/// Reads a chunk's body if it is metadata of a size that memory can hold, else skips it; false if it is cut off.
bool takeChunk(ByteInput&, const char* id, std::uint32_t size, bool afterSamples, std::vector<RiffChunk>&);

/// The byte that makes a chunk's size even, where it is there.
void skipPadding(ByteInput&, std::uint64_t size);

/// What programs leave that cannot go back to fill in the size: 0, or something near the most that 31 or 32 bits hold.
bool saysUnknownSize(std::uint32_t size);

} // namespace solus
