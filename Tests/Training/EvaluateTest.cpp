// The evaluations: figures of known cases, tables that are refused by name, what the commands report.
#include "Command.h"
#include "Engine/Models.h"
#include "Error.h"
#include "Evaluate/EvaluateFiles.h"
#include "Evaluate/Trials.h"
#include "Evaluate/VerifyPlots.h"
#include "Evaluate/VerifyRun.h"
#include "Measure/ErrorRates.h"
#include "Measure/Intelligibility.h"
#include "Support/ToyModels.h"
#include "ToyData.h"

#include "Core/Random.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <numbers>
#include <sstream>

using namespace solus;
using namespace solus::train;

namespace {

/// Runs a command with its output kept.
std::string textOf(const std::string& name, const std::string& arguments) {
    for (auto* command : commands()) {
        if (command->name() != name) continue;
        CLI::App app;
        command->configure(app);
        app.parse(arguments);
        std::ostringstream kept;
        auto* old = std::cout.rdbuf(kept.rdbuf());
        try {
            command->run();
        } catch (...) {
            std::cout.rdbuf(old);
            throw;
        }
        std::cout.rdbuf(old);
        return kept.str();
    }
    throw std::runtime_error(name + " is not registered");
}

nlohmann::json outputOf(const std::string& name, const std::string& arguments) {
    return nlohmann::json::parse(textOf(name, arguments));
}

/// Syllables of a vowel-like sound at 10 kHz.
std::vector<float> syllables(double seconds) {
    std::vector<float> samples(static_cast<size_t>(seconds * intelligibilityRate));
    Random random({2});
    for (size_t n = 0; n < samples.size(); ++n) {
        const double t = static_cast<double>(n) / intelligibilityRate;
        for (int h = 1; h <= 24; ++h)
            samples[n] += static_cast<float>(
                0.05 * (1.1 + std::sin(2.0 * std::numbers::pi * (0.6 + 0.37 * h) * t + h)) *
                std::sin(2.0 * std::numbers::pi * 150.0 * h * t));
        samples[n] += static_cast<float>(0.01 * random.gaussian());
    }
    return samples;
}

std::vector<float> withNoise(std::vector<float> samples, double level) {
    Random random({9});
    for (float& x : samples) x += static_cast<float>(level * random.gaussian());
    return samples;
}

} // namespace

TEST_CASE("Equal error rates of known cases") {
    const std::vector<double> low{1, 2, 3, 4}, high{5, 6, 7, 8};
    CHECK(equalErrorRate(high, low) == Approx(0.0));
    CHECK(equalErrorRate(low, high) == Approx(1.0));
    CHECK(equalErrorRate(low, low) == Approx(0.5));
    // One of four targets lies below one of four others: at the threshold between them one of each is wrong.
    CHECK(equalErrorRate(std::vector<double>{3.5, 6, 7, 8}, std::vector<double>{1, 2, 3, 5}) == Approx(0.25));
    // Ties count for both sides, and the value of the scores does not matter, only their order.
    CHECK(equalErrorRate(std::vector<double>{0.5, 0.5}, std::vector<double>{0.5, 0.5}) == Approx(0.5));
    CHECK_THROWS_AS(equalErrorRate(high, std::vector<double>{}), Error);
}

TEST_CASE("Detection cost of known cases") {
    const std::vector<double> targets{1, 5, 6, 7}, others{0, 2, 3, 4};
    // Rejecting the target at 1 misses a quarter: 0.05 * 0.25 / 0.05. Accepting it lets three others in.
    CHECK(minimumDetectionCost(targets, others, 0.05) == Approx(0.25));
    CHECK(minimumDetectionCost(others, targets, 0.05) <= 1.0); // never worse than blind
    CHECK(minimumDetectionCost(std::vector<double>{9}, others) == Approx(0.0));
}

