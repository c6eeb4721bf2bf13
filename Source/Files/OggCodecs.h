// Vorbis and Opus packets to samples: the common interface.
#pragma once

#include "Files/AudioInfo.h"

#include <cstdint>
#include <memory>
#include <ogg/ogg.h>
#include <string>
#include <vector>

namespace solus {

class PacketDecoder {
public:
    virtual ~PacketDecoder() = default;
    /// Takes the header packets; true when they are complete. Throws Error.
    virtual bool head(ogg_packet&) = 0;
    virtual const AudioInfo& info() const noexcept = 0; ///< after the header
    /// The number of frames in each of the next packets, asked for in order; 0 for a damaged packet.
    virtual std::int64_t frames(ogg_packet&) = 0;
    /// Appends those frames, interleaved in wav order.
    virtual void decode(ogg_packet&, std::vector<float>&) = 0;
    /// Packets are missing before the next one.
    virtual void restart() = 0;
    virtual std::int64_t skipAtStart() const noexcept { return 0; }
    virtual std::int64_t mostFrames() const noexcept = 0; ///< in one packet
};

/// `name` is for errors.
std::unique_ptr<PacketDecoder> makeVorbisPackets(const std::string& name);
/// Always 48 kHz, as in every player: the rate in the header only tells what the audio was encoded from.
std::unique_ptr<PacketDecoder> makeOpusPackets(const std::string& name);

} // namespace solus
