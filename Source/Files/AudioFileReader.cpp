// Selects the decoder and checks its output: the promised length, no NaN or Inf.
#include "Files/AudioFileReader.h"

#include "Base/Error.h"
#include "Base/System.h"
#include "Files/Decoder.h"
#include "Files/OpenDecoder.h"
#include "Files/Tags.h"

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <optional>

namespace solus {
namespace {

std::string inSeconds(double seconds, int digits) {
    char text[64];
    std::snprintf(text, sizeof text, "%.*f s", digits, seconds);
    return text;
}

Error lengthError(const std::string& name, double promised, double there) {
    // In milliseconds, unless the two would then look the same.
    const int digits = inSeconds(promised, 3) == inSeconds(there, 3) ? 6 : 3;
    return Error(name + ": the header promises " + inSeconds(promised, digits) + " of audio, but only " +
                 inSeconds(there, digits) + " are there (cut off or damaged; --salvage keeps what is there)");
}

/// Duration in seconds from the STREAMINFO block (https://www.rfc-editor.org/rfc/rfc9639#section-8.2): after "fLaC"
/// and four bytes of block header, 20 bits of rate from byte 10 of the block on, 3 + 5 bits, then 36 bits of total
/// samples.
std::optional<double> promisedByFlacHeader(const std::string& path) {
    ByteInput input(path);
    input.seek(leadingTags(path, 0));
    std::uint8_t b[26];
    if (input.read(b, sizeof b) < sizeof b || std::memcmp(b, "fLaC", 4) != 0) return std::nullopt;
    const int rate = b[18] << 12 | b[19] << 4 | b[20] >> 4;
    const double frames =
        (b[21] & 15) * 4294967296.0 + b[22] * 16777216.0 + b[23] * 65536.0 + b[24] * 256.0 + b[25];
    if (rate == 0 || frames == 0.0) return std::nullopt;
    return frames / rate;
}

} // namespace

bool isStream(const std::string& path) {
    if (path == "-") return true;
    sys::Status status{};
    return sys::stat(path.c_str(), &status) == 0 && !S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode);
}

struct AudioFileReader::Impl {
    std::string path, name;
    Mode mode;
    std::unique_ptr<Decoder> decoder;
    AudioInfo info;
    bool checkLength = false;
    std::int64_t position = 0, beforeError = 0;
    std::vector<RiffChunk> chunks;
    std::vector<Gap> missing;
    size_t gapsSeen = 0;
    std::int64_t notNumbers = 0;
    std::string cutOff;             ///< the header's evidence for that
    std::string note;               ///< a header with too short a length
    double promisedSeconds = 0;     ///< of a truncated wav file
    std::vector<std::string> atEnd; ///< warnings

    Impl(const std::string& givenPath, Mode givenMode) : path(givenPath), name(givenPath), mode(givenMode) {
        if (isStream(path)) {
            openStream();
        } else {
            openFile();
        }
        info = decoder->info();
        if (info.channels < 1) throw Error(name + ": has no channels");
        if (info.sampleRate < 1) throw Error(name + ": has no sample rate");
        if (info.frames && *info.frames == 0) throw Error(name + ": holds no audio");
    }

    void openStream() {
        auto input = std::make_unique<ByteInput>(path);
        name = input->name();
        const auto header = readWavHeader(*input);
        if (!header) {
            throw Error(name + (input->position() == 0 ? ": is empty"
                                                       : ": is not a WAV stream (a pipe has to carry WAV)"));
        }
        if (!header->plain) throw Error(name + ": a WAV stream has to be PCM or float");
        checkLength = header->info.frames.has_value();
        chunks = header->chunks;
        decoder = makeWavDecoder(std::move(input), *header);
    }

    void openFile() {
        sys::Status status{};
        if (sys::stat(path.c_str(), &status) != 0) {
            const bool absent = errno == ENOENT || errno == ENOTDIR;
            throw Error(name + ": " + (absent ? "there is no such file" : std::strerror(errno)));
        }
        if (S_ISDIR(status.st_mode)) throw Error(name + ": is a folder, not an audio file");
        if (status.st_size == 0) throw Error(name + ": is empty (0 bytes)");
        OpenedFile opened;
        try {
            opened = openDecoder(path);
        } catch (const Error&) {
            // A flac file that ends before its first frame is truncated too.
            if (const auto promised = promisedByFlacHeader(path)) throw lengthError(name, *promised, 0.0);
            throw;
        }
        decoder = std::move(opened.decoder);
        cutOff = opened.cutOff;
        if (opened.wav) {
            judgeWav(*opened.wav);
            chunks = std::move(opened.wav->chunks);
        }
        checkLength = decoder->info().frames && decoder->info().container == "flac";
    }

