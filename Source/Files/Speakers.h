// The loudspeaker of each channel, for formats that do not store it.
#pragma once

#include <cstdint>
#include <vector>

namespace solus {

/// The speakers of 3 ... 8 channels in FLAC (RFC 9639, section 9.1.3) as a wav channel mask; the order is the wav
/// file's. 0 for mono, stereo and more than 8 channels, where it is implied or unknown.
std::uint32_t flacSpeakers(int channels) noexcept;
/// The same for Vorbis and Opus.
std::uint32_t vorbisSpeakers(int channels) noexcept;

/// Vorbis and Opus (Vorbis I specification, section 4.3.9) order channels differently: channel c of a wav file is
/// channel order[c] there.
std::vector<int> vorbisOrder(int channels);

} // namespace solus
