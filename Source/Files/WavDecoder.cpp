// Plain wav samples to float. Files and pipes share this code, so both give the same bits.
#include "Files/Decoder.h"

#include "Base/Error.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace solus {
namespace {

std::uint32_t load32(const std::uint8_t* b) {
    return std::uint32_t{b[0]} | std::uint32_t{b[1]} << 8 | std::uint32_t{b[2]} << 16 |
           std::uint32_t{b[3]} << 24;
}

/// Integers become x / 2^(bits - 1): full scale is 1, and writing them back gives the same integers.
float toFloat(const std::uint8_t* b, SampleFormat format) {
    switch (format) {
    case SampleFormat::pcm8:
        return static_cast<float>(int{b[0]} - 128) / 128.0f;
    case SampleFormat::pcm16:
        return static_cast<float>(static_cast<std::int16_t>(b[0] | b[1] << 8)) / 32768.0f;
    case SampleFormat::pcm24: {
        const auto high = static_cast<std::int32_t>(std::uint32_t{b[0]} << 8 | std::uint32_t{b[1]} << 16 |
                                                    std::uint32_t{b[2]} << 24);
        return static_cast<float>(high >> 8) / 8388608.0f;
    }
    case SampleFormat::pcm32:
        return static_cast<float>(static_cast<std::int32_t>(load32(b))) / 2147483648.0f;
    case SampleFormat::float32:
        return std::bit_cast<float>(load32(b));
    case SampleFormat::float64:
        return static_cast<float>(std::bit_cast<double>(load32(b) | std::uint64_t{load32(b + 4)} << 32));
    }
    return 0.0f;
}

class WavDecoder final : public Decoder {
public:
    WavDecoder(std::unique_ptr<ByteInput> input, const WavHeader& header)
        : input_(std::move(input)), header_(header) {}

    const AudioInfo& info() const noexcept override { return header_.info; }

    std::int64_t read(float* interleaved, std::int64_t frames) override {
        if (!input_->isRegularFile()) return readStream(interleaved, frames);
        std::int64_t done = 0;
        while (done < frames && segment_ < header_.segments.size()) {
            const auto& segment = header_.segments[segment_];
            const auto there = static_cast<std::int64_t>(segment.bytes / frameBytes());
            const std::int64_t got = decode(interleaved + done * header_.info.channels,
                                            std::min(frames - done, there - inSegment_));
            if (got <= 0) {
                if (++segment_ < header_.segments.size()) input_->seek(header_.segments[segment_].start);
                inSegment_ = 0;
            }
            done += got;
            inSegment_ += got;
        }
        return done;
    }

    bool seek(std::int64_t frame) override {
        for (segment_ = 0; segment_ < header_.segments.size(); ++segment_) {
            const auto& segment = header_.segments[segment_];
            const auto there = static_cast<std::int64_t>(segment.bytes / frameBytes());
            if (frame < there || segment_ + 1 == header_.segments.size()) {
                inSegment_ = std::min(frame, there);
                input_->seek(segment.start + static_cast<std::uint64_t>(inSegment_) * frameBytes());
                return true;
            }
            frame -= there;
        }
        return false;
    }

private:
    std::uint64_t frameBytes() const { return static_cast<std::uint64_t>(header_.bytesPerFrame); }

    /// A pipe of unknown length ends at its end; after a promised length, other chunks may follow.
    std::int64_t readStream(float* interleaved, std::int64_t frames) {
        if (header_.info.frames) frames = std::min(frames, *header_.info.frames - inSegment_);
        // Drain the pipe: the writer may still send chunks and would get a broken pipe.
        if (frames <= 0) input_->skip(~std::uint64_t{0});
        const std::int64_t got = decode(interleaved, frames);
        inSegment_ += got;
        return got;
    }

    /// Whole frames from the current input position.
    std::int64_t decode(float* interleaved, std::int64_t frames) {
        if (frames <= 0) return 0;
        const size_t sampleBytes = frameBytes() / static_cast<size_t>(header_.info.channels);
        bytes_.resize(static_cast<size_t>(frames) * frameBytes());
        const size_t got = input_->read(bytes_.data(), bytes_.size()) / frameBytes();
        const size_t samples = got * static_cast<size_t>(header_.info.channels);
        for (size_t i = 0; i < samples; ++i)
            interleaved[i] = toFloat(bytes_.data() + i * sampleBytes, header_.info.format);
        return static_cast<std::int64_t>(got);
    }

    std::unique_ptr<ByteInput> input_;
    WavHeader header_;
    size_t segment_ = 0;
    std::int64_t inSegment_ = 0; ///< frames read of the current segment
    std::vector<std::uint8_t> bytes_;
};

} // namespace

std::unique_ptr<Decoder> makeWavDecoder(std::unique_ptr<ByteInput> input, const WavHeader& header) {
    if (input->isRegularFile()) input->seek(header.dataStart);
    return std::make_unique<WavDecoder>(std::move(input), header);
}

} // namespace solus
