// Vorbis by libvorbis.
#include "Files/OggCodecs.h"

#include "Base/Error.h"
#include "Files/Speakers.h"

#include <vorbis/codec.h>

namespace solus {
namespace {

class VorbisPackets final : public PacketDecoder {
public:
    explicit VorbisPackets(const std::string& name) : name_(name) {
        vorbis_info_init(&setup_);
        vorbis_comment_init(&comment_);
    }
    ~VorbisPackets() override {
        if (ready_) {
            vorbis_block_clear(&block_);
            vorbis_dsp_clear(&state_);
        }
        vorbis_comment_clear(&comment_);
        vorbis_info_clear(&setup_);
    }
    VorbisPackets(const VorbisPackets&) = delete;
    VorbisPackets& operator=(const VorbisPackets&) = delete;

    bool head(ogg_packet& packet) override {
        if (vorbis_synthesis_headerin(&setup_, &comment_, &packet) != 0)
            throw Error(name_ + ": the header of the Vorbis stream is damaged");
        if (++heads_ < 3) return false;
        if (vorbis_synthesis_init(&state_, &setup_) != 0)
            throw Error(name_ + ": the Vorbis stream has a broken setup");
        vorbis_block_init(&state_, &block_);
        ready_ = true;
        info_.container = "ogg";
        info_.encoding = "Vorbis";
        info_.sampleRate = static_cast<int>(setup_.rate);
        info_.channels = setup_.channels;
        info_.channelMask = vorbisSpeakers(info_.channels);
        info_.extensible = info_.channelMask != 0;
        order_ = vorbisOrder(info_.channels);
        return true;
    }

    const AudioInfo& info() const noexcept override { return info_; }
    std::int64_t mostFrames() const noexcept override { return 8192; }

    /// Halves of neighbouring windows overlap: a packet gives (n_before + n) / 4 frames.
    std::int64_t frames(ogg_packet& packet) override {
        const long size = vorbis_packet_blocksize(&setup_, &packet);
        if (size <= 0) return 0;
        const std::int64_t made = counted_ > 0 ? (counted_ + size) / 4 : 0;
        counted_ = size;
        return made;
    }

    void decode(ogg_packet& packet, std::vector<float>& out) override {
        // The decoder above counts positions; libvorbis would trim by them.
        packet.granulepos = -1;
        packet.e_o_s = 0;
        packet.packetno = 3 + number_++;
        if (vorbis_synthesis(&block_, &packet) != 0 || vorbis_synthesis_blockin(&state_, &block_) != 0)
            return;
        float** planes = nullptr;
        for (int got = vorbis_synthesis_pcmout(&state_, &planes); got > 0;
             got = vorbis_synthesis_pcmout(&state_, &planes)) {
            for (int n = 0; n < got; ++n)
                for (const int c : order_) out.push_back(planes[c][n]);
            vorbis_synthesis_read(&state_, got);
        }
    }

    void restart() override {
        vorbis_synthesis_restart(&state_);
        counted_ = 0;
    }

private:
    std::string name_;
    vorbis_info setup_;
    vorbis_comment comment_;
    vorbis_dsp_state state_;
    vorbis_block block_;
    int heads_ = 0;
    bool ready_ = false;
    long counted_ = 0; ///< size of the window before that packet's
    std::int64_t number_ = 0;
    AudioInfo info_;
    std::vector<int> order_;
};

} // namespace

std::unique_ptr<PacketDecoder> makeVorbisPackets(const std::string& name) {
    return std::make_unique<VorbisPackets>(name);
}

} // namespace solus
