// Opens part after part and adds up their positions.
#include "Files/JoinedDecoder.h"

#include "Base/Error.h"

#include <algorithm>
#include <cstdio>

namespace solus {
namespace {

class JoinedDecoder final : public Decoder {
public:
    JoinedDecoder(std::vector<StreamPart> parts, std::string unread)
        : parts_(std::move(parts)), info_(parts_.front().info), unread_(std::move(unread)) {
        for (const auto& part : parts_)
            if (info_.channels == 1 && part.info.channels == 2) info_.channels = 2;
        size_t fitting = 0;
        while (fitting < parts_.size() && fits(parts_[fitting].info)) ++fitting;
        info_.frames = 0;
        for (size_t i = 0; i < fitting; ++i) {
            if (bitDepth(parts_[i].info.format) > bitDepth(info_.format))
                info_.format = parts_[i].info.format;
            if (!parts_[i].info.frames) info_.frames.reset();
            if (info_.frames) *info_.frames += *parts_[i].info.frames;
        }
        if (fitting < parts_.size()) {
            const auto& other = parts_[fitting].info;
            char text[160];
            std::snprintf(text, sizeof text,
                          "part %zu of %zu has %d Hz and %d channels, the first %d Hz and %d", fitting + 1,
                          parts_.size(), other.sampleRate, other.channels, info_.sampleRate, info_.channels);
            unread_ = text;
            parts_.resize(fitting);
        }
    }

    const AudioInfo& info() const noexcept override { return info_; }
    const std::vector<Gap>& gaps() const noexcept override { return gaps_; }
    std::string unread() const override { return unread_; }
    std::string cutOff() const override { return cutOff_; }

    std::int64_t read(float* interleaved, std::int64_t frames) override {
        while (next_ <= parts_.size()) {
            if (!part_) {
                if (next_ == parts_.size()) break;
                part_ = parts_[next_++].open();
                partStart_ = position_;
                gapsTaken_ = 0;
            }
            const std::int64_t got = readPart(interleaved, frames);
            takeGaps();
            position_ += got;
            if (got > 0) return got;
            finishPart();
        }
        return 0;
    }

private:
    bool fits(const AudioInfo& other) const {
        return other.sampleRate == info_.sampleRate &&
               (other.channels == info_.channels || (info_.channels == 2 && other.channels == 1));
    }

    std::int64_t readPart(float* interleaved, std::int64_t frames) {
        const std::int64_t got = part_->read(interleaved, frames);
        if (part_->info().channels == info_.channels) return got;
        for (std::int64_t n = got; n-- > 0;) // backwards, so that nothing is overwritten before it is read
            interleaved[2 * n] = interleaved[2 * n + 1] = interleaved[n];
        return got;
    }

    void takeGaps() {
        for (; gapsTaken_ < part_->gaps().size(); ++gapsTaken_) {
            const Gap& gap = part_->gaps()[gapsTaken_];
            gaps_.push_back({gap.from + partStart_, gap.to + partStart_});
        }
    }

    void finishPart() {
        const auto& part = parts_[next_ - 1];
        const std::int64_t length = position_ - partStart_;
        std::string cut = part.cutOff.empty() ? part_->cutOff() : part.cutOff;
        if (cut.empty() && info_.container == "flac" && part.info.frames && length < *part.info.frames)
            cut = "it is shorter than its header says";
        if (!cut.empty() && cutOff_.empty())
            cutOff_ = parts_.size() == 1 ? cut : "part " + std::to_string(next_) + ": " + cut;
        part_.reset();
    }

    std::vector<StreamPart> parts_;
    AudioInfo info_;
    std::unique_ptr<Decoder> part_;
    size_t next_ = 0, gapsTaken_ = 0;
    std::int64_t position_ = 0, partStart_ = 0;
    std::vector<Gap> gaps_;
    std::string unread_, cutOff_;
};

} // namespace

std::unique_ptr<Decoder> joinParts(std::vector<StreamPart> parts, std::string unread) {
    return std::make_unique<JoinedDecoder>(std::move(parts), std::move(unread));
}

} // namespace solus
