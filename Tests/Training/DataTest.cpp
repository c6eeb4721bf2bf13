// Manifests, bare folders, the split, packs, and what `data check` and `pack` say.
#include "Base/Error.h"
#include "Command.h"
#include "Data/Decode.h"
#include "Data/Pack.h"
#include "ToyData.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <iostream>
#include <sstream>

using namespace solus;
using namespace solus::train;

namespace {

const std::string speechHeader =
    "path\tpart\tcorpus\tspeaker\tseconds\tnative_rate\tbandwidth_hz\tgender\tlanguage\tlevel_range_db\n";

Entry noiseEntry(const std::string& set, const std::string& file) {
    Entry entry;
    entry.group = set;
    entry.path = "noise/train/" + set + "/" + file;
    return entry;
}

/// Runs a subcommand; returns what it printed. The error, if any, is passed on.
std::string runCommand(const std::string& name, const std::string& arguments, std::string* error = nullptr) {
    CLI::App app;
    std::vector<std::pair<CLI::App*, Command*>> known;
    for (auto* command : commands()) {
        auto* sub = app.add_subcommand(command->name(), command->description());
        command->configure(*sub);
        known.emplace_back(sub, command);
    }
    app.parse(name + " " + arguments);
    std::ostringstream captured;
    auto* old = std::cout.rdbuf(captured.rdbuf());
    try {
        for (auto& [sub, command] : known)
            if (sub->parsed()) command->run();
    } catch (const Error& e) {
        if (error) *error = e.what();
    }
    std::cout.rdbuf(old);
    return captured.str();
}

} // namespace

TEST_CASE("A manifest is read by the names of its columns") {
    toy::Folder folder;
    toy::writeText(folder / "speech/manifest.tsv",
                   speechHeader + "speech/train/a/x/1.wav\ttrain\ta\ta:x\t1.5\t16000\t7900\tf\ten\t42.0\n"
                                  "speech/dev/a/y/1.wav\tdev\ta\ta:y\t1.5\t48000\t\tm\ten\t\n");
    const auto entries = readEntries(folder.path(), Kind::speech);
    REQUIRE(entries.size() == 2u);
    CHECK(entries[0].speaker == "a:x");
    CHECK(entries[0].bandwidthHz == 7900.0);
    CHECK(entries[0].levelRangeDb == 42.0);
    CHECK(entries[1].part == "dev");
    CHECK(entries[1].bandwidthHz == 24000.0);
    CHECK(readEntries(folder.path(), Kind::noise).empty());

    toy::writeText(folder / "speech/manifest.tsv", "path\tpart\tcorpus\tspeaker\n");
    CHECK_THROWS_WITH(readEntries(folder.path(), Kind::speech), Catch::Contains("bandwidth_hz"));
    CHECK_THROWS_WITH(readEntries(folder / "nowhere", Kind::speech), Catch::Contains("nowhere"));
}

TEST_CASE("A bare folder is speech, speakers are its folders, dev folders stay out of training") {
    toy::Folder folder;
    toy::writeWav(folder / "anna/1.wav", toy::speech("anna", 0.3, 24000, 1));
    toy::writeWav(folder / "ben/1.wav", toy::speech("ben", 0.2, 24000, 2));
    toy::writeWav(folder / "dev/cleo/1.wav", toy::speech("cleo", 0.2, 24000, 3));
    toy::writeText(folder / "ben/notes.txt", "no audio");
    const auto entries = readEntries(folder.path(), Kind::speech);
    REQUIRE(entries.size() == 3u);
    CHECK(entries[0].speaker == "anna");
    CHECK(entries[1].speaker == "ben");
    const auto library = loadLibrary(folder.path(), {});
    REQUIRE(library->speech.size() == 2u);
    CHECK(library->speech[0].samples == toy::speech("anna", 0.3, 24000, 1).samples);
    CHECK(library->noise.empty());

    DataNeeds withNoise;
    withNoise.noiseRequired = true;
    CHECK_THROWS_WITH(loadLibrary(folder.path(), withNoise), Catch::Contains("noise"));
    toy::writeText(folder / "anna/broken.wav", "RIFF");
    CHECK_THROWS_WITH(loadLibrary(folder.path(), {}), Catch::Contains("broken.wav"));
}

TEST_CASE("Pieces of one recording fall on one side of the split") {
    CHECK(recordingStem(noiseEntry("city", "birds__x-a.opus")) ==
          recordingStem(noiseEntry("city", "birds__x-c.opus")));
    CHECK(recordingStem(noiseEntry("city", "birds__x-a.opus")) !=
          recordingStem(noiseEntry("city", "birds__y-a.opus")));
    CHECK(recordingStem(noiseEntry("esc10", "rain__1-100-A.opus")) ==
          recordingStem(noiseEntry("esc10", "rain__1-100-B.opus")));
    CHECK(recordingStem(noiseEntry("kitchen20-own", "blender__4-M-Mixer.wav-A-0.opus")) ==
          recordingStem(noiseEntry("kitchen20-own", "blender__5-M-Mixer.wav-C-0.opus")));
    CHECK(recordingStem(noiseEntry("kitchen20-own", "blender__4-M-Mixer.wav-A-0.opus")) !=
          recordingStem(noiseEntry("kitchen20-own", "blender__4-M-mixer2.wav-A-0.opus")));
    int held = 0;
    for (int i = 0; i < 1000; ++i) {
        const std::string stem = "rain__" + std::to_string(i);
        const bool a = isHeldOut(noiseEntry("s", stem + "-a.opus"), Kind::noise);
        CHECK(a == isHeldOut(noiseEntry("s", stem + "-b.opus"), Kind::noise));
        held += a;
    }
    CHECK(held > 50);
    CHECK(held < 120);
    Entry kathleen;
    kathleen.group = "rhasspy_kathleen";
    CHECK(!isHeldOut(kathleen, Kind::speech));
}

