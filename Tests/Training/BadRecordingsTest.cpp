// Recordings that cannot be used: all are named at once, and left out where that is asked for; folders behind links.
#include "Base/Error.h"
#include "Command.h"
#include "Data/DataFacts.h"
#include "Data/Library.h"
#include "ToyData.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <fstream>
#include <iostream>
#include <sstream>

using namespace solus;
using namespace solus::train;
namespace fs = std::filesystem;

namespace {

/// 32-bit float wav, 48 kHz, mono.
void writeFloatWav(const fs::path& path, const std::vector<float>& samples) {
    std::string text = "RIFF....WAVEfmt ";
    const auto put = [&text](std::uint32_t value, int bytes) {
        for (int i = 0; i < bytes; ++i) text += static_cast<char>(value >> (8 * i) & 255u);
    };
    const auto bytes = static_cast<std::uint32_t>(4 * samples.size());
    put(16, 4), put(3, 2), put(1, 2), put(48000, 4), put(192000, 4), put(4, 2), put(32, 2);
    text += "data";
    put(bytes, 4);
    text.append(reinterpret_cast<const char*>(samples.data()), bytes);
    const auto size = static_cast<std::uint32_t>(text.size() - 8);
    for (int i = 0; i < 4; ++i) text[4 + i] = static_cast<char>(size >> (8 * i) & 255u);
    std::ofstream(path, std::ios::binary) << text;
}

/// Good recordings of 40 talkers, and under talker `bad` one of each kind of bad ones.
void writeFolder(const toy::Folder& folder) {
    for (const auto& recording : toy::library()->speech)
        toy::writeWav(folder / recording.entry.path, recording);
    const auto bad = folder / "speech/train/toy/bad";
    fs::create_directories(bad);
    std::ofstream(bad / "empty.wav");
    std::ofstream(bad / "noise.flac") << "this is no audio";
    toy::writeWav(bad / "cut.wav", toy::speech("x", 1.0, 24000.0, 1));
    fs::resize_file(bad / "cut.wav", 30000);
    std::vector<float> samples(4800, 0.1f);
    samples[100] = std::nanf("");
    writeFloatWav(bad / "nan.wav", samples);
    writeFloatWav(bad / "nothing.wav", {});
    fs::create_symlink("/nowhere/at/all.wav", bad / "gone.wav");
}

const std::vector<std::string> badNames{"empty.wav", "noise.flac",  "cut.wav",
                                        "nan.wav",   "nothing.wav", "gone.wav"};

/// What `data check` prints, with its error behind it.
std::string checkText(const fs::path& folder) {
    std::ostringstream kept;
    auto* old = std::cout.rdbuf(kept.rdbuf());
    std::string error;
    for (auto* command : commands()) {
        if (command->name() != "data") continue;
        CLI::App app;
        command->configure(app);
        app.parse("check " + folder.string());
        try {
            command->run();
        } catch (const Error& e) {
            error = e.what();
        }
    }
    std::cout.rdbuf(old);
    return kept.str() + error;
}

} // namespace

TEST_CASE("all recordings that cannot be used are named, not the first; left out, they are counted") {
    const toy::Folder folder;
    writeFolder(folder);
    CHECK_THROWS_WITH(loadLibrary(folder.path(), {}),
                      Catch::Contains("6 of 46 recordings") && Catch::Contains("--skip-bad") &&
                          Catch::Contains("cut.wav") && !Catch::Contains("\n") &&
                          !Catch::Contains("--salvage"));
    DataNeeds needs;
    needs.skipBad = true;
    const auto library = loadLibrary(folder.path(), needs);
    CHECK(library->speech.size() == 40);
    REQUIRE(library->bad.size() == badNames.size());
    for (const auto& name : badNames)
        CHECK(std::count_if(library->bad.begin(), library->bad.end(), [&](const std::string& line) {
                  return line.find("/" + name + ": ") != std::string::npos;
              }) == 1);
    const auto facts = describeLibrary(*library);
    for (const char* words :
         {"40 recordings of speech by 40 talkers", "No recordings of noise: all noise is synthetic",
          "No rooms", "6 recordings could not be used", "nan.wav"})
        CHECK_THAT(facts, Catch::Contains(words));

    fs::remove_all(folder / "speech/train/toy/bad");
    CHECK_THAT(checkText(folder.path()),
               Catch::Contains("speech: 40 files, 0.02 h, 40 speakers") && !Catch::Contains("bad:"));
}

TEST_CASE("data check opens every recording of a folder without a manifest, and of one with") {
    const toy::Folder folder;
    writeFolder(folder);
    const auto without = checkText(folder.path());
    for (const auto& name : badNames) CHECK_THAT(without, Catch::Contains("/" + name + ": "));
    CHECK_THAT(without, Catch::Contains("bad: 6 recordings in all") && Catch::Contains("not ready"));
    toy::writeText(folder / "speech/manifest.tsv",
                   "path\tpart\tcorpus\tspeaker\tbandwidth_hz\n"
                   "speech/train/toy/bad/cut.wav\ttrain\ttoy\ttoy:a\t24000\n");
    CHECK_THAT(checkText(folder.path()),
               Catch::Contains("bad: 1 recordings in all") && Catch::Contains("cut.wav: "));
}

TEST_CASE("a talker's folder may be a link; a link neither brings a recording twice nor leads in a circle") {
    const toy::Folder folder, elsewhere;
    const auto& speech = toy::library()->speech;
    toy::writeWav(folder / "speech/train/a/1.wav", speech[0]);
    toy::writeWav(elsewhere / "b/1.wav", speech[1]);
    toy::writeWav(elsewhere / "dev/c/1.wav", speech[2]);
    toy::writeWav(folder / "speech/dev/d/1.wav", speech[3]);
    fs::create_directory_symlink(elsewhere / "b", folder / "speech/train/linked");
    fs::create_directory_symlink(folder / "speech/train/a",
                                 folder / "speech/train/0-again"); // before a in the alphabet
    fs::create_directory_symlink(folder / "speech", folder / "speech/train/circle");
    fs::create_directory_symlink(folder / "speech/dev/d",
                                 folder / "speech/train/tests"); // test material stays what it is
    const auto entries = readEntries(folder.path(), Kind::speech);
    std::vector<std::string> found;
    for (const auto& entry : entries) found.push_back(entry.speaker + " " + entry.part);
    std::sort(found.begin(), found.end());
    CHECK(found == std::vector<std::string>{"a train", "d dev", "linked train"});
    CHECK(loadLibrary(folder.path(), {})->speech.size() == 2);
}

TEST_CASE("a model is under the licence that its recordings or its maker name, and under no other") {
    Library library = *toy::library();
    CHECK(licencesOf(library).empty());
    for (auto* kind : {&library.speech, &library.noise, &library.rooms})
        for (auto& recording : *kind) recording.entry.licence = "CC0 1.0";
    library.noise.front().entry.licence = "CC BY 4.0";
    CHECK(licencesOf(library) == "CC BY 4.0; CC0 1.0");
    library.rooms.front().entry.licence.clear();
    CHECK(licencesOf(library).empty());
}
