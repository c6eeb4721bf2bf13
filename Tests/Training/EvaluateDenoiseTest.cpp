// evaluate-denoise: figures of a denoiser, or of another one's recordings, and the limits that it must keep.
#include "Base/Error.h"
#include "Command.h"
#include "Core/Random.h"
#include "Engine/Models.h"
#include "Evaluate/Beginnings.h"
#include "Evaluate/EvaluateFiles.h"
#include "Evaluate/RareVoices.h"
#include "Measure/Intelligibility.h"
#include "Support/ToyModels.h"
#include "ToyData.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <numbers>
#include <sstream>

using namespace solus;
using namespace solus::train;

TEST_CASE("evaluate-denoise measures recordings of another denoiser beside the noisy input") {
    toy::Folder folder;
    const auto voice = toy::speech("v", 2.0, 24000.0, 3);
    auto noisy = voice;
    // Noise of the same energy as the voice, times 0.1: 20 dB.
    Random random({1});
    double power = 0.0;
    for (auto x : voice.samples) power += x * x / static_cast<double>(voice.samples.size());
    for (auto& x : noisy.samples)
        x = static_cast<std::int16_t>(std::lround(x + 0.1 * std::sqrt(power) * random.gaussian()));
    toy::writeText(folder / "set/manifest.tsv", "file\tsnr_db\tspeech_bandwidth_hz\n000.wav\t20\t22000\n");
    toy::writeWav(folder / "set/clean/000.wav", voice);
    toy::writeWav(folder / "set/noisy/000.wav", noisy);
    toy::writeWav(folder / "done/000.wav", voice);
    const std::string set = "--json --testset " + (folder / "set").string();
    const auto report = toy::outputOf("evaluate-denoise", set + " --wavs " + (folder / "done").string());
    const auto& all = report["groups"][0];
    CHECK(all["files"] == 1);
    CHECK(all["noisy"]["snr"].get<double>() == Approx(20.0).margin(0.1));
    CHECK(all["noisy"]["si_sdr_48k"].get<double>() == Approx(20.0).margin(0.1));
    // A third of the noise lies below 8 kHz: 10 log10(3) dB better at 16 kHz.
    CHECK(all["noisy"]["si_sdr_16k"].get<double>() == Approx(24.8).margin(0.5));
    CHECK(all["cleaned"]["si_sdr_48k"].get<double>() > 100.0);
    CHECK(all["cleaned"]["lsd"].get<double>() == Approx(0.0).margin(1e-6));
    CHECK(all["cleaned"]["stoi"].get<double>() == Approx(1.0).margin(1e-6));
    CHECK(all["noisy"]["lsd"].get<double>() > 3.0);
    CHECK(report["files"][0]["wide_band"] == true);

    CHECK_THROWS_WITH(toy::outputOf("evaluate-denoise", set + " --wavs " + folder.path().string()),
                      Catch::Contains("000.wav"));
    auto half = voice;
    half.samples.resize(half.samples.size() / 2);
    toy::writeWav(folder / "half/000.wav", half);
    CHECK_THROWS_WITH(toy::outputOf("evaluate-denoise", set + " --wavs " + (folder / "half").string()),
                      Catch::Contains("length"));
    CHECK_THROWS_WITH(
        toy::outputOf("evaluate-denoise", "--testset " + (folder / "none").string() + " --wavs x"),
        Catch::Contains("manifest.tsv"));
}

namespace {

/// Every gain is sigmoid(x).
void writeDenoiser(const std::filesystem::path& path, float x) {
    const StftSpec stft;
    const auto bins = static_cast<size_t>(stft.bins());
    const Tensor weight{{stft.bins(), stft.bins()}, std::vector<float>(bins * bins, 0.0f)};
    const Tensor bias{{stft.bins()}, std::vector<float>(bins, x)};
    const auto file =
        toy::fileOf("denoiser", stft, {},
                    {{{"type", "dense"}, {"name", "mask"}}, {{"type", "sigmoid"}, {"name", "gain"}}},
                    {{"mask.weight", weight}, {"mask.bias", bias}});
    std::ofstream(path, std::ios::binary)
        .write(reinterpret_cast<const char*>(file.data()), static_cast<std::streamsize>(file.size()));
}

/// Width and height of a PNG, from its header.
std::pair<int, int> sizeOfPng(const std::filesystem::path& path) {
    std::ifstream stream(path, std::ios::binary);
    std::array<unsigned char, 24> head{};
    stream.read(reinterpret_cast<char*>(head.data()), head.size());
    if (!stream || std::string(head.begin() + 1, head.begin() + 4) != "PNG") return {0, 0};
    const auto number = [&head](size_t at) {
        return (head[at] << 24) + (head[at + 1] << 16) + (head[at + 2] << 8) + head[at + 3];
    };
    return {number(16), number(20)};
}

/// Two files of a voice that starts at once after a pause, with hiss 20 and 6 dB below it.
void writeTestset(const std::filesystem::path& folder) {
    toy::writeText(folder / "manifest.tsv",
                   "file\tsnr_db\tnoise_class\n000.wav\t20\thiss\n001.wav\t6\train\n");
    for (int i = 0; i < 2; ++i) {
        auto clean = toy::speech("v", 3.0, 24000.0, 3);
        std::fill(clean.samples.begin(), clean.samples.begin() + 40000, std::int16_t{0});
        auto noisy = clean;
        double power = 0.0;
        for (auto x : clean.samples) power += x * x / static_cast<double>(clean.samples.size());
        Random random({1, static_cast<std::uint64_t>(i)});
        for (auto& x : noisy.samples)
            x = static_cast<std::int16_t>(
                std::lround(x + (i == 0 ? 0.1 : 0.5) * std::sqrt(power) * random.gaussian()));
        const std::string name = "00" + std::to_string(i) + ".wav";
        toy::writeWav(folder / "clean" / name, clean);
        toy::writeWav(folder / "noisy" / name, noisy);
    }
}

} // namespace

