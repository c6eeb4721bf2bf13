// Reads, runs the engine, drops its latency at the start, flushes it at the end, writes.
#include "DenoiseJob.h"

#include "Engine/VoiceEngine.h"
#include "Error.h"
#include "Files/AudioFileReader.h"
#include "Files/AudioFileWriter.h"
#include "Files/OutputPlace.h"
#include "Files/Planar.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <unistd.h>

namespace fs = std::filesystem;

namespace solus::cli {
namespace {

void refuseTerminals(const std::string& in, const std::string& out) {
    if (in == "-" && ::isatty(STDIN_FILENO) == 1)
        throw Error("standard input: is a terminal; send WAV through a pipe");
    if (out == "-" && ::isatty(STDOUT_FILENO) == 1)
        throw Error("standard output: is a terminal; send the WAV into a pipe or a file");
}

/// Names the file in what the engine has to say, e.g. about a rate that it cannot do.
void prepare(VoiceEngine& engine, const AudioInfo& info, const DenoiseSetup& setup, const std::string& in) {
    try {
        engine.setSettings(setup.settings);
        engine.setLookAhead(setup.lookAheadMs);
        engine.setSplit(setup.split);
        engine.prepare(info.sampleRate, info.channels);
    } catch (const Error& e) {
        throw Error(in + ": " + e.what());
    }
    if (!setup.voices.empty()) engine.setVoices(setup.voices);
}

/// Drops the first `latency` frames that come out of the engine and passes on as many as went in.
class AlignedOutput {
public:
    AlignedOutput(AudioFileWriter& writer, int channels, int latency, int maxFrames)
        : writer_(writer), toDrop_(latency), interleaved_(static_cast<size_t>(channels) * maxFrames) {}

    void write(const Planar& block, int frames) {
        const int dropped = std::min(toDrop_, frames);
        toDrop_ -= dropped;
        block.toInterleaved(interleaved_.data(), dropped, frames - dropped);
        writer_.write(interleaved_.data(), frames - dropped);
    }

private:
    AudioFileWriter& writer_;
    int toDrop_;
    std::vector<float> interleaved_;
};

} // namespace

void makeFolders(const std::string& path) {
    std::error_code error;
    fs::create_directories(path, error);
    if (error) throw WriteError(path + ": cannot make this folder: " + error.message());
}

DenoiseReport denoiseFile(const std::string& in, const std::string& out, bool makeFolder,
                          const DenoiseSetup& setup, const OnProgress& onProgress) {
    constexpr int blockFrames = 4096;
    const auto start = std::chrono::steady_clock::now();
    refuseTerminals(in, out);
    refuseToReplace(out, {in});
    AudioFileReader reader(in,
                           setup.salvage ? AudioFileReader::Mode::salvage : AudioFileReader::Mode::strict);
    const AudioInfo& info = reader.info();
    VoiceEngine engine(setup.denoiser, setup.embedder);
    prepare(engine, info, setup, in);

    if (makeFolder) makeFolders(fs::path(out).parent_path().string());
    AudioInfo outInfo = info;
    // A pipe's header is written first, so it may promise only what is certain.
    const bool certain = !setup.salvage && (info.container == "wav" || info.container == "flac");
    if (!certain) outInfo.frames.reset();
    AudioFileWriter writer(out, outInfo);

    Planar block(info.channels, blockFrames);
    std::vector<float> interleaved(static_cast<size_t>(info.channels) * blockFrames);
    AlignedOutput output(writer, info.channels, engine.latencySamples(), blockFrames);
    std::int64_t total = 0;
    for (int got = blockFrames; got == blockFrames;) {
        got = static_cast<int>(reader.read(interleaved.data(), blockFrames));
        block.fromInterleaved(interleaved.data(), got);
        engine.process(block.read(), block.write(), got);
        output.write(block, got);
        total += got;
        if (info.frames) onProgress(static_cast<double>(total) / static_cast<double>(*info.frames));
    }
    for (int left = engine.latencySamples(); left > 0; left -= blockFrames) {
        const int part = std::min(left, blockFrames);
        block.clear();
        engine.process(block.read(), block.write(), part);
        output.write(block, part);
    }
    writer.commit();

    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
    return {info.sampleRate, info.channels, bitDepth(writer.info().format),
            static_cast<double>(total) / info.sampleRate, elapsed.count()};
}

} // namespace solus::cli
