// Writes wav: PCM and float, RIFF or RF64, into files and pipes.
#include "Files/Encoder.h"

#include "Base/Error.h"
#include "Base/System.h"
#include "Files/AudioFileWriter.h"
#include "Files/WavHeader.h"

#include <algorithm>
#include <bit>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <vector>

namespace solus {

std::int32_t quantise(float sample, int bits) noexcept {
    const double scale = std::ldexp(1.0, bits - 1);
    return static_cast<std::int32_t>(std::clamp(std::nearbyint(sample * scale), -scale, scale - 1.0));
}

namespace {

class WavEncoder final : public Encoder {
public:
    WavEncoder(int descriptor, bool maySeek, const std::string& name, const AudioInfo& info,
               const Metadata& metadata)
        : descriptor_(descriptor), maySeek_(maySeek), name_(name), info_(info) {
        info_.container = "wav";
        lengthKnown_ = maySeek || info.frames.has_value();
        // If the length of the samples is unknown, nothing can follow them.
        for (const auto& chunk : asRiffChunks(metadata)) {
            if (chunk.afterSamples && lengthKnown_) {
                const auto bytes = riffBytes(chunk);
                after_.insert(after_.end(), bytes.begin(), bytes.end());
            } else {
                before_.push_back(chunk);
            }
        }
        const std::int64_t frameBytes = std::int64_t{info.channels} * bitDepth(info.format) / 8;
        if (frameBytes > 65535)
            throw Error(name + ": wav cannot hold " + std::to_string(info.channels) + " channels");
        // Reserve room for 64-bit sizes wherever the file might exceed 32 bits.
        reserve_ = maySeek && (!info.frames || *info.frames > (std::int64_t{1} << 31) / frameBytes);
        const auto header = makeWavHeader(info_, reserve_, before_, after_.size());
        put(header.data(), header.size());
    }

    const AudioInfo& info() const noexcept override { return info_; }

    void write(const float* interleaved, std::int64_t frames) override {
        const auto samples = static_cast<size_t>(frames * info_.channels);
        const int bits = bitDepth(info_.format), sampleBytes = bits / 8;
        bytes_.resize(samples * static_cast<size_t>(sampleBytes));
        std::uint8_t* to = bytes_.data();
        for (size_t i = 0; i < samples; ++i) {
            std::uint64_t word = 0;
            switch (info_.format) {
            case SampleFormat::float32:
                word = std::bit_cast<std::uint32_t>(interleaved[i]);
                break;
            case SampleFormat::float64:
                word = std::bit_cast<std::uint64_t>(static_cast<double>(interleaved[i]));
                break;
            case SampleFormat::pcm8:
                word = static_cast<std::uint32_t>(quantise(interleaved[i], 8) + 128);
                break;
            default:
                word = static_cast<std::uint32_t>(quantise(interleaved[i], bits));
            }
            for (int b = 0; b < sampleBytes; ++b) *to++ = static_cast<std::uint8_t>(word >> (8 * b));
        }
        unsure_ = frames;
        put(bytes_.data(), bytes_.size());
        unsure_ = 0;
        frames_ += frames;
    }

    void finish() override {
        const std::int64_t dataBytes = frames_ * info_.channels * bitDepth(info_.format) / 8;
        // Chunks have an even size. If the header does not give the data size, the padding byte would be read as a
        // sample.
        if (dataBytes & 1 && lengthKnown_) put("", 1);
        put(after_.data(), after_.size());
        info_.frames = frames_;
        if (!maySeek_) return;
        const auto header = makeWavHeader(info_, reserve_, before_, after_.size());
        if (sys::lseek(descriptor_, 0, SEEK_SET) < 0) fail();
        put(header.data(), header.size());
    }

    std::int64_t rescue() override {
        const std::int64_t frameBytes = std::int64_t{info_.channels} * bitDepth(info_.format) / 8;
        const auto headBytes = static_cast<std::int64_t>(makeWavHeader(info_, reserve_).size());
        const std::int64_t there = sys::lseek(descriptor_, 0, SEEK_END);
        frames_ = std::clamp<std::int64_t>((there - headBytes) / frameBytes, 0, frames_ + unsure_);
        const std::int64_t dataBytes = frames_ * frameBytes;
        if (sys::ftruncate(descriptor_, headBytes + dataBytes) != 0) fail();
        info_.frames = frames_;
        const auto header = makeWavHeader(info_, reserve_);
        if (sys::lseek(descriptor_, 0, SEEK_SET) < 0) fail();
        put(header.data(), header.size());
        // The padding byte may not fit on the disk; readers do not need it at the end of a file.
        if (dataBytes & 1 && sys::lseek(descriptor_, 0, SEEK_END) > 0) (void)!sys::write(descriptor_, "", 1);
        return frames_;
    }

private:
    [[noreturn]] void fail() const { throw WriteError(name_ + ": cannot write: " + std::strerror(errno)); }

    void put(const void* data, size_t count) {
        const auto* from = static_cast<const char*>(data);
        while (count > 0) {
            const ssize_t done = sys::write(descriptor_, from, count);
            if (done < 0 && errno == EINTR) continue;
            if (done < 0) fail();
            from += done;
            count -= static_cast<size_t>(done);
        }
    }

    int descriptor_;
    bool maySeek_, lengthKnown_, reserve_ = false;
    std::string name_;
    AudioInfo info_;
    std::int64_t frames_ = 0, unsure_ = 0; ///< written; of the block being written
    std::vector<std::uint8_t> bytes_;
    std::vector<RiffChunk> before_;   ///< metadata before the samples
    std::vector<std::uint8_t> after_; ///< and after them
};

} // namespace

std::unique_ptr<Encoder> makeWavEncoder(int descriptor, bool maySeek, const std::string& name,
                                        const AudioInfo& info, const Metadata& metadata) {
    return std::make_unique<WavEncoder>(descriptor, maySeek, name, info, metadata);
}

} // namespace solus
