// Writes flac by libFLAC, with tags, covers and the chunks of a wav file.
#include "Files/Encoder.h"

#include "Base/Error.h"
#include "Base/System.h"
#include "Files/AudioFileWriter.h"
#include "Files/Speakers.h"

#include <FLAC/metadata.h>
#include <FLAC/stream_encoder.h>
#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <vector>

namespace solus {
namespace {

class FlacEncoder final : public Encoder {
public:
    FlacEncoder(int descriptor, const std::string& name, const AudioInfo& info, const Metadata& metadata)
        : descriptor_(descriptor), name_(name), info_(info) {
        info_.container = "flac";
        if (bitDepth(info_.format) > 24)
            info_.format = SampleFormat::pcm24; // the most that other programs read
        info_.encoding = std::to_string(bitDepth(info_.format)) + "-bit PCM";
        info_.extensible = false;
        if (info.channels > 8)
            throw Error(name + ": flac supports at most 8 channels, and the input has " +
                        std::to_string(info.channels) + "; write a .wav");
        if (info.sampleRate > 655350) throw Error(name + ": flac supports at most 655350 Hz; write a .wav");
        if (info.sampleRate > 65535 &&
            info.sampleRate % 10 != 0) // the "streamable subset", RFC 9639 section 7
            throw Error(name + ": flac cannot hold " + std::to_string(info.sampleRate) + " Hz; write a .wav");
        encoder_.reset(FLAC__stream_encoder_new());
        if (!encoder_) throw std::bad_alloc();
        FLAC__stream_encoder_set_compression_level(encoder_.get(), 5);
        FLAC__stream_encoder_set_channels(encoder_.get(), static_cast<unsigned>(info_.channels));
        FLAC__stream_encoder_set_bits_per_sample(encoder_.get(),
                                                 static_cast<unsigned>(bitDepth(info_.format)));
        FLAC__stream_encoder_set_sample_rate(encoder_.get(), static_cast<unsigned>(info_.sampleRate));
        if (info_.frames) // room for seek points; the true length is filled in at the end
            FLAC__stream_encoder_set_total_samples_estimate(encoder_.get(),
                                                            static_cast<FLAC__uint64>(*info_.frames));
        addComments(metadata);
        for (const auto& picture : metadata.pictures) addPicture(picture);
        for (const auto& chunk : metadata.chunks) addChunk(chunk);
        std::vector<FLAC__StreamMetadata*> pointers;
        for (const auto& block : blocks_) pointers.push_back(block.get());
        FLAC__stream_encoder_set_metadata(encoder_.get(), pointers.data(),
                                          static_cast<unsigned>(pointers.size()));
        const auto opened =
            FLAC__stream_encoder_init_stream(encoder_.get(), onWrite, onSeek, onTell, nullptr, this);
        if (opened != FLAC__STREAM_ENCODER_INIT_STATUS_OK) fail();
    }

    const AudioInfo& info() const noexcept override { return info_; }

    void write(const float* interleaved, std::int64_t frames) override {
        const int bits = bitDepth(info_.format);
        const auto samples = static_cast<size_t>(frames * info_.channels);
        words_.resize(samples);
        for (size_t i = 0; i < samples; ++i) words_[i] = quantise(interleaved[i], bits);
        if (frames > 0 && !FLAC__stream_encoder_process_interleaved(encoder_.get(), words_.data(),
                                                                    static_cast<unsigned>(frames)))
            fail();
        frames_ += frames;
    }

    void finish() override {
        info_.frames = frames_;
        if (!FLAC__stream_encoder_finish(encoder_.get())) fail();
    }

