// Damage, NaN, levels, other containers: losses are reported, and everything else stays in place.
#include "Shell.h"

#include <cmath>
#include <limits>

using namespace shell;
using solus::SampleFormat;

namespace {

/// The samples of [from, to) seconds.
std::vector<float> part(const Audio& audio, double from, double to) {
    const auto at = [&](double t) {
        return audio.samples.begin() +
               static_cast<std::ptrdiff_t>(t * audio.info.sampleRate) * audio.info.channels;
    };
    return {at(from), at(to)};
}

} // namespace

TEST_CASE("--salvage goes on after damage, with silence of the right length") {
    const Place place;
    save(place, "in.wav", makeAudio(10.0));
    REQUIRE(
        place
            .run(
                "ffmpeg -v error -i in.wav a.flac; ffmpeg -v error -i in.wav -page_duration 200000 a.ogg; "
                "ffmpeg -v error -i in.wav -page_duration 200000 a.opus; ffmpeg -v error -i in.wav -b:a 96k a.mp3")
            .code == 0);
    for (const std::string name : {"a.flac", "a.ogg", "a.opus", "a.mp3"}) {
        INFO(name);
        REQUIRE(place.run("solus denoise " + name + " whole.wav --mix 0").code == 0);
        auto bytes = place.readBytes(name);
        const auto clean = bytes;
        // Two places: the second shows that decoding recovered from the first.
        for (const double where : {0.3, 0.6})
            for (size_t i = 0; i < 300; ++i)
                bytes[static_cast<size_t>(where * static_cast<double>(bytes.size())) + i] =
                    static_cast<char>((i * 2654435761u >> 13) & 0x7F);
        if (name == "a.mp3")
            bytes.erase(bytes.size() / 3, 1000); // an overwritten frame is noticed by its header only
        place.writeBytes("bad-" + name, bytes);
        checkRefused(place.run("solus denoise bad-" + name + " no.wav"), {"bad-" + name, "--salvage"});
        const auto outcome = place.run("solus denoise bad-" + name + " out.wav --mix 0 --salvage --json");
        REQUIRE(outcome.code == 0);
        CHECK_THAT(outcome.err, Catch::Contains("missing from"));
        const auto line = outcome.json().at(0);
        REQUIRE(line["missing"].size() >= 1);
        CHECK(line["missing"][0]["from"] > 2.0);
        CHECK(line["missing"][0]["to"] < 8.0);
        const Audio whole = load(place, "whole.wav"), out = load(place, "out.wav");
        CHECK(out.frames() == whole.frames());
        if (name == "a.mp3") continue; // which of two gaps lost how much is a guess
        CHECK(largestDifference(part(out, 0.5, 2.0), part(whole, 0.5, 2.0)) < 1e-4);
        CHECK(largestDifference(part(out, 8.5, 9.9), part(whole, 8.5, 9.9)) < 1e-4);
        const double from = line["missing"][0]["from"], to = line["missing"][0]["to"];
        if (to > from + 0.01) CHECK(rms(part(out, from + 0.001, to - 0.005)) < 1e-4);
    }
}

TEST_CASE("an mp3 whose header promises days of sound does not fill memory or disk with silence") {
    const Place place;
    save(place, "in.wav", makeAudio(4.0));
    REQUIRE(place.run("ffmpeg -v error -i in.wav -b:a 96k a.mp3").code == 0);
    auto bytes = place.readBytes("a.mp3");
    const auto head = std::min(bytes.find("Xing"), bytes.find("Info"));
    REQUIRE(head < bytes.size());
    bytes.replace(head + 8, 4, "\x01\x01\x01\x01", 4); // the number of frames
    bytes.insert(bytes.size() / 2, "oops, something else");
    place.writeBytes("a.mp3", bytes);
    checkRefused(place.run("solus denoise a.mp3 no.wav"), {"a.mp3", "--salvage"});
    REQUIRE(place.run("solus denoise a.mp3 out.wav --salvage").code == 0);
    CHECK(load(place, "out.wav").frames() < 5 * 48000);
}

TEST_CASE("one NaN: --salvage makes it zero and counts") {
    const Place place;
    Audio audio = makeAudio(1.0, 48000, 2, SampleFormat::float32);
    audio.samples[5000] = std::numeric_limits<float>::quiet_NaN();
    audio.samples[6001] = std::numeric_limits<float>::infinity();
    save(place, "nan.wav", audio);
    checkRefused(place.run("solus denoise nan.wav out.wav"), {"nan.wav", "--salvage"});
    const auto outcome = place.run("solus denoise nan.wav out.wav --salvage --mix 0");
    CHECK(outcome.code == 0);
    CHECK_THAT(outcome.err, Catch::Contains("2 samples were not a number"));
    audio.samples[5000] = audio.samples[6001] = 0.0f;
    CHECK(load(place, "out.wav").samples == audio.samples);
}

