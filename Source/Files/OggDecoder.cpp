// Vorbis, Opus and FLAC in Ogg. Each page gives the position of its last sample, so that losses can be measured.
#include "Files/Decoder.h"
#include "Files/FlacStream.h"
#include "Files/JoinedDecoder.h"
#include "Files/OggCodecs.h"
#include "Files/OggFile.h"

#include "Base/Error.h"

#include <algorithm>
#include <cstdio>

namespace solus {
namespace {

/// The packets of one stream, page by page.
class OggPackets {
public:
    OggPackets(const std::string& path, const OggLink& link)
        : pages_(path, link.begin, link.end), serial_(link.serial) {
        if (ogg_stream_init(&stream_, serial_) != 0) throw std::bad_alloc();
    }
    ~OggPackets() { ogg_stream_clear(&stream_); }
    OggPackets(const OggPackets&) = delete;
    OggPackets& operator=(const OggPackets&) = delete;

    /// Reads the next page of the stream; false at the end.
    bool nextPage() {
        ogg_page page;
        while (pages_.next(page)) {
            if (ogg_page_serialno(&page) != serial_) continue;
            granule = ogg_page_granulepos(&page);
            last = ogg_page_eos(&page) != 0;
            const long number = ogg_page_pageno(&page);
            lostPages = number_ >= 0 ? std::max(0L, number - number_ - 1) : 0;
            number_ = number;
            ogg_stream_pagein(&stream_, &page);
            return true;
        }
        return false;
    }

    /// The next packet that ends on this page; its bytes are valid until the next call. `hole`: packets before it are
    /// lost.
    bool nextPacket(ogg_packet& packet, bool& hole) {
        for (;;) {
            const int found = ogg_stream_packetout(&stream_, &packet);
            if (found == 0) return false;
            if (found > 0) return true;
            hole = true;
        }
    }

    std::int64_t granule = -1; ///< of the page: the position after its last sample
    bool last = false;
    long lostPages = 0; ///< just before it

private:
    OggPages pages_;
    int serial_;
    ogg_stream_state stream_;
    long number_ = -1;
};

/// One link of Vorbis or Opus.
class OggStream final : public Decoder {
public:
    OggStream(const std::string& path, const OggLink& link)
        : packets_(path, link),
          codec_(link.codec == OggCodec::opus ? makeOpusPackets(path) : makeVorbisPackets(path)) {
        bool complete = false, hole = false;
        ogg_packet packet;
        while (!complete && packets_.nextPage())
            while (!complete && packets_.nextPacket(packet, hole)) complete = codec_->head(packet);
        if (!complete || hole) throw Error(path + ": the header of the ogg stream is damaged");
        info_ = codec_->info();
        toSkip_ = codec_->skipAtStart();
        takePackets(); // usually none on the header page
        while (!started_ && takePage()) {
        }
        if (started_ && link.lastGranule >= origin_)
            info_.frames = std::max<std::int64_t>(0, link.lastGranule - origin_ - codec_->skipAtStart());
    }

    const AudioInfo& info() const noexcept override { return info_; }
    const std::vector<Gap>& gaps() const noexcept override { return gaps_; }

    std::int64_t read(float* interleaved, std::int64_t frames) override {
        const auto channels = static_cast<size_t>(info_.channels);
        std::int64_t done = 0;
        while (done < frames) {
            const auto ready = static_cast<std::int64_t>((ready_.size() - taken_) / channels);
            if (toSkip_ > 0 && (silence_ > 0 || ready > 0)) {
                const std::int64_t part = std::min(toSkip_, silence_ > 0 ? silence_ : ready);
                if (silence_ > 0) {
                    silence_ -= part;
                } else {
                    taken_ += static_cast<size_t>(part) * channels;
                }
                toSkip_ -= part;
            } else if (silence_ > 0) {
                const std::int64_t part = std::min(silence_, frames - done);
                std::fill_n(interleaved + static_cast<size_t>(done) * channels,
                            static_cast<size_t>(part) * channels, 0.0f);
                silence_ -= part;
                done += part;
            } else if (ready > 0) {
                const std::int64_t part = std::min(ready, frames - done);
                std::copy_n(ready_.data() + taken_, static_cast<size_t>(part) * channels,
                            interleaved + static_cast<size_t>(done) * channels);
                taken_ += static_cast<size_t>(part) * channels;
                done += part;
            } else if (!takePage()) {
                break;
            }
        }
        return done;
    }

private:
    bool takePage() {
        ready_.clear();
        taken_ = 0;
        if (!packets_.nextPage()) return false;
        takePackets();
        return true;
    }

    void takePackets() {
        std::vector<std::vector<unsigned char>> bodies;
        ogg_packet packet{};
        while (packets_.nextPacket(packet, hole_))
            bodies.emplace_back(packet.packet, packet.packet + packet.bytes);
        if (bodies.empty()) return;
        if (hole_) codec_->restart();
        std::int64_t frames = 0;
        const auto as = [](std::vector<unsigned char>& body) {
            ogg_packet p{};
            p.packet = body.data();
            p.bytes = static_cast<long>(body.size());
            return p;
        };
        for (auto& body : bodies) {
            auto p = as(body);
            frames += codec_->frames(p);
        }
        const std::int64_t tooEarly = place(frames);
        for (auto& body : bodies) {
            auto p = as(body);
            codec_->decode(p, ready_);
        }
        trim(frames, tooEarly);
    }