TEST_CASE("Calibration finds scale and shift of logits that were bent") {
    Random random({4});
    // Scores N(+-2, 4) have the log likelihood ratio x itself; bent to (x + 3) / 5.
    std::vector<double> targets, others;
    for (int i = 0; i < 20000; ++i) {
        targets.push_back((2.0 + 2.0 * random.gaussian() + 3.0) / 5.0);
        others.push_back((-2.0 + 2.0 * random.gaussian() + 3.0) / 5.0);
    }
    const auto c = calibrate(targets, others);
    CHECK(c.scale == Approx(5.0).epsilon(0.05));
    CHECK(c.shift == Approx(-3.0).epsilon(0.05));
    const auto apart =
        calibrate(std::vector<double>{3, 4}, std::vector<double>{-3, -4}); // perfectly separable
    CHECK(std::isfinite(apart.scale));
    CHECK(apart.scale > 0.0);
}

TEST_CASE("Calibration finds the best scale even where scores crowd together far from zero") {
    // Newton's whole steps run away here: all logits near 5, one kind a little higher.
    std::vector<double> targets, others;
    for (int i = 0; i < 200; ++i) {
        targets.push_back(4.95 + 0.02 * (i % 20) / 20.0);
        others.push_back(4.93 + 0.03 * (i % 20) / 20.0);
    }
    const auto c = calibrate(targets, others);
    const auto entropy = [&](double a, double b) {
        double sum = 0.0;
        for (double x : targets) sum += std::log1p(std::exp(-(a * x + b))) / 400.0;
        for (double x : others) sum += std::log1p(std::exp(a * x + b)) / 400.0;
        return sum;
    };
    CHECK(entropy(c.scale, c.shift) < std::log(2.0));
}

TEST_CASE("Cllr of known cases, and the trade-off from accepting all to rejecting all") {
    const std::vector<double> zero{0.0, 0.0}, yes{40.0}, no{-40.0};
    CHECK(logLikelihoodRatioCost(zero, zero) == Approx(1.0));
    CHECK(logLikelihoodRatioCost(yes, no) == Approx(0.0).margin(1e-9));
    CHECK(logLikelihoodRatioCost(no, yes) == Approx(40.0 / std::log(2.0)));
    const std::vector<double> targets{1.0, 3.0}, others{0.0, 2.0};
    const auto points = errorTradeOff(targets, others);
    REQUIRE(points.size() == 5);
    CHECK((points.front().miss == 0.0 && points.front().falseAlarm == 1.0));
    CHECK((points[2].miss == 0.5 && points[2].falseAlarm == 0.5)); // accepted: 2 and 3
    CHECK((points.back().miss == 1.0 && points.back().falseAlarm == 0.0));
    CHECK_THROWS(errorTradeOff(targets, {}));
}

TEST_CASE("Calibration points: what was said against what was true, both kinds weighing the same") {
    std::vector<Trial> trials;
    const auto add = [&trials](bool target, double score, int times) {
        for (int i = 0; i < times; ++i) {
            trials.emplace_back();
            trials.back().target = target;
            trials.back().score = score;
        }
    };
    add(true, 0.95, 3), add(true, 0.25, 1);     // 4 targets
    add(false, 0.05, 30), add(false, 0.25, 10); // 40 others
    const auto points = calibrationPoints(trials);
    REQUIRE(points.size() == 3);
    CHECK((points[0].said == Approx(0.05) && points[0].found == 0.0 && points[0].trials == 30));
    CHECK((points[1].said == Approx(0.25) && points[1].found == Approx(0.5) && points[1].trials == 11));
    CHECK((points[2].said == Approx(0.95) && points[2].found == 1.0 && points[2].trials == 3));
}