    std::int64_t rescue() override {
        encoder_.reset(); // it stopped at the error; the disk cannot take its remaining output
        // STREAMINFO follows "fLaC" and its own header of four bytes; RFC 9639, section 8.2.
        std::array<std::uint8_t, 42> head{};
        if (sys::pread(descriptor_, head.data(), head.size(), 0) != static_cast<ssize_t>(head.size()))
            return 0;
        frames_ = taken_;
        head[21] = static_cast<std::uint8_t>((head[21] & 0xf0) | (frames_ >> 32 & 0x0f));
        for (int i = 0; i < 4; ++i) head[22 + i] = static_cast<std::uint8_t>(frames_ >> (24 - 8 * i));
        std::fill_n(head.begin() + 26, 16, std::uint8_t{0}); // the MD5 of all samples: unknown
        if (sys::pwrite(descriptor_, head.data(), head.size(), 0) != static_cast<ssize_t>(head.size()))
            throw WriteError(name_ + ": cannot write: " + std::strerror(errno));
        info_.frames = frames_;
        return frames_;
    }

private:
    struct Delete {
        void operator()(FLAC__StreamEncoder* e) const { FLAC__stream_encoder_delete(e); }
        void operator()(FLAC__StreamMetadata* m) const { FLAC__metadata_object_delete(m); }
    };
    using Block = std::unique_ptr<FLAC__StreamMetadata, Delete>;
    static constexpr size_t maxInBlock = (1u << 24) - 256; // its length field has 24 bits

    [[noreturn]] void fail() const {
        throw WriteError(name_ + ": cannot write: " +
                         (errno_ != 0 ? std::strerror(errno_)
                                      : FLAC__stream_encoder_get_resolved_state_string(encoder_.get())));
    }

    Block& addBlock(FLAC__MetadataType type) {
        blocks_.emplace_back(FLAC__metadata_object_new(type));
        if (!blocks_.back()) throw std::bad_alloc();
        return blocks_.back();
    }

    void addComments(const Metadata& metadata) {
        std::vector<std::string> lines;
        size_t bytes = 0;
        const auto add = [&](const std::string& name, const std::string& value) {
            if (bytes + name.size() + value.size() + 8 > maxInBlock) return;
            bytes += name.size() + value.size() + 8;
            lines.push_back(name + "=" + value);
        };
        for (const auto& [name, value] : metadata.tags)
            if (name != "METADATA_BLOCK_PICTURE" && name != "WAVEFORMATEXTENSIBLE_CHANNEL_MASK")
                add(name, value);
        for (const auto& [name, value] : bextTags(metadata)) add(name, value);
        if (info_.channelMask != 0 && info_.channelMask != flacSpeakers(info_.channels)) {
            char mask[16];
            std::snprintf(mask, sizeof mask, "0x%04X", info_.channelMask); // as the `flac` program stores it
            add("WAVEFORMATEXTENSIBLE_CHANNEL_MASK", mask);
        }
        if (lines.empty()) return;
        auto& block = addBlock(FLAC__METADATA_TYPE_VORBIS_COMMENT);
        for (auto& line : lines) {
            FLAC__StreamMetadata_VorbisComment_Entry entry;
            entry.length = static_cast<FLAC__uint32>(line.size());
            entry.entry = reinterpret_cast<FLAC__byte*>(line.data());
            if (FLAC__format_vorbiscomment_entry_is_legal(entry.entry, entry.length))
                FLAC__metadata_object_vorbiscomment_append_comment(block.get(), entry, true);
        }
    }

    void addPicture(const Picture& picture) {
        if (picture.bytes.size() + picture.description.size() + picture.mime.size() > maxInBlock) return;
        auto& block = addBlock(FLAC__METADATA_TYPE_PICTURE);
        std::string mime = picture.mime, description = picture.description;
        std::vector<std::uint8_t> bytes = picture.bytes;
        block->data.picture.type = static_cast<FLAC__StreamMetadata_Picture_Type>(picture.type);
        FLAC__metadata_object_picture_set_mime_type(block.get(), mime.data(), true);
        FLAC__metadata_object_picture_set_description(
            block.get(), reinterpret_cast<FLAC__byte*>(description.data()), true);
        FLAC__metadata_object_picture_set_data(block.get(), bytes.data(),
                                               static_cast<FLAC__uint32>(bytes.size()), true);
        const char* illegal = nullptr;
        if (!FLAC__format_picture_is_legal(&block->data.picture, &illegal)) blocks_.pop_back();
    }

