// libFLAC's callbacks, and the arithmetic of lost frames.
#include "Files/FlacStream.h"

#include "Base/Error.h"
#include "Files/Speakers.h"

#include <FLAC/stream_decoder.h>
#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <strings.h>
#include <utility>

namespace solus {
namespace {

class FlacStream final : public Decoder {
public:
    FlacStream(ByteSource source, const std::string& name) : source_(std::move(source)) {
        decoder_.reset(FLAC__stream_decoder_new());
        if (!decoder_) throw std::bad_alloc();
        FLAC__stream_decoder_set_metadata_respond(decoder_.get(), FLAC__METADATA_TYPE_VORBIS_COMMENT);
        const auto opened = FLAC__stream_decoder_init_stream(decoder_.get(), onRead, nullptr, onTell, nullptr,
                                                             nullptr, onFrame, onMetadata, onError, this);
        if (opened != FLAC__STREAM_DECODER_INIT_STATUS_OK ||
            !FLAC__stream_decoder_process_until_end_of_metadata(decoder_.get()) || info_.channels == 0)
            throw Error(name + ": is not a flac file that can be read (its header is damaged)");
        info_.container = "flac";
        damaged_ = false; // in the header: no audio is missing
    }

    const AudioInfo& info() const noexcept override { return info_; }
    const std::vector<Gap>& gaps() const noexcept override { return gaps_; }

    std::int64_t read(float* interleaved, std::int64_t frames) override {
        const auto channels = static_cast<size_t>(info_.channels);
        std::int64_t done = 0;
        while (done < frames) {
            if (silence_ > 0) {
                const std::int64_t part = std::min(silence_, frames - done);
                std::fill_n(interleaved + static_cast<size_t>(done) * channels,
                            static_cast<size_t>(part) * channels, 0.0f);
                silence_ -= part;
                done += part;
            } else if (taken_ < ready_.size()) {
                const size_t part =
                    std::min(ready_.size() - taken_, static_cast<size_t>(frames - done) * channels);
                std::copy_n(ready_.data() + taken_, part, interleaved + static_cast<size_t>(done) * channels);
                taken_ += part;
                done += static_cast<std::int64_t>(part / channels);
            } else if (!decodeMore()) {
                break;
            }
        }
        return done;
    }

    std::string cutOff() const override {
        return !info_.frames && leftOver() > 0 ? "it ends in the middle of a frame" : "";
    }

private:
    struct Delete {
        void operator()(FLAC__StreamDecoder* d) const { FLAC__stream_decoder_delete(d); }
    };

    bool decodeMore() {
        ready_.clear();
        taken_ = 0;
        skipNext_ = false;
        frames_.clear();
        const auto state = FLAC__stream_decoder_get_state(decoder_.get());
        if (state >= FLAC__STREAM_DECODER_END_OF_STREAM) return false;
        const bool going = FLAC__stream_decoder_process_single(decoder_.get());
        // libFLAC returns frames of zeros for missing ones, then the one it found.
        if (frames_.size() > 1) frames_.erase(frames_.begin(), frames_.end() - 1);
        for (auto& frame : frames_) takeFrame(frame);
        return going;
    }

    /// Bytes after the last good frame.
    std::uint64_t leftOver() const { return delivered_ - std::min(delivered_, frameEnd_); }

    struct Frame {
        std::int64_t number = 0; ///< of its first sample
        std::vector<float> samples;
        FLAC__uint64 end = 0; ///< in bytes
    };

    void keepFrame(const FLAC__Frame& frame, const FLAC__int32* const planes[]) {
        if (std::exchange(skipNext_, false) || static_cast<int>(frame.header.channels) != info_.channels) {
            damaged_ = true; // libFLAC returns zeros for a frame with a bad checksum
            return;
        }
        Frame kept;
        kept.number = static_cast<std::int64_t>(frame.header.number.sample_number);
        FLAC__stream_decoder_get_decode_position(decoder_.get(), &kept.end);
        const float scale = 1.0f / static_cast<float>(std::int64_t{1} << (frame.header.bits_per_sample - 1));
        const auto channels = static_cast<size_t>(info_.channels);
        kept.samples.resize(frame.header.blocksize * channels);
        for (size_t c = 0; c < channels; ++c)
            for (size_t n = 0; n < frame.header.blocksize; ++n)
                kept.samples[n * channels + c] = static_cast<float>(planes[c][n]) * scale;
        frames_.push_back(std::move(kept));
    }

    void takeFrame(Frame& frame) {
        const std::int64_t number = frame.number;
        const auto size = static_cast<std::int64_t>(frame.samples.size()) / info_.channels;
        if (!started_ && !damaged_) origin_ = number; // cut out of a longer stream
        started_ = true;
        std::int64_t gap = number - origin_ - position_;
        if (gap < 0 && damaged_) return; // a repeated frame, or a false one
        if (!plausible(gap, size)) {
            if (damaged_) return;
            gap = 0;
        }
        if (gap < 0) gap = 0;
        origin_ = number - position_ - gap;
        if (gap > 0) gaps_.push_back({position_, position_ + gap});
        silence_ += gap;
        position_ += gap + size;
        damaged_ = false;
        frameEnd_ = frame.end;
        ready_.insert(ready_.end(), frame.samples.begin(), frame.samples.end());
    }

