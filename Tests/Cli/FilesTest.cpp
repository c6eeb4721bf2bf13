// The library behind the tool: headers, rounding, temporary files.
#include "Shell.h"

#include "Base/Error.h"
#include "Files/AudioFileReader.h"
#include "Files/AudioFileWriter.h"
#include "Files/Encoder.h"
#include "Files/WavHeader.h"

#include <cmath>

using namespace shell;
using namespace solus;

TEST_CASE("a file beyond 4 GB gets an RF64 header that says its length") {
    const Place place;
    AudioInfo info;
    info.sampleRate = 96000;
    info.channels = 2;
    info.format = SampleFormat::float32;
    info.frames = 3LL * 3600 * 96000; // three hours: 8.3 GB
    const auto header = makeWavHeader(info, true);
    place.writeBytes("long.wav", std::string(header.begin(), header.end()));
    // A sparse file: the given length, without using disk space.
    std::filesystem::resize_file(place.path("long.wav"),
                                 header.size() + 8u * static_cast<std::uint64_t>(*info.frames));
    CHECK(std::string(header.begin(), header.begin() + 4) == "RF64");
    AudioFileReader reader(place.path("long.wav"));
    CHECK(reader.info().frames == info.frames);
    CHECK(reader.info().format == SampleFormat::float32);
    reader.seek(*info.frames - 10);
    std::vector<float> samples(200);
    CHECK(reader.read(samples.data(), 100) == 10);

    info.frames = 1000;
    const auto small = makeWavHeader(info, true);
    CHECK(small.size() == header.size()); // one can replace the other
    CHECK(std::string(small.begin(), small.begin() + 4) == "RIFF");
}

TEST_CASE("integers survive reading and writing unchanged") {
    for (const int bits : {8, 16, 24}) {
        const double scale = std::ldexp(1.0, bits - 1);
        for (int q = -(1 << (bits - 1)); q < 1 << (bits - 1); q += bits == 24 ? 997 : 1)
            if (quantise(static_cast<float>(q / scale), bits) != q) FAIL(bits << " bits: " << q);
        CHECK(quantise(2.0f, bits) == static_cast<int>(scale) - 1);
        CHECK(quantise(-2.0f, bits) == -static_cast<int>(scale));
    }
    CHECK(quantise(1.0f, 32) == 2147483647);
    CHECK(quantise(-1.0f, 32) == -2147483647 - 1);
}

TEST_CASE("WAVE_FORMAT_EXTENSIBLE keeps its speakers") {
    const Place place;
    Audio audio = makeAudio(0.1, 48000, 6, SampleFormat::pcm24);
    audio.info.extensible = true;
    audio.info.channelMask = 0x60F;
    save(place, "in.wav", audio);
    REQUIRE(place.run("solus denoise in.wav out.wav").code == 0);
    const auto out = load(place, "out.wav").info;
    CHECK(out.extensible);
    CHECK(out.channelMask == 0x60F);
}

TEST_CASE("a writer that is not committed leaves nothing") {
    const Place place;
    const Audio audio = makeAudio(0.5);
    for (const char* name : {"a.wav", "a.flac"}) {
        {
            AudioFileWriter writer(place.path(name), audio.info);
            writer.write(audio.samples.data(), 1000);
            CHECK(place.list().size() == 1); // the temporary file
            CHECK_FALSE(place.has(name));
        }
        CHECK(place.list().empty());
    }
}

TEST_CASE("a reader can go to a place, and stops where the samples stop") {
    const Place place;
    RawWav wav;
    wav.data = pcm16({0, 1, 2, 3, 4, 5, 6, 7});
    wav.tail = "LIST" + littleEndian(4, 4) + "abcd";
    place.writeBytes("a.wav", wav.honest().bytes());
    AudioFileReader reader(place.path("a.wav"));
    std::vector<float> x(20);
    CHECK(reader.read(x.data(), 20) == 8);
    reader.seek(6);
    CHECK(reader.read(x.data(), 20) == 2);
    CHECK(x[0] == 6.0f / 32768);
}

TEST_CASE("a link as output: the file behind it is replaced and keeps its mode, the link stays") {
    const Place place;
    save(place, "a.wav", makeAudio(0.3));
    save(place, "old.wav", makeAudio(0.1));
    REQUIRE(place
                .run("mkdir real; cp old.wav real/t.wav; chmod 640 real/t.wav; ln -s real/t.wav link.wav; "
                     "ln -s real/new.wav dangling.wav; solus denoise a.wav link.wav && solus denoise a.wav "
                     "dangling.wav")
                .code == 0);
    CHECK(std::filesystem::is_symlink(place.path("link.wav")));
    CHECK(std::filesystem::is_symlink(place.path("dangling.wav")));
    CHECK(load(place, "real/t.wav").frames() == 14400);
    CHECK(load(place, "real/new.wav").frames() == 14400);
    using std::filesystem::perms;
    CHECK(std::filesystem::status(place.path("real/t.wav")).permissions() ==
          (perms::owner_read | perms::owner_write | perms::group_read));
}

TEST_CASE("an odd number of bytes in a pipe gets no frame more") {
    const Place place;
    auto audio = makeAudio(0.1, 48000, 1, SampleFormat::pcm8);
    audio.samples.resize(2001);
    save(place, "odd.wav", audio);
    REQUIRE(place.run("ffmpeg -v error -i odd.wav -c:a pcm_u8 -f wav - | solus denoise - - > out.wav").code ==
            0);
    CHECK(load(place, "out.wav").frames() == 2001);
}

TEST_CASE("a damaged or cut lossy file is refused, --salvage takes what is there") {
    const Place place;
    save(place, "long.wav", makeAudio(10.0));
    for (const std::string name : {"a.ogg", "a.opus", "a.mp3"}) {
        CAPTURE(name);
        REQUIRE(place.run("ffmpeg -v error -i long.wav " + name).code == 0);
        CHECK(place.run("solus denoise " + name + " whole.wav").code == 0);
        auto bytes = place.readBytes(name);
        auto damaged = bytes;
        for (size_t i = 0; i < 3000; ++i)
            damaged[bytes.size() / 2 + i] = static_cast<char>(i * 2654435761u >> 13);
        place.writeBytes("damaged-" + name, damaged);
        checkRefused(place.run("solus denoise damaged-" + name + " out.wav"),
                     {"damaged-" + name, "--salvage"});
        CHECK_FALSE(place.has("out.wav"));
        CHECK(place.run("solus denoise --salvage damaged-" + name + " salvaged.wav").code == 0);
        if (name == "a.mp3") continue; // its length is a guess
        place.writeBytes("cut-" + name, bytes.substr(0, bytes.size() / 2));
        checkRefused(place.run("solus denoise cut-" + name + " out.wav"), {"cut-" + name, "--salvage"});
    }
}

TEST_CASE("names that begin with a minus, rates that flac cannot hold") {
    const Place place;
    save(place, "-x.wav", makeAudio(0.3));
    checkRefused(place.run("solus denoise -x.wav out.wav"), {"-x.wav", "./-NAME"});
    CHECK(place.run("solus denoise ./-x.wav out.wav").code == 0);
    save(place, "odd.wav", makeAudio(0.1, 96001));
    checkRefused(place.run("solus denoise odd.wav odd.flac"), {"odd.flac", "96001 Hz", ".wav"});
}
