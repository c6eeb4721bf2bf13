// A file is read completely, whatever its header says, or one line says what was not read.
#include "Shell.h"

#include "Files/AudioFileReader.h"

using namespace shell;

namespace {

/// A second of samples, the same for all tests.
std::string secondOfSamples() {
    std::vector<int> samples;
    for (int n = 0; n < 48000; ++n) samples.push_back((n * 7919 + n / 100) % 20011 - 10000);
    return pcm16(samples);
}

std::string chunk(const std::string& id, const std::string& body) {
    return id + littleEndian(body.size(), 4) + body;
}

/// `denoise --mix 0` of a file gives this many frames, and prints nothing unless allowed.
void checkFrames(const Place& place, const std::string& name, std::int64_t frames, bool quiet = true) {
    INFO(name);
    const auto outcome = place.run("solus denoise " + name + " out.wav --mix 0");
    INFO(outcome.err);
    REQUIRE(outcome.code == 0);
    if (quiet) CHECK(outcome.err.empty());
    CHECK(load(place, "out.wav").frames() == frames);
}

std::int64_t framesOf(const Place& place, const std::string& name) {
    REQUIRE(place.run("solus denoise " + name + " frames.wav --mix 0").code == 0);
    return load(place, "frames.wav").frames();
}

} // namespace

TEST_CASE("a wav header that knows of less than is there: the audio goes on") {
    const Place place;
    RawWav wav;
    wav.data = secondOfSamples();
    for (const std::uint32_t said : {2u, 2000u, 48000u}) {
        wav.dataSize = said;
        wav.riffSize = 36 + said;
        place.writeBytes("stale.wav", wav.bytes());
        checkFrames(place, "stale.wav", 48000, false);
        CHECK_THAT(place.run("solus info stale.wav").err, Catch::Contains("1.000 s are in the file"));
    }
}

TEST_CASE("what follows the samples of a wav file is not taken for samples") {
    const Place place;
    RawWav wav;
    wav.data = secondOfSamples();
    for (const std::string& tail :
         {chunk("LIST", "INFOabcdefgh"), chunk("what", std::string(100, 'x')), std::string("odd"),
          std::string(5000, '\0'), "TAG" + std::string(125, ' '), std::string("LIST\xFF\xFF\0\0abc", 11)}) {
        wav.tail = tail;
        place.writeBytes("tail.wav", wav.honest().bytes());
        checkFrames(place, "tail.wav", 48000);
    }
}

TEST_CASE("all data chunks count, and fmt may come last") {
    const Place place;
    const std::string samples = secondOfSamples();
    RawWav wav;
    wav.data = samples.substr(0, 30000);
    wav.tail = chunk("note", "in between") + chunk("data", samples.substr(30000));
    place.writeBytes("two.wav", wav.honest().bytes());
    checkFrames(place, "two.wav", 48000);
    wav.tail.clear();
    wav.data = samples;
    place.writeBytes("one.wav", wav.honest().bytes());
    CHECK(load(place, "two.wav").samples == load(place, "one.wav").samples);
    solus::AudioFileReader reader(place.path("two.wav"));
    reader.seek(20000);
    CHECK(reader.readAll().size() == 28000);

    const std::string bytes = wav.honest().bytes();
    place.writeBytes("last.wav", bytes.substr(0, 12) + bytes.substr(36) + bytes.substr(12, 24));
    checkFrames(place, "last.wav", 48000);
    place.writeBytes("id3.wav", std::string("ID3\3\0\0\0\0\7\x68", 10) + std::string(1000, '\0') + bytes);
    checkFrames(place, "id3.wav", 48000);
    place.writeBytes("align.wav", bytes.substr(0, 32) + std::string(2, '\0') + bytes.substr(34));
    checkFrames(place, "align.wav", 48000);
    place.writeBytes("odd.wav", bytes.substr(0, 12) + "note" + littleEndian(3, 4) + "odd" + bytes.substr(12));
    checkFrames(place, "odd.wav", 48000);
}