    void judgeWav(const WavHeader& header) {
        const double rate = header.bytesPerSecond;
        if (rate <= 0.0 || !header.bytesAvailable) return;
        const double there = static_cast<double>(*header.bytesAvailable) / rate;
        if (header.headerSeconds)
            note = "the header says " + inSeconds(*header.headerSeconds, 3) + ", but " + inSeconds(there, 3) +
                   " are in the file: all of it was read";
        const auto frameBytes = static_cast<std::uint64_t>(std::max(1, header.bytesPerFrame));
        if (!header.dataBytes || *header.bytesAvailable / frameBytes >= *header.dataBytes / frameBytes)
            return;
        promisedSeconds = static_cast<double>(*header.dataBytes) / rate;
        if (mode == Mode::strict) throw lengthError(name, promisedSeconds, there);
        if (!header.plain) return;
        WavHeader real = header;
        real.info.frames = static_cast<std::int64_t>(*header.bytesAvailable / frameBytes);
        decoder = makeWavDecoder(std::make_unique<ByteInput>(path), real);
    }

    double seconds(std::int64_t frame) const { return static_cast<double>(frame) / info.sampleRate; }

    void checkFinite(float* samples, std::int64_t frames) {
        const std::int64_t count = frames * info.channels;
        for (std::int64_t i = 0; i < count; ++i) {
            if (std::isfinite(samples[i])) continue;
            if (mode == Mode::salvage) {
                samples[i] = 0.0f;
                ++notNumbers;
                continue;
            }
            throw Error(name + ": a sample is " +
                        (std::isnan(samples[i]) ? "not a number (NaN)" : "infinite (Inf)") + " at " +
                        inSeconds(seconds(position + i / info.channels), 6) + ", channel " +
                        std::to_string(i % info.channels + 1) + " (--salvage replaces it by 0)");
        }
    }

    void checkGaps() {
        const auto& gaps = decoder->gaps();
        for (; gapsSeen < gaps.size(); ++gapsSeen) {
            const Gap& gap = gaps[gapsSeen];
            if (mode == Mode::strict)
                throw Error(name + ": damaged at " + inSeconds(seconds(gap.from), 3) + " (" +
                            inSeconds(seconds(gap.to - gap.from), 3) +
                            " are missing; --salvage keeps the rest, with silence there)");
            if (!missing.empty() && missing.back().to == gap.from) {
                missing.back().to = gap.to;
            } else {
                missing.push_back(gap);
            }
        }
    }

    /// After the last frame: is anything missing?
    void checkEnd() {
        const bool strict = mode == Mode::strict;
        if (!atEnd.empty()) return;
        const bool shorter = checkLength && position < *info.frames;
        const std::string cut = cutOff.empty() ? decoder->cutOff() : cutOff, unread = decoder->unread();
        if (strict && shorter) throw lengthError(name, info.seconds(), seconds(position));
        if (position == 0) throw Error(name + ": holds no audio");
        if (strict && !cut.empty())
            throw Error(name + ": is cut off or damaged at " + inSeconds(seconds(position), 3) + " (" + cut +
                        "; --salvage keeps what is there)");
        if (strict && !unread.empty())
            throw Error(name + ": not all of it can be read: " + unread +
                        " (--salvage keeps the rest; ffmpeg can convert it)");
        if (shorter || promisedSeconds > 0.0) {
            const double promised = shorter ? info.seconds() : promisedSeconds;
            missing.push_back({position, static_cast<std::int64_t>(promised * info.sampleRate + 0.5)});
            atEnd.push_back("the end is missing, from " + inSeconds(seconds(position), 3) + " to " +
                            inSeconds(promised, 3));
        } else if (!cut.empty()) {
            atEnd.push_back("the end is missing, from " + inSeconds(seconds(position), 3) + " on: " + cut);
        }
        if (!unread.empty()) atEnd.push_back("not all of it was read: " + unread);
    }
};