    /// A damaged number that still passes its checksum must not create hours of silence: a frame has at least eleven
    /// bytes and at most 65,535 samples.
    bool plausible(std::int64_t gap, std::int64_t size) const {
        if (gap <= 0) return gap == 0 || !damaged_;
        if (info_.frames) return position_ + gap + size <= *info_.frames;
        return gap <= (damaged_ ? 65535 * static_cast<std::int64_t>(1 + leftOver() / 11)
                                : 3600LL * info_.sampleRate);
    }

    static FLAC__StreamDecoderReadStatus onRead(const FLAC__StreamDecoder*, FLAC__byte buffer[],
                                                size_t* bytes, void* me) {
        auto& self = *static_cast<FlacStream*>(me);
        const size_t got = self.source_(buffer, *bytes);
        // Bytes 21 to 25 hold the number of samples (36 bits). libFLAC would stop there; this clears it to read
        // everything.
        for (std::uint64_t at = std::max<std::uint64_t>(self.delivered_, 21);
             at < std::min<std::uint64_t>(self.delivered_ + got, 26); ++at) {
            FLAC__byte& byte = buffer[at - self.delivered_];
            const FLAC__byte bits = at == 21 ? byte & 15 : byte;
            self.total_ = self.total_ << 8 | bits;
            byte = static_cast<FLAC__byte>(byte - bits);
        }
        self.delivered_ += got;
        *bytes = got;
        return got > 0 ? FLAC__STREAM_DECODER_READ_STATUS_CONTINUE
                       : FLAC__STREAM_DECODER_READ_STATUS_END_OF_STREAM;
    }

    static FLAC__StreamDecoderTellStatus onTell(const FLAC__StreamDecoder*, FLAC__uint64* position,
                                                void* me) {
        *position = static_cast<FlacStream*>(me)->delivered_;
        return FLAC__STREAM_DECODER_TELL_STATUS_OK;
    }

    static FLAC__StreamDecoderWriteStatus onFrame(const FLAC__StreamDecoder*, const FLAC__Frame* frame,
                                                  const FLAC__int32* const planes[], void* me) {
        static_cast<FlacStream*>(me)->keepFrame(*frame, planes);
        return FLAC__STREAM_DECODER_WRITE_STATUS_CONTINUE;
    }

    static void onMetadata(const FLAC__StreamDecoder*, const FLAC__StreamMetadata* block, void* me) {
        auto& self = *static_cast<FlacStream*>(me);
        auto& info = self.info_;
        if (block->type == FLAC__METADATA_TYPE_STREAMINFO && info.channels == 0) {
            const auto& said = block->data.stream_info;
            const int bits = static_cast<int>(said.bits_per_sample);
            info.sampleRate = static_cast<int>(said.sample_rate);
            info.channels = static_cast<int>(said.channels);
            info.format = bits <= 8    ? SampleFormat::pcm8
                          : bits <= 16 ? SampleFormat::pcm16
                          : bits <= 24 ? SampleFormat::pcm24
                                       : SampleFormat::pcm32;
            info.encoding = std::to_string(bits) + "-bit PCM";
            info.channelMask = flacSpeakers(info.channels);
            info.extensible = info.channelMask != 0;
            if (self.total_ > 0) info.frames = static_cast<std::int64_t>(self.total_);
        } else if (block->type == FLAC__METADATA_TYPE_VORBIS_COMMENT) {
            self.readSpeakers(block->data.vorbis_comment);
        }
    }

    /// The `flac` program stores a wav file's channel mask in a comment.
    void readSpeakers(const FLAC__StreamMetadata_VorbisComment& comments) {
        constexpr char name[] = "WAVEFORMATEXTENSIBLE_CHANNEL_MASK=";
        constexpr size_t length = sizeof name - 1;
        for (FLAC__uint32 i = 0; i < comments.num_comments; ++i) {
            const auto& entry = comments.comments[i];
            const std::string text(reinterpret_cast<const char*>(entry.entry),
                                   entry.entry ? entry.length : 0);
            if (text.size() <= length || ::strncasecmp(text.c_str(), name, length) != 0) continue;
            info_.channelMask = static_cast<std::uint32_t>(std::strtoul(text.c_str() + length, nullptr, 0));
            info_.extensible = true;
        }
    }

    static void onError(const FLAC__StreamDecoder*, FLAC__StreamDecoderErrorStatus status, void* me) {
        auto& self = *static_cast<FlacStream*>(me);
        self.damaged_ = true;
        self.skipNext_ = status == FLAC__STREAM_DECODER_ERROR_STATUS_FRAME_CRC_MISMATCH;
    }

    ByteSource source_;
    std::unique_ptr<FLAC__StreamDecoder, Delete> decoder_;
    AudioInfo info_;
    std::uint64_t total_ = 0, delivered_ = 0; ///< samples according to the header; bytes given to libFLAC
    FLAC__uint64 frameEnd_ = 0;
    std::int64_t position_ = 0; ///< frames decoded or replaced
    std::int64_t origin_ = 0;   ///< number of the sample at position 0
    bool damaged_ = false;      ///< since the last good frame
    bool skipNext_ = false, started_ = false;
    std::int64_t silence_ = 0;  ///< frames to return before `frames_`
    std::vector<Frame> frames_; ///< from one call of libFLAC
    std::vector<float> ready_;
    size_t taken_ = 0;
    std::vector<Gap> gaps_;
};

} // namespace

std::unique_ptr<Decoder> makeFlacStream(ByteSource source, const std::string& name) {
    return std::make_unique<FlacStream>(std::move(source), name);
}

} // namespace solus
