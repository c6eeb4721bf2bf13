// Opus by libopus (https://www.rfc-editor.org/rfc/rfc7845).
#include "Files/OggCodecs.h"

#include "Base/Error.h"
#include "Files/Speakers.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numeric>
#include <opus/opus.h>
#include <opus/opus_multistream.h>
#include <opus/opus_projection.h>

namespace solus {
namespace {

constexpr int rate = 48000;

class OpusPackets final : public PacketDecoder {
public:
    explicit OpusPackets(const std::string& name) : name_(name) {}

    bool head(ogg_packet& packet) override {
        if (heads_++ == 0) {
            readHead(packet.packet, static_cast<size_t>(packet.bytes));
            return false;
        }
        return true; // comments
    }

    const AudioInfo& info() const noexcept override { return info_; }
    std::int64_t skipAtStart() const noexcept override { return preSkip_; }
    std::int64_t mostFrames() const noexcept override { return 5760; }

    std::int64_t frames(ogg_packet& packet) override {
        return std::max(
            0, opus_packet_get_nb_samples(packet.packet, static_cast<opus_int32>(packet.bytes), rate));
    }

    void decode(ogg_packet& packet, std::vector<float>& out) override {
        const auto channels = static_cast<size_t>(info_.channels);
        const size_t wanted = static_cast<size_t>(frames(packet)) * channels, before = out.size();
        if (wanted == 0) return;
        decoded_.assign(wanted, 0.0f); // undecodable audio keeps its length
        const auto bytes = static_cast<opus_int32>(packet.bytes);
        const int most = static_cast<int>(wanted / channels);
        const int got = projection_ ? opus_projection_decode_float(projection_.get(), packet.packet, bytes,
                                                                   decoded_.data(), most, 0)
                                    : opus_multistream_decode_float(decoder_.get(), packet.packet, bytes,
                                                                    decoded_.data(), most, 0);
        if (got < 0) std::fill(decoded_.begin(), decoded_.end(), 0.0f);
        out.resize(before + wanted);
        for (size_t n = 0; n < wanted; n += channels)
            for (size_t c = 0; c < channels; ++c)
                out[before + n + c] = gain_ * decoded_[n + static_cast<size_t>(order_[c])];
    }

    void restart() override {}

private:
    struct Delete {
        void operator()(OpusMSDecoder* d) const { opus_multistream_decoder_destroy(d); }
        void operator()(OpusProjectionDecoder* d) const { opus_projection_decoder_destroy(d); }
    };

    [[noreturn]] void broken() const { throw Error(name_ + ": the header of the Opus stream is damaged"); }

    void readHead(const unsigned char* b, size_t size) {
        if (size < 19 || std::memcmp(b, "OpusHead", 8) != 0 || (b[8] & 0xF0) != 0 || b[9] == 0) broken();
        info_.container = "ogg";
        info_.encoding = "Opus";
        info_.sampleRate = rate;
        info_.channels = b[9];
        preSkip_ = b[10] | b[11] << 8;
        const auto gain = static_cast<std::int16_t>(b[16] | b[17] << 8); // 1/256 dB
        gain_ = std::pow(10.0f, static_cast<float>(gain) / (20.0f * 256.0f));
        const int family = b[18];
        order_.resize(static_cast<size_t>(info_.channels));
        std::iota(order_.begin(), order_.end(), 0);
        if (family == 0) {
            if (info_.channels > 2) broken();
            const unsigned char mapping[2] = {0, 1};
            makeDecoder(1, info_.channels - 1, mapping);
            return;
        }
        const auto channels = static_cast<size_t>(info_.channels);
        if (size < 21) broken();
        if (family == 3) {
            if (size < 21 + 2 * channels * (b[19] + b[20])) broken();
            std::vector<unsigned char> matrix(b + 21, b + 21 + 2 * channels * (b[19] + b[20]));
            int error = 0;
            projection_.reset(opus_projection_decoder_create(rate, info_.channels, b[19], b[20],
                                                             matrix.data(),
                                                             static_cast<opus_int32>(matrix.size()), &error));
            if (!projection_) broken();
            return;
        }
        if (size < 21 + channels) broken();
        makeDecoder(b[19], b[20], b + 21);
        if (family == 1 && info_.channels <= 8) {
            order_ = vorbisOrder(info_.channels);
            info_.channelMask = vorbisSpeakers(info_.channels);
            info_.extensible = info_.channelMask != 0;
        }
    }

    void makeDecoder(int streams, int coupled, const unsigned char* mapping) {
        int error = 0;
        decoder_.reset(
            opus_multistream_decoder_create(rate, info_.channels, streams, coupled, mapping, &error));
        if (!decoder_) broken();
    }

    std::string name_;
    int heads_ = 0;
    AudioInfo info_;
    std::int64_t preSkip_ = 0;
    float gain_ = 1.0f;
    std::vector<int> order_;
    std::vector<float> decoded_;
    std::unique_ptr<OpusMSDecoder, Delete> decoder_;
    std::unique_ptr<OpusProjectionDecoder, Delete> projection_;
};

} // namespace

std::unique_ptr<PacketDecoder> makeOpusPackets(const std::string& name) {
    return std::make_unique<OpusPackets>(name);
}

} // namespace solus
