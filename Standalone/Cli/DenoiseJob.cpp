// Reads, runs the engine, writes.
#include "DenoiseJob.h"

#include "Base/Error.h"
#include "Base/System.h"
#include "Engine/Render.h"
#include "Files/AudioFileReader.h"
#include "Files/AudioFileWriter.h"
#include "Files/OpenDecoder.h"
#include "Files/OutputPlace.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <exception>
#include <filesystem>

namespace fs = std::filesystem;

namespace solus::cli {
namespace {

void refuseTerminals(const std::string& in, const std::string& out) {
    if (in == "-" && sys::isatty(STDIN_FILENO) == 1)
        throw Error("standard input: is a terminal; send WAV through a pipe");
    if (out == "-" && sys::isatty(STDOUT_FILENO) == 1)
        throw Error("standard output: is a terminal; send the WAV into a pipe or a file");
}

/// Adds the file name to the engine's errors, e.g. about an unsupported rate.
void prepare(VoiceEngine& engine, const AudioInfo& info, const DenoiseSetup& setup, const std::string& in) {
    try {
        engine.setSettings(setup.settings);
        engine.setLookAhead(setup.lookAheadMs);
        engine.setSplit(setup.split);
        engine.prepare(info.sampleRate, info.channels);
    } catch (const Error& e) {
        throw Error(in + ": " + e.what() + rateAdvice(in, info));
    }
    if (!setup.voices.empty()) engine.setVoices(setup.voices);
}

/// Samples and their peak.
class LoudInput {
public:
    LoudInput(AudioFileReader& reader, float gainDb)
        : reader_(reader), gain_(std::pow(10.0f, gainDb / 20.0f)) {}

    int read(float* interleaved, int frames) {
        int got = 0;
        try {
            got = static_cast<int>(reader_.read(interleaved, frames));
        } catch (const Error&) { // whole frames before the end of a pipe are kept
            failure = std::current_exception();
            got = static_cast<int>(reader_.framesBeforeError());
        }
        for (int i = 0; i < got * reader_.info().channels; ++i) {
            interleaved[i] *= gain_;
            peak = std::max(peak, std::abs(interleaved[i]));
        }
        return got;
    }

    float peak = 0.0f;
    std::exception_ptr failure; ///< the reason for an early end

private:
    AudioFileReader& reader_;
    float gain_;
};

std::string decibels(float x) {
    char text[32];
    std::snprintf(text, sizeof text, "%+.1f dBFS", 20.0 * std::log10(static_cast<double>(x)));
    return text;
}

/// Levels that the engine or the format cannot hold, and what to do about them.
void warnOfPeaks(const LoudInput& input, const AudioFileWriter& writer, const DenoiseSetup& setup,
                 std::vector<std::string>& warnings) {
    constexpr float engineLimit = 8.0f;   // VoiceEngine clips at +18 dBFS
    constexpr float audible = 1.0115795f; // 0.1 dB: filters alone cause less in a full-scale recording
    char gain[24];
    const auto gainFor = [&](float peak, float limit) {
        std::snprintf(gain, sizeof gain, "--gain %.0f",
                      std::floor(static_cast<double>(setup.gainDb) -
                                 20.0 * std::log10(static_cast<double>(peak / limit))));
        return std::string(gain);
    };
    if (input.peak > engineLimit)
        warnings.push_back(
            "peaks at " + decibels(input.peak) +
            ", and everything above +18 dBFS is clipped; lower the input: " + gainFor(input.peak, 1.0f));
    if (writer.clipped() > 0 && writer.peak() > audible)
        warnings.push_back("peaks at " + decibels(writer.peak()) +
                           ", and integer formats clip at 0 dBFS: " + std::to_string(writer.clipped()) +
                           " samples are clipped; write a wav with --bits 32f, or lower the input: " +
                           gainFor(writer.peak(), 1.0f));
}

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
    VoiceEngine engine(setup.denoiser, setup.embedder, setup.isolator);
    prepare(engine, info, setup, in);

    if (makeFolder) makeFolders(fs::path(out).parent_path().string());
    AudioInfo outInfo = info;
    if (setup.format) outInfo.format = *setup.format;
    // A pipe's header is written first, so it may promise only what is certain.
    const bool certain = !setup.salvage && (info.container == "wav" || info.container == "flac");
    if (!certain) outInfo.frames.reset();
    AudioFileWriter writer(out, outInfo, readMetadata(in, reader.chunks()));
    if (setup.format && isFloat(*setup.format) && !isFloat(writer.info().format))
        throw Error(out + ": flac cannot hold float; write a .wav, or leave --bits out");
    LoudInput input(reader, setup.gainDb);

    std::vector<float> interleaved(static_cast<size_t>(info.channels) * blockFrames);
    std::int64_t total = 0;
    const auto read = [&](Planar& block, int frames) {
        const int got = input.read(interleaved.data(), frames);
        if (input.failure && !isStream(out)) std::rethrow_exception(input.failure);
        block.fromInterleaved(interleaved.data(), got);
        total += got;
        if (info.frames) onProgress(static_cast<double>(total) / static_cast<double>(*info.frames));
        return got;
    };
    const auto write = [&](const Planar& block, int from, int frames) {
        block.toInterleaved(interleaved.data(), from, frames);
        writer.write(interleaved.data(), frames);
    };
    render(engine, info.channels, read, write, blockFrames);
    if (input.failure) std::rethrow_exception(input.failure);
    writer.commit();

    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
    DenoiseReport report{info.sampleRate,
                         info.channels,
                         bitDepth(writer.info().format),
                         static_cast<double>(total) / info.sampleRate,
                         elapsed.count(),
                         writer.peak(),
                         writer.clipped(),
                         reader.missing(),
                         reader.warnings()};
    warnOfPeaks(input, writer, setup, report.warnings);
    return report;
}

} // namespace solus::cli