    /// Titles are comments already; the other chunks are stored as the `flac` program does it.
    void addChunk(const RiffChunk& chunk) {
        const bool titles = chunk.id == "id3 " || chunk.id == "ID3 " ||
                            (chunk.id == "LIST" && chunk.bytes.size() >= 4 &&
                             std::memcmp(chunk.bytes.data(), "INFO", 4) == 0);
        if (titles || chunk.bytes.size() > maxInBlock) return;
        std::vector<std::uint8_t> bytes = riffBytes(chunk);
        auto& block = addBlock(FLAC__METADATA_TYPE_APPLICATION);
        std::memcpy(block->data.application.id, "riff", 4);
        FLAC__metadata_object_application_set_data(block.get(), bytes.data(),
                                                   static_cast<unsigned>(bytes.size()), true);
    }

    /// Writes one block of the header, or one frame of `samples`. A partial write is undone, so that the file always
    /// ends with a whole frame.
    static FLAC__StreamEncoderWriteStatus onWrite(const FLAC__StreamEncoder*, const FLAC__byte* bytes,
                                                  size_t count, std::uint32_t samples, std::uint32_t,
                                                  void* me) {
        auto& self = *static_cast<FlacEncoder*>(me);
        const auto start = sys::lseek(self.descriptor_, 0, SEEK_CUR);
        while (count > 0) {
            const ssize_t done = sys::write(self.descriptor_, bytes, count);
            if (done < 0 && errno == EINTR) continue;
            if (done <= 0) {
                self.errno_ = done < 0 ? errno : ENOSPC;
                if (samples > 0 && start >= 0) {
                    (void)!sys::ftruncate(self.descriptor_, start);
                    sys::lseek(self.descriptor_, start, SEEK_SET);
                }
                return FLAC__STREAM_ENCODER_WRITE_STATUS_FATAL_ERROR;
            }
            bytes += done;
            count -= static_cast<size_t>(done);
        }
        self.taken_ += samples;
        return FLAC__STREAM_ENCODER_WRITE_STATUS_OK;
    }
    static FLAC__StreamEncoderSeekStatus onSeek(const FLAC__StreamEncoder*, FLAC__uint64 position, void* me) {
        return sys::lseek(static_cast<FlacEncoder*>(me)->descriptor_, static_cast<std::int64_t>(position),
                          SEEK_SET) < 0
                   ? FLAC__STREAM_ENCODER_SEEK_STATUS_ERROR
                   : FLAC__STREAM_ENCODER_SEEK_STATUS_OK;
    }
    static FLAC__StreamEncoderTellStatus onTell(const FLAC__StreamEncoder*, FLAC__uint64* position,
                                                void* me) {
        const auto at = sys::lseek(static_cast<FlacEncoder*>(me)->descriptor_, 0, SEEK_CUR);
        if (at < 0) return FLAC__STREAM_ENCODER_TELL_STATUS_ERROR;
        *position = static_cast<FLAC__uint64>(at);
        return FLAC__STREAM_ENCODER_TELL_STATUS_OK;
    }

    int descriptor_;
    std::string name_;
    AudioInfo info_;
    int errno_ = 0;             ///< of the failed write
    std::vector<Block> blocks_; // libFLAC only borrows them
    std::unique_ptr<FLAC__StreamEncoder, Delete> encoder_;
    std::int64_t frames_ = 0, taken_ = 0; ///< given to the encoder; in whole frames in the file
    std::vector<FLAC__int32> words_;
};

} // namespace

std::unique_ptr<Encoder> makeFlacEncoder(int descriptor, const std::string& name, const AudioInfo& info,
                                         const Metadata& metadata) {
    return std::make_unique<FlacEncoder>(descriptor, name, info, metadata);
}

} // namespace solus
