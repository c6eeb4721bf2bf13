// flac, ogg, opus, mp3 and the rest, by libsndfile.
#include "Files/Decoder.h"

#include "Error.h"

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

class SndfileDecoder final : public Decoder {
public:
    explicit SndfileDecoder(const std::string& path) : path_(path) {
        SF_INFO raw{};
        file_ = sf_open(path.c_str(), SFM_READ, &raw);
        if (!file_) {
            throw Error(path + ": is not an audio file that can be read (wav, flac, ogg, opus and mp3 can)");
        }
        info_.container = containerName(raw.format);
        info_.encoding = encodingName(raw.format);
        info_.sampleRate = raw.samplerate;
        info_.channels = raw.channels;
        info_.format = sampleFormat(raw.format);
        if (raw.frames >= 0 && raw.frames != SF_COUNT_MAX) info_.frames = raw.frames;
    }
    ~SndfileDecoder() override { sf_close(file_); }
    SndfileDecoder(const SndfileDecoder&) = delete;
    SndfileDecoder& operator=(const SndfileDecoder&) = delete;

    const AudioInfo& info() const noexcept override { return info_; }

    std::int64_t read(float* interleaved, std::int64_t frames) override {
        return sf_readf_float(file_, interleaved, frames);
    }

    void seek(std::int64_t frame) override {
        if (sf_seek(file_, frame, SEEK_SET) < 0) throw Error(path_ + ": cannot seek: " + sf_strerror(file_));
    }

    std::string damage() const override {
        return sf_error(file_) == SF_ERR_NO_ERROR ? "" : sf_strerror(file_);
    }

private:
    std::string path_;
    SNDFILE* file_ = nullptr;
    AudioInfo info_;
};

} // namespace

std::unique_ptr<Decoder> makeSndfileDecoder(const std::string& path) {
    return std::make_unique<SndfileDecoder>(path);
}

} // namespace solus
