// Chooses format and place: a temporary file that is renamed at the end, or a pipe.
#include "Files/AudioFileWriter.h"

#include "Error.h"
#include "Files/AudioFileReader.h"
#include "Files/Encoder.h"
#include "Files/TemporaryFile.h"

#include <cctype>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <unistd.h>

namespace solus {

struct AudioFileWriter::Impl {
    std::unique_ptr<TemporaryFile> file;
    int stream = -1;
    std::unique_ptr<Encoder> encoder; // destroyed before the file it writes to

    Impl(const std::string& path, const AudioInfo& info) {
        if (isStream(path)) {
            const bool standard = path == "-";
            stream = standard ? STDOUT_FILENO : ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
            const std::string name = standard ? "standard output" : path;
            if (stream < 0) throw WriteError(name + ": cannot write: " + std::strerror(errno));
            encoder = makeWavEncoder(stream, false, name, info);
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
        encoder = ending == ".flac" ? makeFlacEncoder(file->descriptor(), path, info)
                                    : makeWavEncoder(file->descriptor(), true, path, info);
    }
    ~Impl() {
        encoder.reset();
        if (stream > STDOUT_FILENO) ::close(stream);
    }
};

AudioFileWriter::AudioFileWriter(const std::string& path, const AudioInfo& info)
    : impl_(std::make_unique<Impl>(path, info)) {}
AudioFileWriter::~AudioFileWriter() = default;
AudioFileWriter::AudioFileWriter(AudioFileWriter&&) noexcept = default;
AudioFileWriter& AudioFileWriter::operator=(AudioFileWriter&&) noexcept = default;

void AudioFileWriter::write(const float* interleaved, std::int64_t frames) {
    impl_->encoder->write(interleaved, frames);
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
