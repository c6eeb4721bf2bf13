// Names, folders, voices and signals, by Wine.
#include "Shell.h"

#include "Verify/VoicePrint.h"

#include <cstdlib>

namespace {

using namespace shell;
namespace fs = std::filesystem;

const std::string demo = SOLUS_RESOURCES "/Demo/";

fs::path appData() {
    const char* folder = std::getenv("SOLUS_APPDATA");
    REQUIRE(folder != nullptr);
    return folder;
}

} // namespace

TEST_CASE("Windows: names in any script, paths with either slash") {
    const Place place;
    place.run("mkdir 'Grüße 日本' && ffmpeg -loglevel error -i '" + demo +
              "same.flac' -t 2 'Grüße 日本/Ω 😀.wav'");
    const auto outcome = place.run("solus.exe denoise 'Grüße 日本\\Ω 😀.wav' 'Grüße 日本/rein é.flac'");
    INFO(outcome.err);
    CHECK(outcome.code == 0);
    CHECK(place.list() == std::vector<std::string>{"Grüße 日本/rein é.flac", "Grüße 日本/Ω 😀.wav"});
    const auto folder = place.run("solus.exe denoise 'Grüße 日本' out");
    INFO(folder.err);
    CHECK(folder.code == 0);
    CHECK(place.list("out") == std::vector<std::string>{"rein é.flac", "Ω 😀.wav"});
    const auto info = place.run("solus.exe info --json 'out/Ω 😀.wav'");
    CHECK_THAT(info.out, Catch::Contains("Ω 😀"));
    CHECK_THAT(place.run("solus.exe info 'fehlt ü.wav'").err,
               Catch::Contains("fehlt ü.wav: there is no such file"));
}

TEST_CASE("Windows: an existing file is replaced, the input never") {
    const Place place;
    place.run("ffmpeg -loglevel error -i '" + demo + "same.flac' -t 2 in.wav");
    REQUIRE(place.run("solus.exe denoise in.wav out.wav && solus.exe denoise in.wav out.wav").code == 0);
    CHECK(place.list() == std::vector<std::string>{"in.wav", "out.wav"});
    checkRefused(place.run("solus.exe denoise in.wav IN.WAV"), {"is the input file itself"});
    place.writeBytes("notes.wav", "not audio");
    checkRefused(place.run("solus.exe denoise in.wav notes.wav"), {"is not audio"});
}

TEST_CASE("Windows: voices are in the user's folder, and equal those of Linux") {
    const Place place;
    const std::string recordings =
        " '" + demo + "enrol-1.flac' '" + demo + "enrol-2.flac' '" + demo + "enrol-3.flac'";
    const auto outcome = place.run("solus.exe enroll 'Anna Größe'" + recordings);
    INFO(outcome.err << outcome.out);
    REQUIRE(outcome.code == 0);
    const fs::path file = appData() / "Voices" / "Anna Größe.voice";
    REQUIRE(fs::exists(file));
    REQUIRE(place.run("solus enroll ./here.voice" + recordings).code == 0);
    const auto there = solus::VoicePrint::load(file.string()),
               here = solus::VoicePrint::load(place.path("here.voice"));
    CHECK(there.name == "Anna Größe");
    CHECK(there.embedderHash == here.embedderHash);
    CHECK(largestDifference(there.embedding, here.embedding) < 1e-4);

    CHECK(place.run("solus.exe verify 'Anna Größe' '" + demo + "same.flac'").code == 0);
    CHECK(place.run("solus.exe denoise '" + demo + "same.flac' only.wav --only 'Anna Größe'").code == 0);
    // A voice that went through an editor of Windows.
    std::string text = place.readBytes(file.string()), lines;
    for (const char c : text) lines += c == '\n' ? "\r\n" : std::string(1, c);
    place.writeBytes("edited.voice", lines + "\r\n");
    CHECK(place.run("solus.exe verify edited.voice '" + demo + "same.flac'").code == 0);
    for (const std::string name : {"CON", "nul.x", "a<b", "what?", "dot."})
        checkRefused(place.run("solus.exe enroll '" + name + "'" + recordings),
                     {"cannot be the name of a voice"});
    fs::remove_all(appData());
}

TEST_CASE("Windows: Ctrl+C leaves no half a file") {
    const Place place;
    REQUIRE(
        place.run("ffmpeg -loglevel error -stream_loop 200 -i '" + demo + "same.flac' -t 600 in.wav").code ==
        0);
    const auto outcome = place.run(
        "solus.exe denoise in.wav out.wav & process=$!\n"
        "for i in $(seq 100); do sleep 0.1; [ -z \"$(ls -A | grep '^.solus-')\" ] || break; done\n"
        "ls -A | grep '^.solus-' && kill -INT $process\n"
        "wait $process; code=$?\n"
        "for i in $(seq 50); do ls -A | grep -q '^.solus-' || break; sleep 0.1; done\n" // Wine's server
        "exit $code");
    CHECK_THAT(outcome.out, Catch::Contains(".solus-"));
    CHECK(outcome.code != 0);
    CHECK(place.list() == std::vector<std::string>{"in.wav"});
}