TEST_CASE("sizes that a writer to a pipe leaves mean unknown, other sizes beyond the end a cut file") {
    const Place place;
    RawWav wav;
    wav.data = secondOfSamples();
    place.writeBytes("plain.wav", wav.honest().bytes());
    const auto expected = load(place, "plain.wav").samples;
    for (const std::uint32_t size : {0u, 0xFFFFFF9Bu, 0xFFFFFFD3u, 0xFFFFF000u, 0xFFFF0001u, 0x80000024u,
                                     0x7FFFFFFFu, 0x7FFF8000u, 0x80008000u}) {
        INFO(std::hex << size);
        wav.dataSize = size;
        wav.riffSize = size + 36;
        place.writeBytes("s.wav", wav.bytes());
        checkFrames(place, "s.wav", 48000);
        const auto piped = place.run("cat s.wav | solus denoise - - --mix 0 > piped.wav");
        CHECK(piped.code == 0);
        CHECK(piped.err.empty());
        CHECK(load(place, "piped.wav").samples == expected);
    }
    for (const std::uint32_t size : {0x10000000u, 0xFFFE0000u, 0x7FFD0000u, 0x80030000u}) {
        INFO(std::hex << size);
        wav.dataSize = size;
        wav.riffSize = size + 36;
        place.writeBytes("s.wav", wav.bytes());
        checkRefused(place.run("solus denoise s.wav out2.wav"), {"s.wav", "1.000 s", "--salvage"});
        const auto salvaged = place.run("solus denoise s.wav out.wav --mix 0 --salvage");
        CHECK(salvaged.code == 0);
        CHECK_THAT(salvaged.err, Catch::Contains("the end is missing, from 1.000 s"));
        CHECK(load(place, "out.wav").samples == expected);
    }
}

TEST_CASE("a size above 4 GB that went round") {
    const Place place;
    RawWav wav;
    wav.data = std::string(2000, '\x11');
    wav.dataSize = 2000;
    wav.riffSize = 2036;
    place.writeBytes("huge.wav", wav.bytes());
    // A sparse file: 2^32 bytes of zeros plus 2000 bytes of samples.
    std::filesystem::resize_file(place.path("huge.wav"), 44 + (std::uint64_t{1} << 32));
    place.run("head -c 2000 /dev/zero | tr '\\0' '\\21' >> huge.wav");
    solus::AudioFileReader reader(place.path("huge.wav"));
    CHECK(reader.info().frames == ((std::int64_t{1} << 32) + 2000) / 2);
}

TEST_CASE("a pipe that ends in the middle of a frame: whole frames are kept") {
    const Place place;
    save(place, "in.wav", makeAudio(1.0, 48000, 2, solus::SampleFormat::pcm24));
    REQUIRE(place.run("solus denoise in.wav whole.wav --mix 0").code == 0);
    const auto whole = load(place, "whole.wav").samples;
    const auto cut =
        place.run("head -c $((44 + 6 * 30001 + 5)) in.wav | solus denoise - - --mix 0 > cut.wav");
    CHECK(cut.code == 2);
    CHECK(cut.errorLines() == 1);
    const std::string bytes = place.readBytes("cut.wav");
    CHECK(bytes.size() == place.readBytes("whole.wav").size() - 6 * (48000 - 30001));
    CHECK(bytes.substr(100) == place.readBytes("whole.wav").substr(100, bytes.size() - 100));
    CHECK(place.run("head -c 180000 in.wav | solus denoise - out.wav").code == 2);
    CHECK_FALSE(place.has("out.wav"));
}

TEST_CASE("joined and chained files are read to their end") {
    const Place place;
    save(place, "a.wav", makeAudio(2.0, 48000, 2));
    save(place, "b.wav", makeAudio(3.1, 48000, 2));
    for (const std::string ending : {"mp3", "ogg", "opus", "flac"}) {
        INFO(ending);
        REQUIRE(place
                    .run("for i in a b; do ffmpeg -v error -y -i $i.wav $i." + ending + "; done; cat a." +
                         ending + " b." + ending + " > ab." + ending)
                    .code == 0);
        checkFrames(place, "ab." + ending, framesOf(place, "a." + ending) + framesOf(place, "b." + ending));
    }
}