TEST_CASE("evaluate-verify hears talkers by length, through noise and the denoiser, and draws") {
    toy::Folder folder;
    std::string table = "target\tcorpus\tenroll\ttest\ttest_seconds\tsimilar_pitch\n";
    for (int a = 0; a < 3; ++a) {
        const auto name = "toy_" + std::to_string(a);
        const auto pitch = static_cast<std::uint64_t>(a);
        toy::writeWav(folder / ("enroll/" + name + ".wav"), toy::speech(name, 4.0, 8000.0, pitch));
        toy::writeWav(folder / ("test/" + name + "_0.wav"), toy::speech(name, 3.5, 8000.0, pitch));
        for (int b = 0; b < 3; ++b)
            table += std::string(a == b ? "1" : "0") + "\ttoy\tenroll/" + name + ".wav\ttest/toy_" +
                     std::to_string(b) + "_0.wav\t3.5\t1\n";
    }
    toy::writeText(folder / "trials.tsv", table);
    VerifyPlan plan;
    plan.trials = folder.path();
    plan.embedder = defaultEmbedder();
    plan.snrsDb = {-20.0};
    plan.levelled = true;
    const auto lines = runTrials(plan);
    // 8 clean ones; similar pitch and the corpus at 3 and 5 s; three of noise.
    REQUIRE(lines.size() == 8 + 4 + 3);
    CHECK(lines[0].meanSeconds == Approx(1.0));
    CHECK((lines[0].figures.targets == 3 && lines[0].figures.others == 6));
    double clean = 0.0, noisy = 0.0; // how far apart the scores of the two kinds are
    for (const auto& line : lines) {
        if (line.group != "all" || line.condition.enrolSeconds > 0.0) continue;
        if (line.condition.testSeconds == 5.0) CHECK(line.meanSeconds == Approx(3.5).margin(0.01));
        if (line.condition.testSeconds != 3.0) continue;
        double& apart = line.condition.snrDb ? noisy : clean;
        for (const auto& trial : line.trials) apart += trial.target ? trial.score / 3.0 : -trial.score / 6.0;
    }
    CHECK(clean > noisy);
    writeVerifyPlots(folder / "plots", "toy's talkers", {{"3 s", lines[2].trials}});
    CHECK(std::filesystem::file_size(folder / "plots/det.png") > 1000);
    CHECK(std::filesystem::file_size(folder / "plots/calibration.png") > 1000);

    plan.denoiser = defaultDenoiser();
    plan.snrsDb.clear();
    const auto denoisedLines = runTrials(plan);
    REQUIRE(denoisedLines.size() == 8 + 4);
    CHECK(denoisedLines[0].trials[0].score != lines[0].trials[0].score);
    plan.noise = folder / "nothing";
    CHECK_THROWS_WITH(runTrials(plan), Catch::Contains("no such folder of noise"));
}

TEST_CASE("STOI and ESTOI: 1 for a copy at any level, falling with noise, near 0 for noise alone") {
    const auto clean = syllables(3.0);
    auto quiet = clean;
    for (float& x : quiet) x *= 0.01f;
    for (auto measure : {stoi, estoi}) {
        CHECK(measure(clean, clean) == Approx(1.0).margin(1e-6));
        CHECK(measure(clean, quiet) == Approx(1.0).margin(1e-4));
        const double little = measure(clean, withNoise(clean, 0.05)),
                     much = measure(clean, withNoise(clean, 0.5)),
                     only = measure(clean, withNoise(std::vector<float>(clean.size(), 0.0f), 0.5));
        CHECK(little < 1.0);
        CHECK(little > much);
        CHECK(much > only);
        CHECK(std::abs(only) < 0.15);
    }
    CHECK_THROWS_AS(stoi(clean, std::vector<float>(10)), Error);
    CHECK_THROWS_AS(estoi(std::vector<float>(2000, 0.1f), std::vector<float>(2000, 0.1f)), Error);
}

TEST_CASE("STOI hears speech only: silence before and after changes nothing") {
    const auto clean = syllables(2.0);
    const auto noisy = withNoise(clean, 0.2);
    const double before = stoi(clean, noisy);
    const std::vector<float> pause(128 * 100, 0.0f);
    auto longClean = clean, longNoisy = noisy;
    longClean.insert(longClean.end(), pause.begin(), pause.end());
    longNoisy.insert(longNoisy.end(), pause.begin(), pause.end());
    CHECK(stoi(longClean, longNoisy) == Approx(before).margin(0.01));
}

