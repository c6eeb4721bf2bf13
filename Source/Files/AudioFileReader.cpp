// Chooses who decodes, and judges what comes out: length as promised, every sample a number.
#include "Files/AudioFileReader.h"

#include "Error.h"
#include "Files/Decoder.h"

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <optional>
#include <sys/stat.h>

namespace solus {
namespace {

std::string inSeconds(double seconds, int digits) {
    char text[64];
    std::snprintf(text, sizeof text, "%.*f s", digits, seconds);
    return text;
}

Error lengthError(const std::string& name, double promised, double there) {
    // Milliseconds, unless the two would then read the same.
    const int digits = inSeconds(promised, 3) == inSeconds(there, 3) ? 6 : 3;
    return Error(name + ": the header promises " + inSeconds(promised, digits) + " of audio, but only " +
                 inSeconds(there, digits) + " are there (cut off or damaged; --salvage takes what is there)");
}

/// Duration in seconds by the STREAMINFO block (https://www.rfc-editor.org/rfc/rfc9639#section-8.2): after
/// "fLaC" and four bytes of block header, 20 bits of rate from byte 10 of the block on, 3 + 5 bits, then 36
/// bits of total samples.
std::optional<double> promisedByFlacHeader(const std::string& path) {
    ByteInput input(path);
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
    struct stat status {};
    return ::stat(path.c_str(), &status) == 0 && !S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode);
}

struct AudioFileReader::Impl {
    std::string path, name;
    Mode mode;
    std::unique_ptr<Decoder> decoder;
    AudioInfo info;
    bool checkLength = false;
    std::int64_t position = 0;

    Impl(const std::string& givenPath, Mode givenMode) : path(givenPath), name(givenPath), mode(givenMode) {
        if (isStream(path)) {
            openStream();
        } else {
            openFile();
        }
        info = decoder->info();
        if (info.channels < 1) throw Error(name + ": has no channels, so there is nothing to hear");
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
        decoder = makeWavDecoder(std::move(input), *header);
    }

    void openFile() {
        struct stat status {};
        if (::stat(path.c_str(), &status) != 0) {
            const bool missing = errno == ENOENT || errno == ENOTDIR;
            throw Error(name + ": " + (missing ? "there is no such file" : std::strerror(errno)));
        }
        if (S_ISDIR(status.st_mode)) throw Error(name + ": is a folder, not an audio file");
        if (status.st_size == 0) throw Error(name + ": is empty (0 bytes)");
        auto input = std::make_unique<ByteInput>(path);
        auto header = readWavHeader(*input);
        if (header && header->dataBytes && header->bytesPerFrame > 0) checkWavLength(*header);
        if (header && header->plain) {
            decoder = makeWavDecoder(std::move(input), *header);
        } else {
            openWithSndfile();
        }
        const std::string& container = decoder->info().container;
        // An ogg file says its length on its last page; mp3 files only guess theirs.
        if (container == "ogg" && !decoder->info().frames && mode == Mode::strict)
            throw Error(name + ": has no last page (cut off; --salvage takes what is there)");
        checkLength =
            decoder->info().frames && (container == "wav" || container == "flac" || container == "ogg");
    }

    void checkWavLength(WavHeader& header) const {
        const auto frameBytes = static_cast<std::uint64_t>(header.bytesPerFrame);
        if (*header.bytesThere / frameBytes >= *header.dataBytes / frameBytes) return;
        if (mode == Mode::strict && header.bytesPerSecond > 0.0) {
            throw lengthError(name, static_cast<double>(*header.dataBytes) / header.bytesPerSecond,
                              static_cast<double>(*header.bytesThere) / header.bytesPerSecond);
        }
        if (header.plain) header.info.frames = static_cast<std::int64_t>(*header.bytesThere / frameBytes);
    }

    void openWithSndfile() {
        try {
            decoder = makeSndfileDecoder(path);
        } catch (const Error&) {
            // A flac file that ends before its first frame is cut off, too.
            if (const auto promised = promisedByFlacHeader(path)) throw lengthError(name, *promised, 0.0);
            throw;
        }
    }

    void checkFinite(const float* samples, std::int64_t frames) const {
        const std::int64_t count = frames * info.channels;
        for (std::int64_t i = 0; i < count; ++i) {
            if (std::isfinite(samples[i])) continue;
            const double time = static_cast<double>(position + i / info.channels) / info.sampleRate;
            throw Error(name + ": a sample is " +
                        (std::isnan(samples[i]) ? "not a number (NaN)" : "infinite (Inf)") + " at " +
                        inSeconds(time, 6) + ", channel " + std::to_string(i % info.channels + 1));
        }
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

std::int64_t AudioFileReader::read(float* interleaved, std::int64_t frames) {
    std::int64_t done = 0;
    while (done < frames) {
        const std::int64_t got =
            impl_->decoder->read(interleaved + done * impl_->info.channels, frames - done);
        if (got <= 0) break;
        impl_->checkFinite(interleaved + done * impl_->info.channels, got);
        done += got;
        impl_->position += got;
    }
    const auto& info = impl_->info;
    if (done < frames && impl_->checkLength && impl_->mode == Mode::strict &&
        impl_->position < *info.frames) {
        throw lengthError(impl_->name, info.seconds(),
                          static_cast<double>(impl_->position) / info.sampleRate);
    }
    if (done < frames && impl_->mode == Mode::strict) {
        if (const auto damage = impl_->decoder->damage(); !damage.empty())
            throw Error(impl_->name + ": damaged at " +
                        inSeconds(static_cast<double>(impl_->position) / info.sampleRate, 3) + " (" + damage +
                        "; --salvage takes what is there)");
    }
    if (done < frames && impl_->position == 0) throw Error(impl_->name + ": holds no audio");
    return done;
}

void AudioFileReader::seek(std::int64_t frame) {
    if (isStream(impl_->path)) throw Error(impl_->name + ": a pipe cannot be read from another place");
    impl_->decoder->seek(frame);
    impl_->position = frame;
    impl_->checkLength = false;
}

std::vector<float> AudioFileReader::readAll() {
    const auto channels = static_cast<size_t>(impl_->info.channels);
    constexpr std::int64_t block = 1 << 16, trusted = 1 << 26; // a damaged header may promise anything
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