TEST_CASE("the parts of a chain that do not fit are named") {
    const Place place;
    save(place, "a.wav", makeAudio(2.0, 48000, 2));
    save(place, "b.wav", makeAudio(1.0, 48000, 1));
    save(place, "c.wav", makeAudio(1.0, 44100, 2));
    for (const std::string ending : {"ogg", "flac"}) {
        REQUIRE(place
                    .run("for i in a b c; do ffmpeg -v error -y -i $i.wav $i." + ending + "; done; cat a." +
                         ending + " b." + ending + " > ab." + ending + "; cat a." + ending + " c." + ending +
                         " > ac." + ending)
                    .code == 0);
        checkFrames(place, "ab." + ending, 144000); // mono on both sides
        checkRefused(place.run("solus denoise ac." + ending + " o.wav"),
                     {"ac." + ending, "44100 Hz", "--salvage"});
        const auto salvaged = place.run("solus denoise ac." + ending + " o.wav --salvage");
        CHECK(salvaged.code == 0);
        CHECK_THAT(salvaged.err, Catch::Contains("44100 Hz"));
        CHECK(load(place, "o.wav").frames() == 96000);
    }
}

TEST_CASE("mp3: variable rate without a head, and fewer frames than the head says") {
    const Place place;
    // Quiet, then loud: the bit rate at the beginning is not that of the whole file.
    save(place, "in.wav", makeAudio(20.0));
    REQUIRE(
        place
            .run(
                "ffmpeg -v error -i in.wav -af \"volume='if(lt(t,5),0,1)':eval=frame\" -q:a 2 -write_xing 0 "
                "-id3v2_version 0 vbr.mp3; ffmpeg -v error -i in.wav -q:a 4 x.mp3; ffmpeg -v error -i in.wav -b:a 64k c.mp3")
            .code == 0);
    const double seconds = static_cast<double>(framesOf(place, "vbr.mp3")) / 48000;
    CHECK(seconds >= 20.0);
    CHECK(seconds < 20.2);
    CHECK(framesOf(place, "x.mp3") == 960000); // with LAME's delay and padding removed
    const auto bytes = place.readBytes("x.mp3");
    place.writeBytes("cut.mp3", bytes.substr(0, bytes.size() / 2));
    checkRefused(place.run("solus denoise cut.mp3 out2.wav"), {"cut.mp3", "--salvage"});
    const auto salvaged = place.run("solus denoise cut.mp3 out.wav --salvage");
    CHECK(salvaged.code == 0);
    CHECK_THAT(salvaged.err, Catch::Contains("the end is missing"));
}

TEST_CASE("a flac of unknown length, an ogg cut between two pages") {
    const Place place;
    save(place, "in.wav", makeAudio(10.0));
    REQUIRE(
        place
            .run(
                "ffmpeg -v error -i in.wav -f flac - > u.flac; ffmpeg -v error -i in.wav -page_duration 100000 a.ogg")
            .code == 0);
    checkFrames(place, "u.flac", 480000);
    const auto flac = place.readBytes("u.flac");
    place.writeBytes("cut.flac", flac.substr(0, flac.size() / 2));
    checkRefused(place.run("solus denoise cut.flac out2.wav"),
                 {"cut.flac", "middle of a frame", "--salvage"});
    REQUIRE(place.run("solus denoise cut.flac out.wav --salvage").code == 0);
    CHECK(load(place, "out.wav").frames() > 4 * 48000);

    const auto ogg = place.readBytes("a.ogg");
    place.writeBytes("cut.ogg", ogg.substr(0, ogg.find("OggS", ogg.size() / 2)));
    checkRefused(place.run("solus denoise cut.ogg out2.wav"), {"cut.ogg", "--salvage"});
    REQUIRE(place.run("solus denoise cut.ogg out.wav --salvage").code == 0);
    CHECK(load(place, "out.wav").frames() > 3 * 48000);
}

TEST_CASE("opus is heard at 48 kHz whatever rate its head names") {
    const Place place;
    save(place, "in.wav", makeAudio(1.0, 16000));
    REQUIRE(place.run("ffmpeg -v error -i in.wav a.opus").code == 0);
    checkFrames(place, "a.opus", 48000);
    CHECK(load(place, "out.wav").info.sampleRate == 48000);
}

TEST_CASE("mp3 in a wav") {
    const Place place;
    save(place, "in.wav", makeAudio(3.0, 44100));
    REQUIRE(place.run("ffmpeg -v error -i in.wav -c:a libmp3lame m.wav").code == 0);
    const auto frames = framesOf(place, "m.wav");
    CHECK(frames >= 3 * 44100);
    CHECK(frames < 3.1 * 44100);
}
