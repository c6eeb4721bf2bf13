// solus.exe, by Wine, gives the samples of the Linux program.
#include "Shell.h"

namespace {

using namespace shell;

const std::string demo = SOLUS_RESOURCES "/Demo/";

constexpr double floatTolerance = 1e-5, step = 1.0 / 32768.0;

void checkSame(const Place& place, const std::string& options, double tolerance) {
    INFO(options);
    const auto here = place.run("solus denoise in.wav here.wav " + options);
    const auto there = place.run("solus.exe denoise in.wav there.wav " + options);
    INFO(here.err << there.err);
    REQUIRE(here.code == 0);
    REQUIRE(there.code == 0);
    const auto expected = load(place, "here.wav"), found = load(place, "there.wav");
    REQUIRE(found.frames() == expected.frames());
    REQUIRE(rms(expected.samples) > 0.001);
    const double difference = largestDifference(expected.samples, found.samples);
    INFO("difference " << difference);
    CHECK(difference <= tolerance);
}

} // namespace

TEST_CASE("Windows: the samples are those of Linux") {
    const Place place;
    place.run("cp '" + demo +
              "voice-in-rain.flac' in.flac && ffmpeg -loglevel error -i in.flac -c:a pcm_s24le in.wav");
    for (const std::string model : {"solus", "live", "light", "ibm", "dense"})
        checkSame(place, "--bits 32f --model " + model, floatTolerance);
    checkSame(place, "--bits 16", step * 1.0001);
    place.run("ffmpeg -loglevel error -y -i in.flac -ac 2 -ar 44100 -c:a pcm_f32le in.wav");
    checkSame(place, "--bits 32f --split --amount 12", floatTolerance);
}

TEST_CASE("Windows: flac is written as on Linux, and every codec is read") {
    const Place place;
    place.run("ffmpeg -loglevel error -i '" + demo + "voice-by-bicycle.flac' -t 3 in.wav");
    for (const std::string ending : {"flac", "ogg", "opus", "mp3", "aiff", "au", "caf", "w64"}) {
        INFO(ending);
        const std::string codec = ending == "ogg" ? " -c:a libvorbis" : "";
        REQUIRE(place.run("ffmpeg -loglevel error -y -i in.wav" + codec + " x." + ending).code == 0);
        const auto here = place.run("solus denoise x." + ending + " here.wav --bits 32f");
        const auto there = place.run("solus.exe denoise x." + ending + " there.wav --bits 32f");
        INFO(here.err << there.err);
        REQUIRE(here.code == 0);
        REQUIRE(there.code == 0);
        CHECK(largestDifference(load(place, "here.wav").samples, load(place, "there.wav").samples) <=
              floatTolerance);
    }
    REQUIRE(place.run("solus denoise in.wav here.flac && solus.exe denoise in.wav there.flac").code == 0);
    CHECK(largestDifference(load(place, "here.flac").samples, load(place, "there.flac").samples) <=
          step * 1.0001);
}

TEST_CASE("Windows: a pipe carries every byte") {
    const Place place;
    place.run("ffmpeg -loglevel error -i '" + demo + "voice-in-rain.flac' -t 3 -c:a pcm_s24le in.wav");
    REQUIRE_THAT(place.readBytes("in.wav"), Catch::Contains("\n") && Catch::Contains("\x1a"));
    const auto piped = place.run("cat in.wav | solus.exe denoise - - | cat > piped.wav");
    INFO(piped.err);
    REQUIRE(place.run("solus.exe denoise in.wav file.wav --model solus").code == 0);
    CHECK(load(place, "piped.wav").samples == load(place, "file.wav").samples);
    const auto refused = place.run("printf 'no audio' | solus.exe denoise - out.wav");
    CHECK(refused.code == 2);
    CHECK(refused.errorLines() == 1);
    CHECK_FALSE(place.has("out.wav"));
}
