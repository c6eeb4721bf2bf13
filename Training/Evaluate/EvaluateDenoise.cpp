// evaluate-denoise: figures of a denoiser on a test set of noisy and clean recordings.
#include "Command.h"
#include "Data/Decode.h"
#include "Engine/Models.h"
#include "Engine/VoiceEngine.h"
#include "Error.h"
#include "Evaluate/EvaluateFiles.h"
#include "Files/AudioFileWriter.h"
#include "Measure/Intelligibility.h"
#include "Measure/Metrics.h"

#include <array>
#include <cstdio>
#include <iostream>
#include <nlohmann/json.hpp>

namespace solus::train {

namespace fs = std::filesystem;

namespace {

constexpr int rate = 48000;
constexpr double wideBandHz = 14000.0;

constexpr int figureCount = 6;
using Figures = std::array<double, figureCount>;
constexpr std::array<const char*, figureCount> figureNames{"si_sdr_16k", "si_sdr_48k", "snr",
                                                           "lsd",        "stoi",       "estoi"};
constexpr std::array<const char*, figureCount> figureTitles{"SI-SDR 16k", "SI-SDR 48k", "SNR",
                                                            "LSD",        "STOI",       "ESTOI"};

/// Intelligibility as published: at 16 kHz first, like the systems that hear no more, then at 10 kHz.
Figures measure(const std::vector<float>& clean, const std::vector<float>& estimate) {
    const auto clean16 = resample(clean, rate, 16000), estimate16 = resample(estimate, rate, 16000);
    const auto clean10 = resample(clean16, 16000, intelligibilityRate),
               estimate10 = resample(estimate16, 16000, intelligibilityRate);
    return {siSdrDb(clean16, estimate16),           siSdrDb(clean, estimate),  snrDb(clean, estimate),
            logSpectralDistanceDb(clean, estimate), stoi(clean10, estimate10), estoi(clean10, estimate10)};
}

struct Item {
    std::string file;
    int snrDb = 0;
    bool wideBand = false;
    Figures noisy{}, cleaned{};
};

/// A line of the table: the files that a condition picks.
struct Group {
    std::string name;
    int files = 0;
    Figures noisy{}, cleaned{};
};

template <typename Condition>
Group groupOf(const std::string& name, const std::vector<Item>& items, Condition condition) {
    Group group{name};
    for (const auto& item : items) {
        if (!condition(item)) continue;
        ++group.files;
        for (int f = 0; f < figureCount; ++f)
            group.noisy[f] += item.noisy[f], group.cleaned[f] += item.cleaned[f];
    }
    for (int f = 0; f < figureCount && group.files > 0; ++f)
        group.noisy[f] /= group.files, group.cleaned[f] /= group.files;
    return group;
}

/// Through the engine as a host calls it; the delay that it reports is taken out.
std::vector<float> denoise(const std::shared_ptr<const Model>& model, std::vector<float> signal,
                           float amountDb) {
    VoiceEngine engine(model);
    engine.prepare(rate, 1);
    EngineSettings settings;
    settings.amountDb = amountDb;
    engine.setSettings(settings);
    engine.reset();
    const size_t length = signal.size(), latency = static_cast<size_t>(engine.latencySamples());
    signal.resize(length + latency, 0.0f);
    for (size_t at = 0; at < signal.size(); at += 512) {
        float* block = signal.data() + at;
        engine.process(&block, &block, static_cast<int>(std::min<size_t>(512, signal.size() - at)));
    }
    signal.erase(signal.begin(), signal.begin() + static_cast<std::ptrdiff_t>(latency));
    return signal;
}

class EvaluateDenoise : public Command {
public:
    std::string name() const override { return "evaluate-denoise"; }
    std::string description() const override {
        return "Figures of a denoiser, or of recordings that another one made, on a test set";
    }

    void configure(CLI::App& app) override {
        app.add_option("--testset", testset_, "Folder with manifest.tsv, clean/ and noisy/")->required();
        auto* model = app.add_option("--model", model_, "Name of a built-in model, or a file");
        app.add_option("--wavs", wavs_, "Folder of cleaned recordings to measure instead of running a model")
            ->excludes(model);
        app.add_option("--amount", amountDb_, "At most this much noise is taken away, in dB")
            ->check(CLI::Range(0.0, 100.0));
        app.add_option("--out", out_, "Folder to write the cleaned recordings to");
        app.add_flag("--json", json_, "One JSON object instead of the table");
    }

