// Packets of Vorbis and Opus to samples: what both libraries have in common.
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
    /// Takes the packets of the head; true when they are complete. Throws Error.
    virtual bool head(ogg_packet&) = 0;
    virtual const AudioInfo& info() const noexcept = 0; ///< after the head
    /// Frames that the next packets will give, in the order in which they are asked for; what is damaged gives 0.
    virtual std::int64_t frames(ogg_packet&) = 0;
    /// Appends those frames, interleaved in the order of a wav file.
    virtual void decode(ogg_packet&, std::vector<float>&) = 0;
    /// Packets are missing before the next one.
    virtual void restart() = 0;
    virtual std::int64_t skipAtStart() const noexcept { return 0; }
    virtual std::int64_t mostFrames() const noexcept = 0; ///< in a packet
};

/// `name` is for errors.
std::unique_ptr<PacketDecoder> makeVorbisPackets(const std::string& name);
/// Always at 48 kHz, as every player does: the rate in the head only tells what the sound was made from.
std::unique_ptr<PacketDecoder> makeOpusPackets(const std::string& name);

} // namespace solus