TEST_CASE("evaluate-denoise: a denoiser that does nothing changes no figure and keeps every limit") {
    toy::Folder folder;
    writeDenoiser(folder / "m.safetensors", 40.0f);
    writeTestset(folder / "set");
    const std::string arguments = "--testset " + (folder / "set").string() + " --model " +
                                  (folder / "m.safetensors").string() + " --plots " +
                                  (folder / "plots").string();
    const auto report = toy::outputOf("evaluate-denoise", "--json " + arguments);
    std::vector<std::string> groups;
    for (const auto& group : report["groups"]) {
        groups.push_back(group["kind"].get<std::string>() + ":" + group["name"].get<std::string>());
        for (const auto& [name, value] : group["noisy"].items())
            CHECK(group["cleaned"][name].get<double>() == Approx(value.get<double>()).margin(0.01));
    }
    CHECK(groups == std::vector<std::string>{"all:all", "snr:6 dB", "snr:20 dB", "band:narrow band",
                                             "noise_class:hiss", "noise_class:rain"});
    CHECK(report["groups"][0]["onsets"].get<int>() >= 2);
    CHECK(report["groups"][0]["noisy"]["noise_level_deviation"].get<double>() == Approx(0.2).margin(0.05));
    CHECK(report["files"][1]["noise_class"] == "rain");
    std::vector<std::string> checks;
    for (const auto& check : report["checks"]) {
        checks.push_back(check["name"]);
        CHECK(check["holds"] == true);
        if (checks.back() == "clean_speech_si_sdr") CHECK(check["value"].get<double>() > 90.0);
    }
    CHECK(checks.size() == 14);
    REQUIRE(report["beginnings"].size() == beginnings().size());
    for (const auto& beginning : report["beginnings"]) {
        INFO(beginning.dump());
        CHECK(std::abs(beginning["worst_si_sdr_lost"].get<double>()) < 0.05);
        CHECK(std::abs(beginning["worst_noise_louder"].get<double>()) < 0.2);
    }

    REQUIRE(report["rare_voices"].size() == RareVoices::count);
    for (const auto& voice : report["rare_voices"]) {
        INFO(voice.dump());
        CHECK(std::abs(voice["worst_level_db"].get<double>()) < 0.1);
        CHECK(voice["lost"] == 0.0);
    }

    CHECK(sizeOfPng(folder / "plots/by-snr.png").first >= 1000);
    CHECK(sizeOfPng(folder / "plots/by-noise-class.png").second >= 1000);

    // The tables hold a line for each condition and file, and fit a terminal.
    std::stringstream text(toy::textOf("evaluate-denoise", "--files " + arguments));
    int linesOfFile = 0, linesOfClass = 0;
    for (std::string line; std::getline(text, line);) {
        CHECK(line.size() <= 120);
        linesOfFile += line.rfind("001.wav", 0) == 0;
        linesOfClass += line.rfind("hiss", 0) == 0;
    }
    CHECK((linesOfFile == 2 && linesOfClass == 2));
}

TEST_CASE("evaluate-denoise: a denoiser that takes everything for noise loses the rare voices") {
    toy::Folder folder;
    writeDenoiser(folder / "m.safetensors", -40.0f);
    writeTestset(folder / "set");
    const auto report =
        toy::outputOf("evaluate-denoise", "--json --amount 20 --testset " + (folder / "set").string() +
                                              " --model " + (folder / "m.safetensors").string());
    for (const auto& voice : report["rare_voices"]) {
        INFO(voice.dump());
        CHECK(voice["level_db"].get<double>() == Approx(-20.0).margin(0.1));
        CHECK(voice["lost"] == 1.0);
    }
}

TEST_CASE("evaluate-denoise: silence for speech fails the limits, and onsets are lost") {
    toy::Folder folder;
    writeTestset(folder / "set");
    auto silence = toy::speech("v", 3.0, 24000.0, 3);
    std::fill(silence.samples.begin(), silence.samples.end(), std::int16_t{0});
    toy::writeWav(folder / "done/000.wav", silence);
    toy::writeWav(folder / "done/001.wav", silence);
    const auto report = toy::outputOf("evaluate-denoise", "--json --testset " + (folder / "set").string() +
                                                              " --wavs " + (folder / "done").string());
    const auto& all = report["groups"][0];
    CHECK(all["cleaned"]["onset_loss"].get<double>() == Approx(30.0));
    CHECK(all["cleaned"]["onsets_lost_percent"].get<double>() == 100.0);
    CHECK(all["noisy"]["onsets_lost_percent"].get<double>() == 0.0);
    CHECK(all["cleaned"]["noise_reduction"].get<double>() > 40.0);
    CHECK(all["cleaned"]["speech_distortion"].get<double>() > 30.0);
    CHECK(all["cleaned"]["log_kurtosis_ratio"].is_null()); // needs a model to run
    REQUIRE(report["checks"].size() == 7);
    for (const auto& check : report["checks"])
        if (check["name"] != "gain_at_highest_snr_lsd") CHECK(check["holds"] == false);
}
