// Time codes, markers, titles and covers are kept; channels keep their speakers.
#include "Shell.h"

#include <cmath>

using namespace shell;

namespace {

std::string riffChunk(const std::string& id, const std::string& body) {
    return id + littleEndian(body.size(), 4) + body + (body.size() & 1 ? std::string(1, '\0') : "");
}

std::string padded(std::string text, size_t size) {
    text.resize(size, '\0');
    return text;
}

/// bext with a time code of 10 hours, iXML, a marker, titles.
struct Carried {
    std::string bext =
        riffChunk("bext", padded("Scene 12", 256) + padded("Recorder", 32) + padded("REF", 32) +
                              "2024-05-01" + "10:00:00" + littleEndian(48000ull * 36000, 8) +
                              littleEndian(1, 2) + std::string(254, '\0'));
    std::string ixml = riffChunk("iXML", "<BWFXML><TAKE>7</TAKE></BWFXML>");
    std::string cue = riffChunk("cue ", littleEndian(1, 4) + littleEndian(1, 4) + littleEndian(24000, 4) +
                                            "data" + littleEndian(0, 8) + littleEndian(24000, 4));
    std::string info = riffChunk("LIST", "INFO" + riffChunk("INAM", padded("Take 7", 7)) +
                                             riffChunk("IART", padded("Somebody", 9)));
};

bool holds(const std::string& bytes, const std::string& part) {
    return bytes.find(part) != std::string::npos;
}

} // namespace

TEST_CASE("chunks of a wav file go along, into files, pipes and through flac") {
    const Place place;
    const Carried carried;
    RawWav wav;
    wav.data = std::string(96001 - 1, '\x10');
    wav.tail = carried.cue + carried.ixml;
    std::string bytes = wav.honest().bytes();
    bytes.insert(12, carried.bext + carried.info);
    bytes.replace(4, 4, littleEndian(bytes.size() - 8, 4));
    place.writeBytes("in.wav", bytes);
    REQUIRE(
        place
            .run(
                "solus denoise in.wav out.wav; solus denoise in.wav - > pipe.wav; cat in.wav | solus denoise - - > through.wav; "
                "solus denoise in.wav out.flac; solus denoise out.flac back.wav")
            .code == 0);
    for (const std::string name : {"out.wav", "pipe.wav", "back.wav", "through.wav"}) {
        INFO(name);
        const std::string out = place.readBytes(name);
        CHECK(holds(out, carried.bext));
        CHECK(holds(out, "Take 7"));
        if (name != "through.wav") { // in a pipe, the samples have been sent when the end is reached
            CHECK(holds(out, carried.cue));
            CHECK(holds(out, carried.ixml));
        }
        CHECK(out.substr(4, 4) == littleEndian(out.size() - 8, 4));
        CHECK(load(place, name).frames() == 48000);
    }
    CHECK(place.readBytes("out.wav").find(carried.bext) < place.readBytes("out.wav").find("data"));
    const auto tags = place.run("ffprobe -v error -show_entries format_tags out.flac").out;
    CHECK_THAT(tags,
               Catch::Contains("Take 7") && Catch::Contains("Somebody") && Catch::Contains("1728000000"));
}

TEST_CASE("titles and covers go from every format to wav and flac") {
    const Place place;
    save(place, "in.wav", makeAudio(0.5));
    // A cover of 2 x 2 pixels.
    REQUIRE(
        place
            .run(
                "ffmpeg -v error -f lavfi -i color=red:s=2x2 -frames:v 1 c.png; for e in mp3 flac m4a; do ffmpeg -v error -i in.wav "
                "-i c.png -map 0 -map 1 -c:v copy -disposition:v attached_pic -metadata title='Grüße' -metadata artist=Wir a.$e; done; "
                "for e in ogg opus; do ffmpeg -v error -i in.wav -metadata title='Grüße' -metadata artist=Wir a.$e; done")
            .code == 0);
    const std::string cover = place.readBytes("c.png");
    for (const std::string name : {"a.mp3", "a.flac", "a.ogg", "a.opus", "a.m4a"})
        for (const std::string out : {"o.wav", "o.flac"}) {
            INFO(name << " " << out);
            const auto outcome = place.run("solus denoise " + name + " " + out);
            INFO(outcome.err);
            REQUIRE(outcome.code == 0);
            CHECK_THAT(place.run("ffprobe -v error -show_entries format_tags " + out).out,
                       Catch::Contains("Grüße") && Catch::Contains("Wir"));
            if (name != "a.ogg" && name != "a.opus") CHECK(holds(place.readBytes(out), cover));
        }
}

TEST_CASE("3 to 8 channels keep their speakers, whatever order a format has") {
    const Place place;
    const std::vector<int> counts = {3, 4, 5, 6, 7, 8};
    for (size_t i = 0; i < counts.size(); ++i) {
        const int channels = counts[i];
        // Channel c alone is loud by its place.
        Audio in = makeAudio(1.0, 48000, channels);
        for (size_t n = 0; n < in.samples.size(); ++n)
            in.samples[n] = static_cast<float>(
                std::pow(2.0, -static_cast<double>(n % static_cast<size_t>(channels))) * 0.5 *
                std::sin(0.06 * static_cast<double>(n / static_cast<size_t>(channels))));
        const std::uint32_t flacMasks[] = {0x7, 0x33, 0x607, 0x60F, 0x70F, 0x63F};
        const std::uint32_t vorbisMasks[] = {0x7, 0x33, 0x37, 0x3F, 0x70F, 0x63F};
        for (const std::string ending : {"ogg", "opus", "flac"}) {
            INFO(channels << " " << ending);
            in.info.extensible = true;
            in.info.channelMask = ending == "flac" ? flacMasks[i] : vorbisMasks[i];
            save(place, "in.wav", in);
            const std::string options = ending == "opus" ? "-mapping_family 1 -b:a 640k" : "-q:a 9";
            const auto made = place.run("ffmpeg -v error -y -i in.wav " + options + " a." + ending);
            INFO(made.err);
            REQUIRE(made.code == 0);
            REQUIRE(place.run("solus denoise a." + ending + " out.wav --mix 0").code == 0);
            const Audio out = load(place, "out.wav");
            REQUIRE(out.info.channels == channels);
            CHECK(out.info.channelMask == in.info.channelMask);
            for (int c = 0; c < channels; ++c) {
                if (in.info.channelMask >> 3 & 1 && c == 3)
                    continue; // LFE: the codec keeps low frequencies only
                double wanted = 0.0, got = 0.0;
                for (size_t n = static_cast<size_t>(c); n < in.samples.size();
                     n += static_cast<size_t>(channels)) {
                    wanted += in.samples[n] * in.samples[n];
                    got += out.samples[n] * out.samples[n];
                }
                INFO("channel " << c);
                CHECK(10.0 * std::log10(got / wanted) == Approx(0.0).margin(1.5));
            }
        }
        // And in reverse: a mask that flac does not imply is restored.
        in.info.channelMask = channels == 6 ? 0x3F : in.info.channelMask;
        save(place, "in.wav", in);
        REQUIRE(place.run("solus denoise in.wav b.flac --mix 0; solus denoise b.flac b.wav --mix 0").code ==
                0);
        CHECK(load(place, "b.wav").info.channelMask == in.info.channelMask);
        CHECK(load(place, "b.wav").samples == load(place, "in.wav").samples);
    }
}