    /// Locates the next `frames` frames and fills any gap before them with silence. Returns how many of them lie
    /// before the beginning of the stream.
    std::int64_t place(std::int64_t frames) {
        std::int64_t tooEarly = 0;
        const std::int64_t begin = packets_.granule - frames; // of the page, unless its end is trimmed
        const bool known = packets_.granule >= 0 && !packets_.last;
        if (!started_) {
            origin_ = known && !hole_ ? std::max<std::int64_t>(0, begin) : 0;
            tooEarly = known ? std::max<std::int64_t>(0, -begin) : 0;
            started_ = true;
        }
        std::int64_t gap =
            packets_.granule >= 0 && (known || hole_) ? begin + tooEarly - origin_ - position_ : 0;
        const std::int64_t hour = 3600LL * info_.sampleRate;
        if (hole_) {
            // A damaged position must not create hours of silence: a page has 255 packets at most.
            const auto most = 255 * codec_->mostFrames() * (std::int64_t{packets_.lostPages} + 1);
            if (gap < 0 || gap > std::min(most, 24 * hour)) gap = 0;
            const auto at = std::max<std::int64_t>(0, position_ - codec_->skipAtStart());
            gaps_.push_back({at, at + gap});
        } else if (gap < info_.sampleRate / 50 || gap > hour) {
            origin_ += gap; // an encoder that counts inaccurately
            gap = 0;
        } // otherwise nothing was sent meanwhile, as in a call
        hole_ = false;
        silence_ += gap;
        position_ += gap;
        return tooEarly;
    }

    void trim(std::int64_t frames, std::int64_t tooEarly) {
        const auto channels = static_cast<size_t>(info_.channels);
        const auto count = [&](std::int64_t n) {
            return std::min(ready_.size(), static_cast<size_t>(std::max<std::int64_t>(0, n)) * channels);
        };
        if (packets_.last && packets_.granule >= 0)
            ready_.resize(count(std::min(frames, packets_.granule - origin_ - position_)));
        position_ += static_cast<std::int64_t>(ready_.size() / channels) - tooEarly;
        taken_ = count(tooEarly);
    }

    OggPackets packets_;
    std::unique_ptr<PacketDecoder> codec_;
    AudioInfo info_;
    bool started_ = false, hole_ = false;
    std::int64_t origin_ = 0, position_ = 0; ///< granule of the first frame; frames since then
    std::int64_t toSkip_ = 0,
                 silence_ = 0; ///< frames to drop, then frames of silence to return before the decoded ones
    std::vector<float> ready_;
    size_t taken_ = 0;
    std::vector<Gap> gaps_;
};

/// One link of FLAC: its packets, concatenated, are a flac file.
std::unique_ptr<Decoder> openFlacLink(const std::string& path, const OggLink& link) {
    struct State {
        OggPackets packets;
        std::vector<unsigned char> bytes;
        size_t taken = 0;
        bool first = true;
    };
    const auto state = std::shared_ptr<State>(new State{OggPackets(path, link), {}, 0, true});
    return makeFlacStream(
        [state](void* to, size_t count) -> size_t {
            bool hole = false;
            ogg_packet packet;
            while (state->taken == state->bytes.size()) {
                if (!state->packets.nextPacket(packet, hole)) {
                    if (!state->packets.nextPage()) return 0;
                    continue;
                }
                const long from =
                    state->first ? std::min(9L, packet.bytes) : 0; // Ogg's own header before "fLaC"
                state->first = false;
                state->bytes.assign(packet.packet + from, packet.packet + packet.bytes);
                state->taken = 0;
            }
            const size_t part = std::min(count, state->bytes.size() - state->taken);
            std::copy_n(state->bytes.data() + state->taken, part, static_cast<unsigned char*>(to));
            state->taken += part;
            return part;
        },
        path);
}

} // namespace

std::unique_ptr<Decoder> makeOggDecoder(const std::string& path, std::uint64_t from) {
    const OggIndex index = indexOgg(path, from);
    if (index.links.empty()) return nullptr;
    std::vector<StreamPart> parts;
    for (const auto& link : index.links) {
        const auto open = [path, link]() -> std::unique_ptr<Decoder> {
            if (link.codec == OggCodec::flac) return openFlacLink(path, link);
            return std::make_unique<OggStream>(path, link);
        };
        AudioInfo info = open()->info();
        info.container = "ogg";
        if (link.codec == OggCodec::flac && link.lastGranule > 0) info.frames = link.lastGranule;
        parts.push_back({info, open, link.ended ? "" : "its last page is missing"});
    }
    return joinParts(std::move(parts), index.orphans ? "a stream in it has lost its beginning" : "");
}

} // namespace solus