TEST_CASE("A pack gives back what went in") {
    toy::Folder folder;
    const auto library = toy::library();
    const auto file = folder / "toy.pack";
    writePack(*library, file);
    REQUIRE(isPack(file));
    const auto back = loadLibrary(file, {});
    REQUIRE(back->speech.size() == library->speech.size());
    REQUIRE(back->noise.size() == library->noise.size());
    REQUIRE(back->rooms.size() == library->rooms.size());
    CHECK(back->rooms[0].samples == library->rooms[0].samples);
    for (size_t i = 0; i < library->speech.size(); ++i) {
        const auto &a = library->speech[i], &b = back->speech[i];
        CHECK(a.entry.path == b.entry.path);
        CHECK(a.entry.speaker == b.entry.speaker);
        CHECK(a.entry.bandwidthHz == b.entry.bandwidthHz);
        REQUIRE(a.samples.size() == b.samples.size());
        if (a.entry.bandwidthHz > 12000.0) {
            CHECK(a.samples == b.samples);
            continue;
        }
        // Stored at 16 kHz: the same up to the filters' edges and the rounding.
        double error = 0.0, power = 0.0;
        for (size_t n = 2000; n + 2000 < a.samples.size(); ++n) {
            error += std::pow(a.samples[n] - b.samples[n], 2.0);
            power += std::pow(a.samples[n], 2.0);
        }
        CHECK(error < 1e-4 * power);
    }
    DataNeeds speechOnly;
    speechOnly.noise = speechOnly.rooms = false;
    CHECK(loadLibrary(file, speechOnly)->noise.empty());

    SECTION("a cut pack is refused") {
        std::filesystem::resize_file(file, std::filesystem::file_size(file) - 1000);
        CHECK_THROWS_WITH(loadLibrary(file, {}), Catch::Contains("truncated"));
        std::filesystem::resize_file(file, 100);
        CHECK_THROWS_AS(loadLibrary(file, {}), Error);
    }
}

TEST_CASE("A balanced subset keeps to its budget and takes from every speaker") {
    toy::Folder folder;
    const auto library = toy::library();
    const Library subset = balancedSubset(*library, 3000000);
    writePack(subset, folder / "small.pack");
    CHECK(std::filesystem::file_size(folder / "small.pack") < 3200000u);
    CHECK(subset.speech.size() > 5u);
    CHECK(subset.speech.size() < library->speech.size());
    CHECK(std::any_of(subset.speech.begin(), subset.speech.end(),
                      [](const Recording& r) { return r.entry.bandwidthHz > 20000; }));
    CHECK(std::any_of(subset.speech.begin(), subset.speech.end(),
                      [](const Recording& r) { return r.entry.bandwidthHz < 20000; }));
    CHECK(subset.noise.size() > 3u);
}

TEST_CASE("data check says what was found and what is missing; pack writes a file that it knows") {
    toy::Folder folder;
    std::string manifest = speechHeader;
    for (int s = 0; s < 20; ++s) {
        const auto recording = toy::speech("v" + std::to_string(s), 0.2, 24000, s);
        toy::writeWav(folder / recording.entry.path, recording);
        manifest += recording.entry.path + "\ttrain\ttoy\t" + recording.entry.speaker +
                    "\t0.2\t48000\t24000\tf\ten\t40\n";
    }
    toy::writeText(folder / "speech/manifest.tsv", manifest);
    const std::string root = folder.path().string();
    std::string error;
    const auto good = runCommand("data", "check " + root, &error);
    CHECK(error.empty());
    CHECK_THAT(good, Catch::Contains("speech: 20 files") && Catch::Contains("20 speakers") &&
                         Catch::Contains("missing: noise/"));

    runCommand("pack", "--data " + root + " --out " + root + "/x.pack --budget 5");
    CHECK_THAT(runCommand("data", "check " + root + "/x.pack"), Catch::Contains("20 of speech"));

    toy::writeText(folder / "speech/manifest.tsv",
                   manifest +
                       "speech/train/toy/gone/1.wav\ttrain\ttoy\ttoy:gone\t1\t48000\t24000\tf\ten\t40\n");
    CHECK_THAT(runCommand("data", "check " + root, &error), Catch::Contains("missing: 1 files"));
    CHECK_THAT(error, Catch::Contains(root) && Catch::Contains("not ready"));
    runCommand("data", "check " + root + "/nowhere", &error);
    CHECK_THAT(error, Catch::Contains("nowhere"));
}

TEST_CASE("Words and rates convert without drift") {
    std::vector<std::int16_t> all;
    for (int i = -32768; i < 32768; i += 7) all.push_back(static_cast<std::int16_t>(i));
    CHECK(toInt16(toFloat(all)) == all);
    CHECK(toInt16(std::vector<float>{2.0f, -2.0f}) == std::vector<std::int16_t>{32767, -32768});
    // An impulse keeps its place in time.
    std::vector<float> impulse(16000, 0.0f);
    impulse[8000] = 1.0f;
    const auto up = resample(impulse, 16000, 48000);
    REQUIRE(up.size() == 48000u);
    CHECK(std::max_element(up.begin(), up.end()) - up.begin() == 24000);
}
