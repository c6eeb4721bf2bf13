// Which loudspeaker each channel is for, in the formats that do not say so themselves.
#pragma once

#include <cstdint>
#include <vector>

namespace solus {

/// The speakers of 3 ... 8 channels in FLAC (RFC 9639, section 9.1.3) as the mask of a wav file; their order is the wav
/// file's. 0 for mono, stereo and more than 8: nothing has to be said, or is known.
std::uint32_t flacSpeakers(int channels) noexcept;
/// The same for Vorbis and Opus.
std::uint32_t vorbisSpeakers(int channels) noexcept;

/// Vorbis and Opus (Vorbis I specification, section 4.3.9) have an order of their own: channel c of a wav file is channel
/// order[c] there.
std::vector<int> vorbisOrder(int channels);

} // namespace solus