TEST_CASE("Trials are read with their speakers; the interval surrounds the rate and can be repeated") {
    toy::Folder folder;
    toy::writeText(folder / "trials.tsv", "target\tcorpus\tenroll\ttest\ttest_seconds\tsimilar_pitch\n"
                                          "1\tc\tenroll/c_07.opus\ttest/c_07_1.opus\t2.5\t1\n"
                                          "0\tc\tenroll/c_07.opus\ttest/c_12_0.opus\t2.5\t0\n");
    const auto two = readTrials(folder / "trials.tsv");
    REQUIRE(two.size() == 2);
    CHECK((two[0].target && two[0].similarPitch && two[0].enrolSpeaker == "c_07" &&
           two[0].testSpeaker == "c_07"));
    CHECK((!two[1].target && !two[1].similarPitch && two[1].testSpeaker == "c_12"));
    toy::writeText(folder / "bad.tsv", "target\tcorpus\tenroll\n1\tc\tx\n");
    CHECK_THROWS_WITH(readTrials(folder / "bad.tsv"), Catch::Contains("bad.tsv") && Catch::Contains("test"));

    Random random({6});
    std::vector<Trial> trials;
    for (int a = 0; a < 20; ++a)
        for (int b = 0; b < 20; ++b) {
            Trial trial;
            trial.target = a == b;
            trial.enrolSpeaker = std::to_string(a);
            trial.testSpeaker = std::to_string(b);
            trial.score = (trial.target ? 1.5 : 0.0) + random.gaussian();
            trials.push_back(trial);
        }
    const auto f = figuresOf(trials), again = figuresOf(trials);
    CHECK((f.targets == 20 && f.others == 380));
    CHECK(f.eer > 0.05);
    CHECK(f.eer < 0.45);
    CHECK(f.eerLow < f.eer);
    CHECK(f.eerHigh > f.eer);
    CHECK(f.eerHigh - f.eerLow > 0.05); // twenty speakers do not make certain
    CHECK((again.eerLow == f.eerLow && again.eerHigh == f.eerHigh));
}

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
    const auto report = outputOf("evaluate-denoise", set + " --wavs " + (folder / "done").string());
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

    CHECK_THROWS_WITH(outputOf("evaluate-denoise", set + " --wavs " + folder.path().string()),
                      Catch::Contains("000.wav"));
    auto half = voice;
    half.samples.resize(half.samples.size() / 2);
    toy::writeWav(folder / "half/000.wav", half);
    CHECK_THROWS_WITH(outputOf("evaluate-denoise", set + " --wavs " + (folder / "half").string()),
                      Catch::Contains("length"));
    CHECK_THROWS_WITH(outputOf("evaluate-denoise", "--testset " + (folder / "none").string() + " --wavs x"),
                      Catch::Contains("manifest.tsv"));
}

namespace {

/// Every gain is 1 to within e^-40.
void writeTransparentDenoiser(const std::filesystem::path& path) {
    const StftSpec stft;
    const auto bins = static_cast<size_t>(stft.bins());
    const Tensor weight{{stft.bins(), stft.bins()}, std::vector<float>(bins * bins, 0.0f)};
    const Tensor bias{{stft.bins()}, std::vector<float>(bins, 40.0f)};
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
    writeTransparentDenoiser(folder / "m.safetensors");
    writeTestset(folder / "set");
    const std::string arguments = "--testset " + (folder / "set").string() + " --model " +
                                  (folder / "m.safetensors").string() + " --plots " +
                                  (folder / "plots").string();
    const auto report = outputOf("evaluate-denoise", "--json " + arguments);
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
    CHECK(checks.size() == 13);

    CHECK(sizeOfPng(folder / "plots/by-snr.png").first >= 1000);
    CHECK(sizeOfPng(folder / "plots/by-noise-class.png").second >= 1000);

    // The tables hold a line for each condition and file, and fit a terminal.
    std::stringstream text(textOf("evaluate-denoise", "--files " + arguments));
    int linesOfFile = 0, linesOfClass = 0;
    for (std::string line; std::getline(text, line);) {
        CHECK(line.size() <= 120);
        linesOfFile += line.rfind("001.wav", 0) == 0;
        linesOfClass += line.rfind("hiss", 0) == 0;
    }
    CHECK((linesOfFile == 2 && linesOfClass == 2));
}

TEST_CASE("evaluate-denoise: silence for speech fails the limits, and onsets are lost") {
    toy::Folder folder;
    writeTestset(folder / "set");
    auto silence = toy::speech("v", 3.0, 24000.0, 3);
    std::fill(silence.samples.begin(), silence.samples.end(), std::int16_t{0});
    toy::writeWav(folder / "done/000.wav", silence);
    toy::writeWav(folder / "done/001.wav", silence);
    const auto report = outputOf("evaluate-denoise", "--json --testset " + (folder / "set").string() +
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
