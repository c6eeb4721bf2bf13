// The plugin in solus-host.exe, and solus-live.exe, by Wine under Xvfb.
#include "Shell.h"

#include <cstdlib>
#include <set>

namespace {

using namespace shell;

const std::string demo = SOLUS_RESOURCES "/Demo/";

std::string built() {
    const char* folder = std::getenv("SOLUS_WINDOWS");
    REQUIRE(folder != nullptr);
    return folder;
}

/// How many colours a picture has; a window that was not drawn has one or two.
size_t coloursOf(const Place& place, const std::string& picture) {
    REQUIRE(
        place.run("ffmpeg -loglevel error -y -i '" + picture + "' -f rawvideo -pix_fmt rgb24 pixels").code ==
        0);
    const std::string bytes = place.readBytes("pixels");
    std::set<std::string> colours;
    for (size_t i = 0; i + 3 <= bytes.size(); i += 3) colours.insert(bytes.substr(i, 3));
    return colours.size();
}

} // namespace

TEST_CASE("Windows: the plugin holds in our host") {
    const Place place;
    const auto outcome = place.run("solus-host.exe --validate '" + built() + "/Solus.vst3'");
    INFO(outcome.out << outcome.err);
    CHECK(outcome.code == 0);
    CHECK_THAT(outcome.out, Catch::Contains("PASS") && Catch::Contains("0 of "));
    CHECK_THAT(outcome.out, !Catch::Contains("no display"));
}

TEST_CASE("Windows: the plugin gives the samples of the command line") {
    const Place place;
    REQUIRE(place.run("ffmpeg -loglevel error -i '" + demo + "voice-in-rain.flac' -t 3 -c:a pcm_f32le in.wav")
                .code == 0);
    const auto outcome = place.run("solus-host.exe '" + built() + "/Solus.vst3' in.wav plugin.wav");
    INFO(outcome.err);
    REQUIRE(outcome.code == 0);
    REQUIRE(place.run("solus.exe denoise in.wav solus.wav --model solus").code == 0);
    CHECK(largestDifference(load(place, "plugin.wav").samples, load(place, "solus.wav").samples) <= 1e-6);
}

TEST_CASE("Windows: the live app draws, plays, records") {
    const Place place;
    CHECK(place.run("solus-live.exe --version").code == 0);
    CHECK_THAT(place.run("solus-live.exe --help").out, Catch::Contains("WASAPI"));
    const auto headless = place.run("solus-live.exe --headless");
    CHECK(headless.code == 1);
    CHECK(headless.errorLines() == 1);

    const std::string pictures = built() + "/pictures/";
    const auto outcome = place.run(
        "rm -f '" + pictures +
        "'*.png\n"
        "solus-live.exe --device None --file '" +
        demo +
        "voice-in-rain.flac' --seconds 8 --record clean.wav --screenshot live.png "
        "--settings settings.json & live=$!\n"
        "sleep 6; ffmpeg -loglevel error -f x11grab -video_size 1600x1100 -i \"$DISPLAY\" -frames:v 1 '" +
        pictures +
        "screen.png'\n"
        "wait $live");
    INFO(outcome.out << outcome.err);
    CHECK(outcome.code == 0);
    CHECK(load(place, "clean.wav").frames() > 100'000);
    CHECK(rms(load(place, "clean.wav").samples) > 0.001);
    place.run("cp live.png '" + pictures + "live.png'");
    CHECK(coloursOf(place, "live.png") > 100);
    CHECK(coloursOf(place, pictures + "screen.png") > 100);
}

TEST_CASE("Windows: without a sound card, the live app runs all the same") {
    const Place place;
    const auto outcome = place.run("solus-live.exe --device WASAPI --seconds 3 --settings settings.json");
    INFO(outcome.out << outcome.err); // also what Wine's own sound driver says
    CHECK(outcome.code == 0);
    CHECK_THAT(outcome.out, Catch::Contains("48000 Hz"));
    CHECK_THAT(outcome.err, !Catch::Contains("solus-live:"));
    checkRefused(place.run("solus-live.exe --device Kazoo"), {"WASAPI, DirectSound or None"});
}
