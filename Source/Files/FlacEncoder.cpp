// Writes flac through libsndfile.
#include "Files/Encoder.h"

#include "Error.h"
#include "Files/AudioFileWriter.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <sndfile.h>
#include <unistd.h>
#include <utility>
#include <vector>

namespace solus {
namespace {

/// The file as libsndfile sees it. libFLAC hands each of its frames over in one piece, so that a piece that the disk does
/// not take whole is taken back, and what remains ends with a whole frame.
class WholePieces {
public:
    explicit WholePieces(int descriptor) : descriptor_(descriptor) {}

    static SF_VIRTUAL_IO calls() {
        SF_VIRTUAL_IO io{};
        io.get_filelen = [](void* self) { return static_cast<WholePieces*>(self)->length(); };
        io.seek = [](sf_count_t offset, int whence, void* self) {
            return static_cast<sf_count_t>(::lseek(static_cast<WholePieces*>(self)->descriptor_, offset, whence));
        };
        io.read = [](void* to, sf_count_t count, void* self) {
            return static_cast<sf_count_t>(
                ::read(static_cast<WholePieces*>(self)->descriptor_, to, static_cast<size_t>(count)));
        };
        io.write = [](const void* from, sf_count_t count, void* self) {
            return static_cast<WholePieces*>(self)->write(from, count);
        };
        io.tell = [](void* self) {
            return static_cast<sf_count_t>(::lseek(static_cast<WholePieces*>(self)->descriptor_, 0, SEEK_CUR));
        };
        return io;
    }

    bool full() const { return error_ != 0; }
    const char* reason() const { return std::strerror(error_); }
    /// FLAC's frames in the file.
    std::int64_t blocks() const { return blocks_; }

private:
    sf_count_t length() const {
        const auto here = ::lseek(descriptor_, 0, SEEK_CUR), end = ::lseek(descriptor_, 0, SEEK_END);
        ::lseek(descriptor_, here, SEEK_SET);
        return end;
    }

    sf_count_t write(const void* from, sf_count_t count) {
        const auto start = ::lseek(descriptor_, 0, SEEK_CUR);
        const bool atEnd = start == length();
        if (full() && atEnd) return 0;
        const auto* next = static_cast<const char*>(from);
        for (sf_count_t left = count; left > 0;) {
            const auto done = ::write(descriptor_, next, static_cast<size_t>(left));
            if (done < 0 && errno == EINTR) continue;
            if (done <= 0) {
                error_ = done < 0 ? errno : ENOSPC;
                if (atEnd) (void)!::ftruncate(descriptor_, start);
                ::lseek(descriptor_, start, SEEK_SET);
                return 0;
            }
            next += done, left -= done;
        }
        const auto* bytes = static_cast<const unsigned char*>(from);
        if (atEnd && count > 2 && bytes[0] == 0xff && (bytes[1] & 0xfe) == 0xf8) ++blocks_; // RFC 9639, section 9.1
        return count;
    }

    int descriptor_, error_ = 0;
    std::int64_t blocks_ = 0;
};

class FlacEncoder final : public Encoder {
public:
    FlacEncoder(int descriptor, const std::string& name, const AudioInfo& info)
        : descriptor_(descriptor), pieces_(descriptor), name_(name), info_(info) {
        info_.container = "flac";
        if (bitDepth(info_.format) > 24)
            info_.format = SampleFormat::pcm24; // the most that libsndfile writes
        info_.encoding = std::to_string(bitDepth(info_.format)) + "-bit PCM";
        info_.extensible = false;
        if (info.channels > 8)
            throw Error(name + ": flac holds at most 8 channels, and the input has " +
                        std::to_string(info.channels) + "; write a .wav");
        if (info.sampleRate > 655350) throw Error(name + ": flac holds at most 655350 Hz; write a .wav");
        if (info.sampleRate > 65535 &&
            info.sampleRate % 10 != 0) // the "streamable subset", RFC 9639 section 7
            throw Error(name + ": flac cannot hold " + std::to_string(info.sampleRate) + " Hz; write a .wav");
        SF_INFO raw{};
        raw.samplerate = info_.sampleRate;
        raw.channels = info_.channels;
        raw.format = SF_FORMAT_FLAC | (info_.format == SampleFormat::pcm8    ? SF_FORMAT_PCM_S8
                                       : info_.format == SampleFormat::pcm16 ? SF_FORMAT_PCM_16
                                                                             : SF_FORMAT_PCM_24);
        SF_VIRTUAL_IO io = WholePieces::calls();
        file_ = sf_open_virtual(&io, SFM_WRITE, &raw, &pieces_);
        if (!file_) throw WriteError(name + ": cannot write flac: " + sf_strerror(nullptr));
    }
    ~FlacEncoder() override {
        if (file_) sf_close(file_);
    }
    FlacEncoder(const FlacEncoder&) = delete;
    FlacEncoder& operator=(const FlacEncoder&) = delete;

