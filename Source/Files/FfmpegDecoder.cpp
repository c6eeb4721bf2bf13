// Starts ffmpeg and reads WAV from its standard output.
#include "Files/FfmpegDecoder.h"

#include "Base/Error.h"
#include "Files/FfmpegChild.h"

#include <utility>

namespace solus {
namespace {

class FfmpegDecoder final : public Decoder {
public:
    FfmpegDecoder(std::unique_ptr<FfmpegChild> child, std::unique_ptr<ByteInput> input,
                  const WavHeader& header)
        : child_(std::move(child)), info_(header.info), wav_(makeWavDecoder(std::move(input), header)) {
        info_.container = "other";
        info_.encoding = "read by ffmpeg";
        info_.format = SampleFormat::pcm24; // it may be lossless
        info_.frames.reset();
        info_.extensible = info_.channels > 2; // mono and stereo are implied
        if (!info_.extensible) info_.channelMask = 0;
    }

    const AudioInfo& info() const noexcept override { return info_; }
    std::int64_t read(float* interleaved, std::int64_t frames) override {
        const std::int64_t got = wav_->read(interleaved, frames);
        if (got == 0 && !ended_) {
            ended_ = true;
            complaint_ = child_->finish();
        }
        return got;
    }
    std::string cutOff() const override { return complaint_.empty() ? "" : "ffmpeg says: " + complaint_; }

private:
    std::unique_ptr<FfmpegChild> child_; // the child is waited for when the pipe is closed
    AudioInfo info_;
    std::unique_ptr<Decoder> wav_;
    bool ended_ = false;
    std::string complaint_;
};

} // namespace

std::unique_ptr<Decoder> makeFfmpegDecoder(const std::string& path) {
    if (!ffmpegIsInstalled()) return nullptr;
    auto child = std::make_unique<FfmpegChild>(path);
    if (!child->started()) return nullptr;
    auto input = std::make_unique<ByteInput>(child->takeOutput(), path);
    std::optional<WavHeader> header;
    try {
        header = readWavHeader(*input);
    } catch (const Error&) { // the input ended inside the header
    }
    if (!header || !header->plain) return nullptr;
    header->info.frames.reset();
    return std::make_unique<FfmpegDecoder>(std::move(child), std::move(input), *header);
}

} // namespace solus