AudioFileReader::AudioFileReader(const std::string& path, Mode mode)
    : impl_(std::make_unique<Impl>(path, mode)) {}
AudioFileReader::~AudioFileReader() = default;
AudioFileReader::AudioFileReader(AudioFileReader&&) noexcept = default;
AudioFileReader& AudioFileReader::operator=(AudioFileReader&&) noexcept = default;

const std::string& AudioFileReader::path() const noexcept {
    return impl_->path;
}
const AudioInfo& AudioFileReader::info() const noexcept {
    return impl_->info;
}
const std::vector<RiffChunk>& AudioFileReader::chunks() const noexcept {
    return impl_->chunks;
}
std::int64_t AudioFileReader::framesBeforeError() const noexcept {
    return impl_->beforeError;
}
const std::vector<Gap>& AudioFileReader::missing() const noexcept {
    return impl_->missing;
}

std::vector<std::string> AudioFileReader::warnings() const {
    constexpr size_t most = 20;
    const auto& impl = *impl_;
    std::vector<std::string> lines;
    if (!impl.note.empty()) lines.push_back(impl.note);
    const auto& gaps = impl.decoder->gaps();
    for (size_t i = 0; i < impl.missing.size() && !gaps.empty(); ++i) {
        const Gap& gap = impl.missing[i];
        if (gap.from >= gaps.back().to && gap.from > gaps.back().from)
            break; // a missing end is reported separately
        if (lines.size() == most) {
            lines.push_back("... and " + std::to_string(impl.missing.size() - i) + " more places");
            break;
        }
        lines.push_back("missing from " + inSeconds(impl.seconds(gap.from), 3) + " to " +
                        inSeconds(impl.seconds(gap.to), 3) + ": replaced by silence");
    }
    if (impl.notNumbers > 0)
        lines.push_back(std::to_string(impl.notNumbers) +
                        (impl.notNumbers == 1 ? " sample was" : " samples were") +
                        " not a number, replaced by 0");
    lines.insert(lines.end(), impl.atEnd.begin(), impl.atEnd.end());
    return lines;
}

std::int64_t AudioFileReader::read(float* interleaved, std::int64_t frames) {
    auto& impl = *impl_;
    std::int64_t done = 0;
    impl.beforeError = 0;
    while (done < frames) {
        float* to = interleaved + done * impl.info.channels;
        const std::int64_t got = impl.decoder->read(to, frames - done);
        impl.checkGaps();
        if (got <= 0) break;
        impl.checkFinite(to, got);
        done += got;
        impl.position += got;
        impl.beforeError = done;
    }
    if (done < frames) impl.checkEnd();
    return done;
}

void AudioFileReader::seek(std::int64_t frame) {
    auto& impl = *impl_;
    if (isStream(impl.path)) throw Error(impl.name + ": cannot seek in a pipe");
    if (!impl.decoder->seek(frame)) {
        impl = Impl(impl.path, impl.mode);
        constexpr std::int64_t block = 4096;
        std::vector<float> skipped(static_cast<size_t>(block * impl.info.channels));
        for (std::int64_t left = frame; left > 0;) {
            const std::int64_t got = read(skipped.data(), std::min(block, left));
            if (got == 0) break;
            left -= got;
        }
    }
    impl.position = frame;
    impl.checkLength = false;
}

std::vector<float> AudioFileReader::readAll() {
    const auto channels = static_cast<size_t>(impl_->info.channels);
    constexpr std::int64_t block = 1 << 16, trusted = 1 << 26; // a damaged header may promise any length
    std::vector<float> samples;
    if (impl_->info.frames && *impl_->info.frames > impl_->position)
        samples.reserve(
            static_cast<size_t>(std::min(*impl_->info.frames - impl_->position + block, trusted)) * channels);
    for (;;) {
        const size_t before = samples.size();
        samples.resize(before + static_cast<size_t>(block) * channels);
        const std::int64_t got = read(samples.data() + before, block);
        samples.resize(before + static_cast<size_t>(got) * channels);
        if (got < block) return samples;
    }
}

} // namespace solus