TEST_CASE("too loud for the engine or for integers is said with the peak and a way out that works") {
    const Place place;
    Audio audio = makeAudio(1.0, 48000, 1, SampleFormat::float32);
    for (float& x : audio.samples) x *= 5.0f; // +6 dBFS
    save(place, "loud.wav", audio);
    CHECK(place.run("solus denoise loud.wav out.wav").err.empty()); // float to float
    for (const std::string options : {"out.flac", "out.wav --bits 16", "out.wav --bits 24"}) {
        const auto outcome = place.run("solus denoise loud.wav " + options + " --mix 0 --json");
        CHECK(outcome.code == 0);
        CHECK_THAT(outcome.err,
                   Catch::Contains("dBFS") && Catch::Contains("--bits 32f") && Catch::Contains("--gain -"));
        CHECK(outcome.json().at(0)["clipped"] > 0);
    }
    const std::string err = place.run("solus denoise loud.wav out.flac --mix 0").err;
    const std::string gain = err.substr(err.find("--gain"));
    CHECK(
        place.run("solus denoise loud.wav out.flac --mix 0 " + gain.substr(0, gain.find('\n'))).err.empty());
    for (float& x : audio.samples) x *= 10.0f; // +26 dBFS
    save(place, "loud.wav", audio);
    CHECK_THAT(place.run("solus denoise loud.wav out.wav").err, Catch::Contains("+18 dBFS"));
    checkRefused(place.run("solus denoise loud.wav no.flac --bits 32f"), {"no.flac", "float"});
    save(place, "in.opus.wav", makeAudio(0.3));
    CHECK(place.run("solus denoise in.opus.wav o.wav --bits 24").code == 0);
    CHECK(load(place, "o.wav").info.format == SampleFormat::pcm24);
}

TEST_CASE("what only ffmpeg reads is read through it, and a playlist opens nothing") {
    const Place place;
    save(place, "in.wav", makeAudio(2.0));
    REQUIRE(
        place
            .run(
                "ffmpeg -v error -i in.wav a.m4a; ffmpeg -v error -i in.wav a.mkv; ffmpeg -v error -i in.wav a.ac3; "
                "ffmpeg -v error -i in.wav a.wma; ffmpeg -v error -i in.wav -ar 8000 -c:a g726 -b:a 32k g.wav; "
                "cp a.m4a -- \"-a 'b\\$(touch broken).m4a\"")
            .code == 0);
    for (const std::string name :
         {"a.m4a", "a.mkv", "a.ac3", "a.wma", "g.wav", "\"./-a 'b\\$(touch broken).m4a\""}) {
        INFO(name);
        const auto outcome = place.run("solus denoise " + name + " out.wav");
        INFO(outcome.err);
        REQUIRE(outcome.code == 0);
        const auto out = load(place, "out.wav");
        CHECK(static_cast<double>(out.frames()) / out.info.sampleRate == Approx(2.0).margin(0.1));
    }
    CHECK_FALSE(place.has("broken"));
    place.writeBytes("list.m3u8", "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n" + place.path("in.wav") +
                                      "\n#EXT-X-ENDLIST\n");
    place.writeBytes("list.ffconcat", "ffconcat version 1.0\nfile in.wav\n");
    for (const std::string name : {"list.m3u8", "list.ffconcat"})
        checkRefused(place.run("solus denoise " + name + " no.wav"), {name, "not an audio file"});
    // Without ffmpeg: the conversion command, quoted for a shell.
    checkRefused(place.run("PATH=/nowhere; solus denoise a.m4a no.wav"),
                 {"a.m4a", "ffmpeg -i a.m4a -ar 48000 a.wav"});
}

TEST_CASE("rates that the engine cannot do name the way out") {
    const Place place;
    save(place, "slow.wav", makeAudio(0.3, 4000));
    save(place, "fast.flac", makeAudio(0.1, 384000));
    checkRefused(place.run("solus denoise slow.wav out.wav"),
                 {"slow.wav", "ffmpeg -i slow.wav -ar 48000 slow.48k.wav"});
    checkRefused(place.run("solus enroll x fast.flac"),
                 {"fast.flac", "ffmpeg -i fast.flac -ar 48000 fast.wav"});
}

TEST_CASE("a file that may not grow any more: one line, nothing left") {
    const Place place;
    save(place, "in.wav", makeAudio(5.0));
    for (const std::string out : {"out.wav", "out.flac"}) {
        const auto outcome = place.run("(ulimit -f 20; solus denoise in.wav " + out + ")");
        CHECK(outcome.code == 1);
        CHECK(outcome.errorLines() == 1);
        CHECK_THAT(outcome.err, Catch::Contains(out));
        CHECK(place.list() == std::vector<std::string>{"in.wav"});
    }
}
