// aiff, w64, au, caf and everything else that libsndfile reads, and wav that is neither PCM nor float.
#include "Files/Decoder.h"

#include "Base/Error.h"
#include "Files/FileSlice.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <sndfile.h>

namespace solus {
namespace {

std::string containerName(int format) {
    switch (format & SF_FORMAT_TYPEMASK) {
    case SF_FORMAT_WAV:
    case SF_FORMAT_WAVEX:
    case SF_FORMAT_RF64:
        return "wav";
    case SF_FORMAT_FLAC:
        return "flac";
    case SF_FORMAT_OGG:
        return "ogg";
    case SF_FORMAT_MPEG:
        return "mp3";
    case SF_FORMAT_AIFF:
        return "aiff";
    case SF_FORMAT_W64:
        return "w64";
    case SF_FORMAT_AU:
        return "au";
    case SF_FORMAT_CAF:
        return "caf";
    default:
        return "other";
    }
}

SampleFormat sampleFormat(int format) {
    switch (format & SF_FORMAT_SUBMASK) {
    case SF_FORMAT_PCM_S8:
    case SF_FORMAT_PCM_U8:
        return SampleFormat::pcm8;
    case SF_FORMAT_PCM_24:
    case SF_FORMAT_ALAC_20:
    case SF_FORMAT_ALAC_24:
        return SampleFormat::pcm24;
    case SF_FORMAT_PCM_32:
    case SF_FORMAT_ALAC_32:
        return SampleFormat::pcm32;
    case SF_FORMAT_FLOAT:
        return SampleFormat::float32;
    case SF_FORMAT_DOUBLE:
        return SampleFormat::float64;
    default:
        return SampleFormat::pcm16;
    }
}

std::string encodingName(int format) {
    switch (format & SF_FORMAT_SUBMASK) {
    case SF_FORMAT_PCM_S8:
    case SF_FORMAT_PCM_U8:
    case SF_FORMAT_PCM_16:
    case SF_FORMAT_PCM_24:
    case SF_FORMAT_PCM_32:
        return std::to_string(bitDepth(sampleFormat(format))) + "-bit PCM";
    default:
        break;
    }
    SF_FORMAT_INFO name{};
    name.format = format & SF_FORMAT_SUBMASK;
    if (sf_command(nullptr, SFC_GET_FORMAT_INFO, &name, sizeof name) == 0 && name.name) return name.name;
    return "unknown";
}

/// The bit of a speaker in a wav channel mask.
std::uint32_t speakerBit(int place) {
    static const std::map<int, std::uint32_t> bits = {{SF_CHANNEL_MAP_LEFT, 0x1},
                                                      {SF_CHANNEL_MAP_FRONT_LEFT, 0x1},
                                                      {SF_CHANNEL_MAP_RIGHT, 0x2},
                                                      {SF_CHANNEL_MAP_FRONT_RIGHT, 0x2},
                                                      {SF_CHANNEL_MAP_CENTER, 0x4},
                                                      {SF_CHANNEL_MAP_FRONT_CENTER, 0x4},
                                                      {SF_CHANNEL_MAP_LFE, 0x8},
                                                      {SF_CHANNEL_MAP_REAR_LEFT, 0x10},
                                                      {SF_CHANNEL_MAP_REAR_RIGHT, 0x20},
                                                      {SF_CHANNEL_MAP_FRONT_LEFT_OF_CENTER, 0x40},
                                                      {SF_CHANNEL_MAP_FRONT_RIGHT_OF_CENTER, 0x80},
                                                      {SF_CHANNEL_MAP_REAR_CENTER, 0x100},
                                                      {SF_CHANNEL_MAP_SIDE_LEFT, 0x200},
                                                      {SF_CHANNEL_MAP_SIDE_RIGHT, 0x400}};
    const auto found = bits.find(place);
    return found == bits.end() ? 0 : found->second;
}

/// A virtual file for libsndfile that replaces the data size in a wav header by the size found.
struct PatchedFile {
    FileSlice file;
    std::uint64_t patchAt = 0;
    std::uint8_t patch[4] = {};
    bool patched = false;

    PatchedFile(const std::string& path, const WavHeader* header) : file(path, 0, ~std::uint64_t{0}) {
        if (!header || !header->bytesAvailable) return;
        patched = true;
        patchAt = header->dataSizeAt;
        const auto size =
            static_cast<std::uint32_t>(std::min<std::uint64_t>(header->segments.front().bytes, 0xFFFFFFFEu));
        for (int i = 0; i < 4; ++i) patch[i] = static_cast<std::uint8_t>(size >> (8 * i));
    }