    int run() override {
        std::vector<Item> items;
        for (const auto& row : readTable(fs::path(testset_) / "manifest.tsv", {"file", "snr_db"})) {
            const auto bandwidth = row.find("speech_bandwidth_hz");
            items.push_back({row.at("file"), std::stoi(row.at("snr_db")),
                             bandwidth != row.end() && std::atof(bandwidth->second.c_str()) >= wideBandHz});
        }
        const auto model = wavs_.empty() ? findModel(model_, "denoiser") : nullptr;
        if (!out_.empty()) fs::create_directories(out_);
        forEach("Measuring", items.size(), [&](size_t i) { measureItem(items[i], model); });
        report(items, model ? model->name : wavs_);
        return 0;
    }

private:
    void measureItem(Item& item, const std::shared_ptr<const Model>& model) const {
        const auto clean = readMono(fs::path(testset_) / "clean" / item.file, rate);
        const auto noisy = readMono(fs::path(testset_) / "noisy" / item.file, rate);
        if (clean.size() != noisy.size()) throw Error(item.file + ": clean and noisy differ in length");
        auto cleaned = model ? denoise(model, noisy, amountDb_) : readCleaned(item.file, clean.size());
        item.noisy = measure(clean, noisy);
        item.cleaned = measure(clean, cleaned);
        if (out_.empty()) return;
        AudioInfo info;
        info.sampleRate = rate;
        info.channels = 1;
        info.format = SampleFormat::float32;
        info.frames = static_cast<std::int64_t>(cleaned.size());
        AudioFileWriter writer((fs::path(out_) / item.file).replace_extension(".wav").string(), info);
        writer.write(cleaned.data(), static_cast<std::int64_t>(cleaned.size()));
        writer.commit();
    }

    /// Another program's output under the same name; a few samples more or less are forgiven.
    std::vector<float> readCleaned(const std::string& file, size_t length) const {
        for (const char* ending : {".wav", ".flac"}) {
            const auto path = (fs::path(wavs_) / file).replace_extension(ending);
            if (!fs::exists(path)) continue;
            auto samples = readMono(path, rate);
            if (samples.size() + rate / 10 < length || samples.size() > length + rate / 10)
                throw Error(path.string() +
                            ": its length differs from the clean recording's by more than 0.1 s");
            samples.resize(length, 0.0f);
            return samples;
        }
        throw Error((fs::path(wavs_) / file).string() + ": neither a .wav nor a .flac of that name");
    }

    void report(const std::vector<Item>& items, const std::string& system) const {
        std::vector<Group> groups{groupOf("all", items, [](const Item&) { return true; })};
        for (int snr = -40; snr <= 60; ++snr) {
            const auto group =
                groupOf(std::to_string(snr) + " dB", items, [snr](const Item& i) { return i.snrDb == snr; });
            if (group.files > 0) groups.push_back(group);
        }
        for (bool wide : {true, false}) {
            const auto group = groupOf(wide ? "wide band" : "narrow band", items,
                                       [wide](const Item& i) { return i.wideBand == wide; });
            if (group.files > 0) groups.push_back(group);
        }
        if (json_)
            printJson(groups, items, system);
        else
            printTable(groups, system);
    }

    void printTable(const std::vector<Group>& groups, const std::string& system) const {
        std::printf("%s against the noisy input (noisy -> cleaned), %d files", system.c_str(),
                    groups[0].files);
        if (wavs_.empty()) std::printf(", amount %g dB", static_cast<double>(amountDb_));
        std::printf("\n%-12s %5s", "", "files");
        for (const char* title : figureTitles) std::printf("  %16s", title);
        std::printf("\n");
        for (const auto& group : groups) {
            std::printf("%-12s %5d", group.name.c_str(), group.files);
            for (int f = 0; f < figureCount; ++f) {
                const int digits = f < 4 ? 2 : 3;
                std::printf("  %6.*f -> %6.*f", digits, group.noisy[f], digits, group.cleaned[f]);
            }
            std::printf("\n");
        }
    }

    static nlohmann::ordered_json toJson(const Figures& figures) {
        nlohmann::ordered_json json;
        for (int f = 0; f < figureCount; ++f) json[figureNames[f]] = figures[f];
        return json;
    }

    void printJson(const std::vector<Group>& groups, const std::vector<Item>& items,
                   const std::string& system) const {
        nlohmann::ordered_json json{{"system", system}, {"testset", testset_}};
        if (wavs_.empty()) json["amount_db"] = amountDb_;
        for (const auto& group : groups)
            json["groups"].push_back({{"name", group.name},
                                      {"files", group.files},
                                      {"noisy", toJson(group.noisy)},
                                      {"cleaned", toJson(group.cleaned)}});
        for (const auto& item : items)
            json["files"].push_back({{"file", item.file},
                                     {"snr_db", item.snrDb},
                                     {"wide_band", item.wideBand},
                                     {"noisy", toJson(item.noisy)},
                                     {"cleaned", toJson(item.cleaned)}});
        std::cout << json.dump(1) << std::endl;
    }

    std::string testset_, model_ = defaultDenoiserName, wavs_, out_;
    float amountDb_ = defaultAmountDb;
    bool json_ = false;
};

const RegisterCommand<EvaluateDenoise> registered;

} // namespace

} // namespace solus::train
