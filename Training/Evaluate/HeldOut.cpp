// Measures a model's output for the held-out files and adds it to the report.
#include "Evaluate/HeldOut.h"

#include "Base/Error.h"
#include "Data/Decode.h"
#include "Engine/EngineSettings.h"
#include "Evaluate/DenoiseFigures.h"
#include "Evaluate/DenoiseOutput.h"
#include "Evaluate/EvaluateFiles.h"
#include "Files/AudioFileWriter.h"
#include "Lab/Spectrogram.h"
#include "Measure/Intelligibility.h"
#include "Measure/Metrics.h"

namespace solus::train {

namespace fs = std::filesystem;

namespace {

void writeWav(const fs::path& path, const std::vector<float>& samples) {
    AudioInfo info;
    info.sampleRate = evaluationRate;
    info.channels = 1;
    info.format = SampleFormat::pcm16;
    info.frames = static_cast<std::int64_t>(samples.size());
    AudioFileWriter writer(path.string(), info);
    writer.write(samples.data(), *info.frames);
    writer.commit();
}

std::vector<std::string> row(const std::string& file, const std::string& what,
                             const HeldOutFigures& figures) {
    return {file, what, fixed(figures.snr, 2), fixed(figures.siSdr, 2), fixed(figures.stoi, 3)};
}

} // namespace

fs::path heldOutFolder() {
    std::error_code ec;
    const fs::path program = fs::read_symlink("/proc/self/exe", ec);
    for (fs::path folder = program.parent_path(); folder.has_relative_path(); folder = folder.parent_path())
        for (const char* place : {"share/solus/demo", "Resources/Demo"})
            if (fs::is_directory(folder / place, ec)) return folder / place;
    return "Resources/Demo";
}

std::vector<HeldOutFile> heldOutFiles(const fs::path& folder) {
    std::vector<HeldOutFile> files{{"voice-in-rain", "reading aloud in a tent, rain on it", {}, {}},
                                   {"voice-by-bicycle", "a man reading beside a bicycle trainer", {}, {}}};
    for (auto& file : files) {
        file.noisy = readMono(folder / (file.name + ".flac"), evaluationRate);
        file.clean = readMono(folder / (file.name + ".clean.flac"), evaluationRate);
        if (file.noisy.size() != file.clean.size())
            throw Error((folder / (file.name + ".clean.flac")).string() +
                        ": not as long as the noisy recording");
    }
    return files;
}

HeldOutFigures heldOutFigures(std::span<const float> clean, std::span<const float> estimate) {
    const auto low = [](std::span<const float> x) {
        return resample(x, evaluationRate, intelligibilityRate);
    };
    return {snrDb(clean, estimate), siSdrDb(clean, estimate), stoi(low(clean), low(estimate))};
}

void reportHeldOut(Run& run, const std::shared_ptr<const Model>& model,
                   const std::vector<HeldOutFile>& files) {
    auto& report = run.report;
    report.heading("Held-out files");
    report.text(
        "Cleaned by the engine with the exported model, as `solus denoise` and the plugin do it. SNR is 10 "
        "log10(signal power / noise power) against the clean recording, where noise is all that differs.");
    std::vector<std::vector<std::string>> rows;
    for (const auto& file : files) {
        const auto cleaned = denoise(model, file.noisy, defaultAmountDb);
        const auto before = heldOutFigures(file.clean, file.noisy),
                   after = heldOutFigures(file.clean, cleaned);
        rows.push_back(row(file.name, "before", before));
        rows.push_back(row(file.name, "after", after));
        report.result(file.name + ", SNR", after.snr, "dB", "before: " + fixed(before.snr, 2));
        report.result(file.name + ", SI-SDR", after.siSdr, "dB", "before: " + fixed(before.siSdr, 2));
        report.result(file.name + ", STOI", after.stoi, "", "before: " + fixed(before.stoi, 3));
        writeWav(run.folder / (file.name + ".before.wav"), file.noisy);
        writeWav(run.folder / (file.name + ".after.wav"), cleaned);
        writeWav(run.folder / (file.name + ".clean.wav"), file.clean);
        drawSpectrograms(run.folder / (file.name + ".png"),
                         {{"before", file.noisy}, {"after", cleaned}, {"the clean recording", file.clean}});
    }
    report.table({"file", "", "SNR, dB", "SI-SDR, dB", "STOI"}, rows);
    for (const auto& file : files) {
        report.picture(file.name + ".png", file.name + ": " + file.about);
        report.sound(file.name + ".before.wav", file.name + ", before");
        report.sound(file.name + ".after.wav", file.name + ", after");
        report.sound(file.name + ".clean.wav", file.name + ", the clean recording");
    }
}

} // namespace solus::train