    const AudioInfo& info() const noexcept override { return info_; }

    void write(const float* interleaved, std::int64_t frames) override {
        // libsndfile takes the highest bits of 32-bit integers, whatever the file's width.
        const int bits = bitDepth(info_.format);
        const auto samples = static_cast<size_t>(frames * info_.channels);
        words_.resize(samples);
        for (size_t i = 0; i < samples; ++i) words_[i] = quantise(interleaved[i], bits) * (1 << (32 - bits));
        unsure_ = frames;
        const bool taken = sf_writef_int(file_, words_.data(), frames) == frames;
        if (pieces_.full()) throw WriteError(name_ + ": cannot write: " + pieces_.reason());
        if (!taken) throw WriteError(name_ + ": cannot write: " + sf_strerror(file_));
        unsure_ = 0;
        frames_ += frames;
    }

    void finish() override {
        info_.frames = frames_;
        const int failed = sf_error(file_);
        const int closed = sf_close(std::exchange(file_, nullptr));
        if (pieces_.full()) throw WriteError(name_ + ": cannot write: " + pieces_.reason());
        if (failed != 0 || closed != 0)
            throw WriteError(name_ + ": cannot write: " + sf_error_number(failed != 0 ? failed : closed));
    }

    std::int64_t rescue() override {
        if (file_) sf_close(std::exchange(file_, nullptr)); // what it has left to say, the disk does not take
        // STREAMINFO lies behind "fLaC" and its own header of four bytes; RFC 9639, section 8.2.
        std::array<std::uint8_t, 42> head{};
        if (::pread(descriptor_, head.data(), head.size(), 0) != static_cast<ssize_t>(head.size())) return 0;
        const std::int64_t blockSize = head[8] << 8 | head[9];
        frames_ = std::min(pieces_.blocks() * blockSize, frames_ + unsure_);
        head[21] = static_cast<std::uint8_t>((head[21] & 0xf0) | (frames_ >> 32 & 0x0f));
        for (int i = 0; i < 4; ++i) head[22 + i] = static_cast<std::uint8_t>(frames_ >> (24 - 8 * i));
        std::fill_n(head.begin() + 26, 16, std::uint8_t{0}); // the sum over all samples: not known
        if (::pwrite(descriptor_, head.data(), head.size(), 0) != static_cast<ssize_t>(head.size()))
            throw WriteError(name_ + ": cannot write: " + std::strerror(errno));
        info_.frames = frames_;
        return frames_;
    }

private:
    int descriptor_;
    WholePieces pieces_;
    std::string name_;
    AudioInfo info_;
    SNDFILE* file_ = nullptr;
    std::int64_t frames_ = 0, unsure_ = 0; ///< written; of a block that is being written
    std::vector<int> words_;
};

} // namespace

std::unique_ptr<Encoder> makeFlacEncoder(int descriptor, const std::string& name, const AudioInfo& info) {
    return std::make_unique<FlacEncoder>(descriptor, name, info);
}

} // namespace solus
