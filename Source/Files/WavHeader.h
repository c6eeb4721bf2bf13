// The header of a wav file: RIFF, RF64 and BW64, read from anything that gives bytes, and written.
#pragma once

#include "Files/AudioInfo.h"
#include "Files/ByteInput.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace solus {

struct WavHeader {
    AudioInfo info;     ///< frames as promised; none for an unknown length
    bool plain = false; ///< PCM or float, in a width of AudioInfo; else only libsndfile can read it
    int bytesPerFrame = 0;
    double bytesPerSecond = 0.0;
    std::uint64_t dataStart = 0;             ///< position of the first sample byte
    std::optional<std::uint64_t> dataBytes;  ///< as promised
    std::optional<std::uint64_t> bytesThere; ///< what a regular file really holds for them
};

/// Reads up to the first sample. None if this is no such file at all; Error naming the input where it is
/// a broken one (no fmt chunk, no channels, no rate, no samples). Sizes of 0 and 0xFFFFFFFF (and SoX's
/// 0x7FFFF000), left by programs that write into a pipe, mean an unknown length: then the audio goes on to
/// the end of the input.
std::optional<WavHeader> readWavHeader(ByteInput&);

/// The header of a wav file with `info.frames` frames, up to the first sample byte. Where frames is none, or
/// more than 4 GB need, the sizes say "unknown" (0xFFFFFFFF) in a pipe. `reserve` keeps room for the 64-bit
/// sizes of RF64 so that a longer header can replace this one in a file; when `info.frames` needs more than 4
/// GB, that room is used.
std::vector<std::uint8_t> makeWavHeader(const AudioInfo& info, bool reserve);

} // namespace solus