    static sf_count_t length(void* me) {
        return static_cast<sf_count_t>(static_cast<PatchedFile*>(me)->file.size());
    }
    static sf_count_t tell(void* me) {
        return static_cast<sf_count_t>(static_cast<PatchedFile*>(me)->file.position());
    }
    static sf_count_t seek(sf_count_t offset, int whence, void* me) {
        const sf_count_t base = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? tell(me) : length(me);
        static_cast<PatchedFile*>(me)->file.seek(
            static_cast<std::uint64_t>(std::max<sf_count_t>(0, base + offset)));
        return tell(me);
    }
    static sf_count_t read(void* to, sf_count_t count, void* me) {
        auto& self = *static_cast<PatchedFile*>(me);
        const std::uint64_t from = self.file.position();
        const size_t got = self.file.read(to, static_cast<size_t>(std::max<sf_count_t>(0, count)));
        for (std::uint64_t i = 0; self.patched && i < 4; ++i)
            if (self.patchAt + i >= from && self.patchAt + i < from + got)
                static_cast<std::uint8_t*>(to)[self.patchAt + i - from] = self.patch[i];
        return static_cast<sf_count_t>(got);
    }
    static sf_count_t write(const void*, sf_count_t, void*) { return 0; }
};

class SndfileDecoder final : public Decoder {
public:
    SndfileDecoder(const std::string& path, const WavHeader* header) : bytes_(path, header) {
        SF_VIRTUAL_IO io{PatchedFile::length, PatchedFile::seek, PatchedFile::read, PatchedFile::write,
                         PatchedFile::tell};
        SF_INFO raw{};
        file_ = sf_open_virtual(&io, SFM_READ, &raw, &bytes_);
        if (!file_) return;
        info_.container = containerName(raw.format);
        info_.encoding = encodingName(raw.format);
        info_.sampleRate = raw.samplerate;
        info_.channels = raw.channels;
        info_.format = sampleFormat(raw.format);
        if (raw.frames >= 0 && raw.frames != SF_COUNT_MAX) info_.frames = raw.frames;
        order_.resize(static_cast<size_t>(std::max(0, raw.channels)));
        std::iota(order_.begin(), order_.end(), 0);
        if (raw.channels > 2) readSpeakers();
    }
    ~SndfileDecoder() override {
        if (file_) sf_close(file_);
    }
    SndfileDecoder(const SndfileDecoder&) = delete;
    SndfileDecoder& operator=(const SndfileDecoder&) = delete;

    bool open() const { return file_ != nullptr; }
    const AudioInfo& info() const noexcept override { return info_; }

    std::int64_t read(float* interleaved, std::int64_t frames) override {
        const std::int64_t got = sf_readf_float(file_, interleaved, frames);
        if (std::is_sorted(order_.begin(), order_.end())) return got;
        const size_t channels = order_.size();
        std::vector<float> frame(channels);
        for (std::int64_t n = 0; n < got; ++n) {
            float* at = interleaved + static_cast<size_t>(n) * channels;
            for (size_t c = 0; c < channels; ++c) frame[c] = at[order_[c]];
            std::copy(frame.begin(), frame.end(), at);
        }
        return got;
    }

    bool seek(std::int64_t frame) override { return sf_seek(file_, frame, SEEK_SET) >= 0; }

    std::string cutOff() const override {
        return sf_error(file_) == SF_ERR_NO_ERROR ? "" : sf_strerror(file_);
    }

private:
    /// Reorders the channels as in a wav file, if the file says what they are.
    void readSpeakers() {
        std::vector<int> places(order_.size());
        if (sf_command(file_, SFC_GET_CHANNEL_MAP_INFO, places.data(),
                       static_cast<int>(places.size() * sizeof(int))) == SF_FALSE)
            return;
        std::uint32_t mask = 0;
        for (const int place : places) {
            const std::uint32_t bit = speakerBit(place);
            if (bit == 0 || (mask & bit) != 0) return;
            mask |= bit;
        }
        std::sort(order_.begin(), order_.end(), [&](int a, int b) {
            return speakerBit(places[static_cast<size_t>(a)]) < speakerBit(places[static_cast<size_t>(b)]);
        });
        info_.channelMask = mask;
        info_.extensible = true;
    }

    PatchedFile bytes_;
    SNDFILE* file_ = nullptr;
    AudioInfo info_;
    std::vector<int> order_; ///< output channel c is the file's channel order_[c]
};

} // namespace

std::unique_ptr<Decoder> makeSndfileDecoder(const std::string& path, const WavHeader* header) {
    auto decoder = std::make_unique<SndfileDecoder>(path, header);
    if (!decoder->open()) return nullptr;
    return decoder;
}

} // namespace solus
