// The header of a wav file: RIFF, RF64 and BW64, read from any byte source, and written.
#pragma once

#include "Files/AudioInfo.h"
#include "Files/ByteInput.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace solus {

/// A chunk other than format and samples: bext, iXML, cue, LIST, id3, ...
struct RiffChunk {
    std::string id; ///< four characters
    std::vector<std::uint8_t> bytes;
    bool afterSamples = false;
};

struct WavHeader {
    AudioInfo info;     ///< frames as promised; none if the length is unknown
    bool plain = false; ///< PCM or float, in a width of AudioInfo; else it needs another decoder
    int tag = 0;        ///< format tag: 1 PCM, 3 float, 0x55 mp3, ...
    int bytesPerFrame = 0;
    double bytesPerSecond = 0.0;
    std::uint64_t dataStart = 0;                 ///< position of the first sample byte
    std::uint64_t dataSizeAt = 0;                ///< position of the 32-bit data size
    std::optional<std::uint64_t> dataBytes;      ///< as promised, over all data chunks
    std::optional<std::uint64_t> bytesAvailable; ///< what a regular file really contains
    struct Segment {
        std::uint64_t start = 0, bytes = 0;
    };
    std::vector<Segment> segments;       ///< for a regular file: where the samples are
    std::optional<double> headerSeconds; ///< the header's duration, if the file contains more
    std::vector<RiffChunk> chunks;       ///< metadata chunks found so far
};

/// Reads up to the first sample. For a regular file it also reads what follows the samples, then seeks back to the
/// first sample. None if this is not a wav file; Error naming the input if it is a broken one (no fmt chunk, no
/// channels, no rate, no samples). The number of samples is found by inspection, as sizes may lie:
/// - 0 with samples after it, and sizes near 2^31 or 2^32 that the file does not have, come from programs that
///   write into a pipe: the audio continues to the end of the input;
/// - if neither chunks nor the end follow the promised samples, the header is out of date (or its size overflowed at
///   2^32), and the audio continues;
/// - all data chunks count.
std::optional<WavHeader> readWavHeader(ByteInput&);

/// The header of a wav file with `info.frames` frames, up to the first sample byte. If frames is none, or needs more
/// than 4 GB, the sizes in a pipe say "unknown" (0xFFFFFFFF). `reserve` leaves room for the 64-bit sizes of RF64, so
/// that a longer header can replace this one in a file; if `info.frames` needs more than 4 GB, that room is used.
/// `chunks` go before the samples; `bytesAfter` is the size of what will follow them.
std::vector<std::uint8_t> makeWavHeader(const AudioInfo& info, bool reserve,
                                        const std::vector<RiffChunk>& chunks = {},
                                        std::uint64_t bytesAfter = 0);

/// A chunk as stored in a file, with its padding byte.
std::vector<std::uint8_t> riffBytes(const RiffChunk&);

/// What follows the samples in a file.
struct WavTail {
    bool whole = false; ///< nothing or valid chunks follow: the samples end where the header says
    std::vector<WavHeader::Segment> segments; ///< of further data chunks
    std::uint64_t promised = 0;               ///< bytes in those
    std::vector<RiffChunk> chunks;
};

/// Inspects what follows the `bytes` bytes of samples at `start` in a regular file. `zerosEnd`: trailing zeros are
/// padding, not audio.
WavTail readWavTail(ByteInput&, std::uint64_t start, std::uint64_t bytes, bool zerosEnd);

/// Reads a chunk's body if it is metadata of a reasonable size, else skips it; false if it is truncated.
bool takeChunk(ByteInput&, const char* id, std::uint32_t size, bool afterSamples, std::vector<RiffChunk>&);

/// The padding byte after an odd chunk, if it is there.
void skipPadding(ByteInput&, std::uint64_t size);

/// Sizes left by programs that cannot seek back to fill them in: 0, or close to the maximum of 31 or 32 bits.
bool saysUnknownSize(std::uint32_t size);

} // namespace solus
