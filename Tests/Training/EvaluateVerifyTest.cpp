// Intelligibility of known cases, and speaker trials: read, heard, drawn.
#include "Base/Error.h"
#include "Engine/Models.h"
#include "Evaluate/EvaluateFiles.h"
#include "Evaluate/HeardThrough.h"
#include "Evaluate/Trials.h"
#include "Evaluate/VerifyPlots.h"
#include "Evaluate/VerifyRun.h"
#include "Measure/Intelligibility.h"
#include "Support/ToyModels.h"
#include "ToyData.h"

#include "Core/Random.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <numbers>
#include <sstream>

using namespace solus;
using namespace solus::train;

namespace {

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
    for (const auto& line : lines)
        if (line.group == "all" && line.condition.enrolSeconds == 0.0 && line.condition.testSeconds == 5.0)
            CHECK(line.meanSeconds == Approx(3.5).margin(0.01));
    writeVerifyPlots(folder / "plots", "toy's talkers", {{"3 s", lines[2].trials}});
    CHECK(std::filesystem::file_size(folder / "plots/det.png") > 1000);
    CHECK(std::filesystem::file_size(folder / "plots/calibration.png") > 1000);

    plan.snrsDb.clear();
    for (const auto& way : waysToHear()) plan.heard.push_back(way.name);
    const auto heardLines = runTrials(plan);
    REQUIRE(heardLines.size() == 8 + 4 + 2 * plan.heard.size());
    for (const auto& line : heardLines) {
        if (line.group != "all" || line.condition.heard.empty() || line.condition.heard == "quiet") continue;
        INFO(line.condition.heard);
        CHECK(std::any_of(line.trials.begin(), line.trials.end(),
                          [&, i = size_t{0}](const Trial& trial) mutable {
                              return trial.score != lines[2].trials[i++].score; // as recorded
                          }));
    }
    plan.heard = {"underwater"};
    CHECK_THROWS_WITH(runTrials(plan), Catch::Contains("underwater"));
    plan.heard.clear();

    plan.denoiser = defaultDenoiser();
    const auto denoisedLines = runTrials(plan);
    REQUIRE(denoisedLines.size() == 8 + 4);
    CHECK(denoisedLines[0].trials[0].score != lines[0].trials[0].score);
    plan.noise = folder / "nothing";
    CHECK_THROWS_WITH(runTrials(plan), Catch::Contains("no such folder of noise"));
}

TEST_CASE("evaluate-verify: noise on the test speech brings the scores of real voices together") {
    toy::Folder folder;
    const std::string voices = SOLUS_FIXTURES "/trials/", corpus = "speechocean762";
    std::string table = "target\tcorpus\tenroll\ttest\ttest_seconds\tsimilar_pitch\n";
    for (const std::string a : {"0094", "0131", "0739"})
        for (const std::string b : {"0094", "0131", "0739"})
            table += (a == b ? "1\t" : "0\t") + corpus + "\t" + voices + "enroll/" + corpus + "_" + a +
                     ".opus\t" + voices + "test/" + corpus + "_" + b + "_0.opus\t2.8\t1\n";
    toy::writeText(folder / "trials.tsv", table);
    VerifyPlan plan;
    plan.trials = folder.path();
    plan.embedder = defaultEmbedder();
    plan.snrsDb = {-20.0};
    double clean = 0.0, noisy = 0.0; // how far apart the scores of the two kinds are
    for (const auto& line : runTrials(plan)) {
        if (line.group != "all" || line.condition.enrolSeconds > 0.0 || line.condition.testSeconds != 3.0)
            continue;
        double& apart = line.condition.snrDb ? noisy : clean;
        for (const auto& trial : line.trials) apart += trial.target ? trial.score / 3.0 : -trial.score / 6.0;
    }
    CHECK(clean > 0.5);
    CHECK(noisy < 0.5 * clean);
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
