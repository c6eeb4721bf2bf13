// Selects the format and destination: a temporary file that is renamed at the end, or a pipe.
#include "Files/AudioFileWriter.h"

#include "Base/Error.h"
#include "Base/System.h"
#include "Base/TemporaryFile.h"
#include "Files/AudioFileReader.h"
#include "Files/Encoder.h"

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <filesystem>

namespace solus {

struct AudioFileWriter::Impl {
    std::unique_ptr<TemporaryFile> file;
    int stream = -1;
    std::unique_ptr<Encoder> encoder; // destroyed before the file it writes to
    float peak = 0.0f;
    std::int64_t clipped = 0;

    Impl(const std::string& path, const AudioInfo& info, const Metadata& metadata) {
        if (isStream(path)) {
            const bool standard = path == "-";
            stream = standard ? STDOUT_FILENO : sys::open(path.c_str(), O_WRONLY | O_CLOEXEC);
            const std::string name = standard ? "standard output" : path;
            if (stream < 0) throw WriteError(name + ": cannot write: " + std::strerror(errno));
            sys::carryBytes(stream);
            encoder = makeWavEncoder(stream, false, name, info, metadata);
            return;
        }
        std::string ending = std::filesystem::path(path).extension().string();
        for (char& c : ending) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        std::error_code error;
        if (std::filesystem::is_directory(path, error))
            throw Error(path + ": is a folder; give the name of the file to write");
        if (ending != ".wav" && ending != ".wave" && ending != ".flac")
            throw Error(path + ": only .wav and .flac can be written");
        file = std::make_unique<TemporaryFile>(path);
        encoder = ending == ".flac" ? makeFlacEncoder(file->descriptor(), path, info, metadata)
                                    : makeWavEncoder(file->descriptor(), true, path, info, metadata);
    }
    ~Impl() {
        encoder.reset();
        if (stream > STDOUT_FILENO) sys::close(stream);
    }
};

AudioFileWriter::AudioFileWriter(const std::string& path, const AudioInfo& info, const Metadata& metadata)
    : impl_(std::make_unique<Impl>(path, info, metadata)) {}
AudioFileWriter::~AudioFileWriter() = default;
AudioFileWriter::AudioFileWriter(AudioFileWriter&&) noexcept = default;
AudioFileWriter& AudioFileWriter::operator=(AudioFileWriter&&) noexcept = default;

void AudioFileWriter::write(const float* interleaved, std::int64_t frames) {
    const AudioInfo& format = impl_->encoder->info();
    const bool integers = !isFloat(format.format);
    for (std::int64_t i = 0; i < frames * format.channels; ++i) {
        const float size = std::abs(interleaved[i]);
        impl_->peak = std::max(impl_->peak, size);
        if (integers && size > 1.0f) ++impl_->clipped;
    }
    impl_->encoder->write(interleaved, frames);
}

float AudioFileWriter::peak() const noexcept {
    return impl_->peak;
}
std::int64_t AudioFileWriter::clipped() const noexcept {
    return impl_->clipped;
}

void AudioFileWriter::commit() {
    impl_->encoder->finish();
    if (impl_->file) impl_->file->commit();
}

std::int64_t AudioFileWriter::rescue() {
    if (!impl_->file) return 0;
    const std::int64_t frames = impl_->encoder->rescue();
    if (frames > 0) impl_->file->commit();
    return frames;
}

const AudioInfo& AudioFileWriter::info() const noexcept {
    return impl_->encoder->info();
}

} // namespace solus
