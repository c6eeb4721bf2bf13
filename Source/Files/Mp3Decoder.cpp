// mp3 by libmpg123, frame by frame according to the index.
#include "Files/Decoder.h"
#include "Files/Mp3Index.h"
#include "Files/Tags.h"

#include "Base/Error.h"

#include <algorithm>
#include <cstring>

namespace solus {
namespace {

/// A decoder adds this delay, in samples, to the encoder's.
constexpr std::int64_t decoderDelay = 529;

class Mp3Decoder final : public Decoder {
public:
    Mp3Decoder(std::unique_ptr<FileSlice> file, Mp3Index index)
        : file_(std::move(file)), index_(std::move(index)) {
        info_.container = "mp3";
        info_.encoding = "MPEG layer " + std::string(static_cast<size_t>(index_.layer), 'I');
        info_.sampleRate = index_.sampleRate;
        info_.channels = index_.channels;
        info_.frames = 0;
        for (size_t i = 0; i < index_.parts.size(); ++i) {
            beginPart(i);
            *info_.frames += toKeep_;
        }
        handle_ = openMpg123(*file_);
        if (!handle_ || mpg123_format_none(handle_.get()) != MPG123_OK ||
            mpg123_format(handle_.get(), index_.sampleRate, info_.channels, MPG123_ENC_FLOAT_32) != MPG123_OK)
            throw Error("cannot decode mp3");
        beginPart(0);
    }

    const AudioInfo& info() const noexcept override { return info_; }
    const std::vector<Gap>& gaps() const noexcept override { return gaps_; }
    std::string cutOff() const override { return index_.cutOff; }
    std::string unread() const override { return index_.unread; }

    std::int64_t read(float* interleaved, std::int64_t frames) override {
        const auto channels = static_cast<size_t>(info_.channels);
        std::int64_t done = 0;
        while (done < frames) {
            if (silence_ == 0 && taken_ == ready_.size() && !decodeNext()) break;
            if (silence_ > 0) { // a gap may be longer than memory
                const std::int64_t part = std::min(silence_, frames - done);
                std::fill_n(interleaved + static_cast<size_t>(done) * channels,
                            static_cast<size_t>(part) * channels, 0.0f);
                silence_ -= part;
                done += part;
                continue;
            }
            const size_t part =
                std::min(ready_.size() - taken_, static_cast<size_t>(frames - done) * channels);
            std::copy_n(ready_.data() + taken_, part, interleaved + static_cast<size_t>(done) * channels);
            taken_ += part;
            done += static_cast<std::int64_t>(part / channels);
        }
        return done;
    }

private:
    const Mp3Index::Part& part() const { return index_.parts[part_]; }

    /// MPEG frames of a part, including lost ones.
    std::int64_t framesWithHoles(const Mp3Index::Part& p) const {
        std::int64_t count = p.count;
        for (const auto& hole : index_.holes)
            if (hole.before >= p.first - (p.head ? 1 : 0) && hole.before < p.first + p.count)
                count += hole.lost;
        return count;
    }

    void beginPart(size_t i) {
        part_ = i;
        const auto& p = part();
        const std::int64_t all = framesWithHoles(p) * index_.samplesPerFrame;
        toDrop_ = p.trimmed ? std::min<std::int64_t>(all, p.delay + decoderDelay) : 0;
        const std::int64_t wanted = p.trimmed ? all - p.delay - p.padding : all;
        toKeep_ = std::max<std::int64_t>(0, std::min(wanted, all - toDrop_));
    }

    /// Fills ready_ from the next frame, or silence_ from the next gap; false at the end.
    bool decodeNext() {
        ready_.clear();
        taken_ = 0;
        while (ready_.empty() && silence_ == 0) {
            while (part_ + 1 < index_.parts.size() && number_ >= index_.parts[part_ + 1].first - 1)
                beginPart(part_ + 1);
            if (hole_ < index_.holes.size() && index_.holes[hole_].before == number_) {
                keep(nullptr, index_.holes[hole_++].lost * index_.samplesPerFrame);
                continue;
            }
            if (number_ >= index_.parts.back().first + index_.parts.back().count) return false;
            const int next = mpg123_framebyframe_next(handle_.get());
            if (next != MPG123_OK && next != MPG123_NEW_FORMAT) return false;
            unsigned char* audio = nullptr;
            size_t bytes = 0;
            off_t ignored = 0;
            const int result = mpg123_framebyframe_decode(handle_.get(), &ignored, &audio, &bytes);
            const bool isHead = part().head && number_ == part().first - 1;
            ++number_;
            if (isHead) continue; // the header frame is silent
            const auto count =
                static_cast<std::int64_t>(bytes / sizeof(float) / static_cast<size_t>(info_.channels));
            const bool good = (result == MPG123_OK || result == MPG123_NEW_FORMAT) && count > 0;
            keep(good ? audio : nullptr, good ? count : index_.samplesPerFrame);
        }
        return true;
    }

    /// Takes `count` samples per channel (silence for null), within the part's limits.
    void keep(const unsigned char* audio, std::int64_t count) {
        const std::int64_t dropped = std::min(toDrop_, count), kept = std::min(toKeep_, count - dropped);
        toDrop_ -= dropped;
        toKeep_ -= kept;
        if (kept <= 0) return;
        if (audio) {
            const auto channels = static_cast<size_t>(info_.channels);
            ready_.resize(static_cast<size_t>(kept) * channels);
            std::memcpy(ready_.data(), audio + static_cast<size_t>(dropped) * channels * sizeof(float),
                        ready_.size() * sizeof(float));
        } else {
            silence_ += kept;
            gaps_.push_back({decoded_, decoded_ + kept});
        }
        decoded_ += kept;
    }

    std::unique_ptr<FileSlice> file_;
    Mp3Index index_;
    AudioInfo info_;
    Mpg123 handle_;
    size_t part_ = 0, hole_ = 0;
    std::int64_t number_ = 0;              ///< of the next MPEG frame
    std::int64_t toDrop_ = 0, toKeep_ = 0; ///< samples of the part to drop, then to return
    std::int64_t decoded_ = 0; ///< samples per channel returned so far, including those that are ready
    std::vector<float> ready_;
    size_t taken_ = 0;
    std::int64_t silence_ = 0; ///< samples per channel to return before ready_
    std::vector<Gap> gaps_;
};

} // namespace

std::unique_ptr<Decoder> makeMp3Decoder(const std::string& path, std::uint64_t from, std::uint64_t to) {
    auto file = std::make_unique<FileSlice>(path, from, withoutTags(path, from, to));
    Mp3Index index = indexMp3(*file);
    if (index.parts.empty()) return nullptr;
    return std::make_unique<Mp3Decoder>(std::move(file), std::move(index));
}

} // namespace solus
