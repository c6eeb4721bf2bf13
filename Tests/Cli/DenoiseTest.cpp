// `solus denoise` preserves what it must: rate, channels, length, bit depth and alignment, for files and pipes.
#include "Shell.h"

#include "Files/AudioFileReader.h"

using namespace shell;
using solus::SampleFormat;

namespace {

struct Kind {
    const char* name;
    int rate, channels;
    SampleFormat format;
    double step; ///< of the stored samples
};

const std::vector<Kind> kinds = {
    {"a.wav", 48000, 1, SampleFormat::pcm16, 1.0 / 32768},
    {"a.wav", 44100, 2, SampleFormat::pcm24, 1e-6},
    {"a.wav", 8000, 1, SampleFormat::pcm16, 1.0 / 32768},
    {"a.wav", 96000, 3, SampleFormat::float32, 1e-7},
    {"a.wav", 16000, 2, SampleFormat::float64, 1e-7},
    {"a.wav", 44056, 1, SampleFormat::pcm32, 1e-7},
    {"a.wav", 22050, 1, SampleFormat::pcm8, 1.0 / 128},
    {"a.flac", 44100, 1, SampleFormat::pcm16, 1.0 / 32768},
    {"a.flac", 48000, 2, SampleFormat::pcm24, 1e-6},
    {"a.flac", 96000, 6, SampleFormat::pcm24, 1e-6},
    {"a.wav", 192000, 1, SampleFormat::pcm24, 1e-6},
};

std::string outName(const Kind& kind) {
    return "out" + std::string(kind.name).substr(1);
}

void checkSameShape(const Audio& in, const Audio& out) {
    CHECK(out.info.container == in.info.container);
    CHECK(out.info.sampleRate == in.info.sampleRate);
    CHECK(out.info.channels == in.info.channels);
    CHECK(out.info.format == in.info.format);
    REQUIRE(out.samples.size() == in.samples.size());
}

} // namespace

TEST_CASE("rate, channels, length and depth stay; with --amount 0 every sample does") {
    for (const Kind& kind : kinds) {
        INFO(kind.name << " " << kind.rate << " Hz, " << kind.channels << " ch, "
                       << solus::bitDepth(kind.format));
        const Place place;
        const Audio made = makeAudio(1.237, kind.rate, kind.channels, kind.format);
        save(place, kind.name, made);
        const Audio in = load(place, kind.name);
        REQUIRE(in.samples.size() == made.samples.size());
        CHECK(largestDifference(in.samples, made.samples) <= 0.51 * kind.step + 1e-7);

        const auto outcome =
            place.run("solus denoise " + std::string(kind.name) + " " + outName(kind) + " --amount 0");
        INFO(outcome.err);
        REQUIRE(outcome.code == 0);
        CHECK(outcome.err.empty());
        const Audio out = load(place, outName(kind));
        checkSameShape(in, out);
        // Only the part of the white noise above the resamplers' passband may be lost.
        CHECK(largestDifference(out.samples, in.samples) < kind.step + 1.2e-3);
        CHECK(rms(out.samples) == Approx(rms(in.samples)).epsilon(0.01));
    }
}

TEST_CASE("--mix 0 gives the input back, bit by bit") {
    for (const Kind& kind : kinds) {
        if (kind.format == SampleFormat::pcm32) continue; // more bits than a float holds
        INFO(kind.name << " " << kind.rate << " Hz, " << solus::bitDepth(kind.format));
        const Place place;
        save(place, kind.name, makeAudio(0.5, kind.rate, kind.channels, kind.format));
        REQUIRE(
            place.run("solus denoise " + std::string(kind.name) + " " + outName(kind) + " --mix 0").code ==
            0);
        CHECK(load(place, outName(kind)).samples == load(place, kind.name).samples);
    }
}

TEST_CASE("what is kept and what is removed add up to the input") {
    const Place place;
    Audio noisy = makeAudio(1.0, 48000, 2, SampleFormat::float32);
    std::uint32_t seed = 1;
    for (float& x : noisy.samples)
        x += 0.1f * (static_cast<float>((seed = seed * 1664525u + 1013904223u) >> 8) / 8388608.0f - 1.0f);
    save(place, "noisy.wav", noisy);
    REQUIRE(
        place.run("solus denoise noisy.wav kept.wav && solus denoise noisy.wav removed.wav --removed").code ==
        0);
    const Audio kept = load(place, "kept.wav"), removed = load(place, "removed.wav");
    REQUIRE(kept.samples.size() == noisy.samples.size());
    REQUIRE(removed.samples.size() == noisy.samples.size());
    std::vector<float> sum;
    for (size_t i = 0; i < kept.samples.size(); ++i) sum.push_back(kept.samples[i] + removed.samples[i]);
    CHECK(largestDifference(sum, noisy.samples) < 1e-5);
    CHECK(rms(removed.samples) > 0.01); // and something was removed
    CHECK(rms(kept.samples) < rms(noisy.samples));
}

TEST_CASE("integers are clipped, never wrapped round") {
    const Place place;
    std::vector<int> loud;
    for (int n = 0; n < 48000; ++n) loud.push_back(n / 100 % 2 == 0 ? 32767 : -32768);
    RawWav wav;
    wav.data = pcm16(loud);
    place.writeBytes("loud.wav", wav.honest().bytes());
    REQUIRE(place.run("solus denoise loud.wav out.wav --amount 3").code == 0);
    const Audio in = load(place, "loud.wav"), out = load(place, "out.wav");
    REQUIRE(out.samples.size() == in.samples.size());
    size_t opposite = 0;
    for (size_t i = 0; i < in.samples.size(); ++i)
        if (i % 100 > 10 && i % 100 < 90 && in.samples[i] * out.samples[i] < 0.0f) ++opposite;
    CHECK(opposite == 0);
}

TEST_CASE("files and folders get the studio model, pipes and single voices the live default") {
    const Place place;
    save(place, "in/in.wav", makeAudio(1.5));
    const std::string demo = SOLUS_RESOURCES "/Demo/";
    REQUIRE(place.run("solus enroll anna " + demo + "enrol-1.flac " + demo + "enrol-2.flac").code == 0);
    const auto cleaned = [&](const std::string& how, const std::string& out = "out.wav") {
        const auto outcome = place.run("solus denoise " + how);
        INFO(how << ": " << outcome.err);
        REQUIRE(outcome.code == 0);
        return load(place, out).samples;
    };
    const auto studio = cleaned("in/in.wav out.wav --model studio"),
               solus = cleaned("in/in.wav out.wav --model solus");
    CHECK(studio != solus);
    CHECK(studio.size() == solus.size());
    CHECK(cleaned("in/in.wav out.wav") == studio);
    CHECK(cleaned("in outs", "outs/in.wav") == studio);
    CHECK(cleaned("in/in.wav - > out.wav") == solus);
    CHECK(cleaned("- out.wav < in/in.wav") == solus);
    CHECK(cleaned("in/in.wav out.wav --only anna") == cleaned("in/in.wav out.wav --only anna --model solus"));
}

TEST_CASE("a pipe gives the same samples as a file") {
    const Place place;
    save(place, "in.wav", makeAudio(1.5, 44100, 2, SampleFormat::pcm24));
    REQUIRE(place.run("solus denoise in.wav file.wav --model solus").code == 0);
    const auto piped = place.run("cat in.wav | solus denoise - - > pipe.wav");
    CHECK(piped.code == 0);
    CHECK(piped.err.empty());
    CHECK(place.readBytes("pipe.wav") == place.readBytes("file.wav"));

    REQUIRE(place.run("cat in.wav | solus denoise - half.wav && solus denoise in.wav - > other.wav").code ==
            0);
    CHECK(place.readBytes("half.wav") == place.readBytes("file.wav"));
    CHECK(place.readBytes("other.wav") == place.readBytes("file.wav"));
}

TEST_CASE("a pipe of unknown length, as ffmpeg writes it, in and out") {
    const Place place;
    const Audio in = makeAudio(1.0);
    save(place, "in.wav", in);
    REQUIRE(place.run("solus denoise in.wav file.wav --model solus").code == 0);
    const std::string samples = place.readBytes("in.wav").substr(44);
    for (const std::uint32_t size : {0u, 0xFFFFFFFFu, 0x7FFFF000u}) {
        RawWav wav;
        wav.data = samples;
        wav.dataSize = wav.riffSize = size;
        place.writeBytes("stream.wav", wav.bytes());
        const auto outcome = place.run("cat stream.wav | solus denoise - - > out.wav");
        INFO(size << " " << outcome.err);
        REQUIRE(outcome.code == 0);
        CHECK(load(place, "out.wav").samples == load(place, "file.wav").samples);
        REQUIRE(place.run("solus denoise stream.wav out2.wav --model solus").code == 0);
        CHECK(place.readBytes("out2.wav") == place.readBytes("file.wav"));
    }
}

TEST_CASE("after -- there are names only") {
    const Place place;
    save(place, "-in.wav", makeAudio(0.3));
    CHECK(place.run("solus denoise --mix 0 -- -in.wav -out.wav").code == 0);
    CHECK(place.has("-out.wav"));
    CHECK(place.run("solus denoise -- ./-in.wav out.wav").code == 0);
    CHECK(place.run("solus info -- -in.wav").code == 0);
    checkRefused(place.run("solus denoise -- -in.wav out.wav --json"), {"--json", "too many"});
    checkRefused(place.run("solus denoise --bogus -- -in.wav out.wav"), {"--bogus", "no such option"});
}

TEST_CASE("--split: each channel comes out as it would alone") {
    const Place place;
    const Audio stereo = makeAudio(1.0, 44100, 2);
    save(place, "in.wav", stereo);
    for (int c = 0; c < 2; ++c) {
        Audio side = makeAudio(1.0, 44100, 1);
        for (std::int64_t n = 0; n < side.frames(); ++n) side.samples[n] = stereo.samples[2 * n + c];
        save(place, "side" + std::to_string(c) + ".wav", side);
    }
    REQUIRE(
        place
            .run(
                "solus denoise in.wav out.wav --split; solus denoise side0.wav a.wav; solus denoise side1.wav b.wav; "
                "solus denoise in.wav together.wav")
            .code == 0);
    const Audio out = load(place, "out.wav"), a = load(place, "a.wav"), b = load(place, "b.wav");
    REQUIRE(out.samples.size() == stereo.samples.size());
    for (std::int64_t n = 0; n < out.frames(); ++n) {
        REQUIRE(out.samples[2 * n] == a.samples[n]);
        REQUIRE(out.samples[2 * n + 1] == b.samples[n]);
    }
    CHECK(load(place, "together.wav").samples != out.samples);
}

TEST_CASE("the progress bar is for terminals only") {
    const Place place;
    save(place, "in.wav", makeAudio(1.0));
    const auto outcome = place.run("script -qec \"'" SOLUS_PROGRAM "' denoise in.wav out.wav\" /dev/null");
    CHECK(outcome.code == 0);
    CHECK_THAT(outcome.out, Catch::Contains("in.wav [") && Catch::Contains("%"));
    CHECK(place.run("solus denoise in.wav out.wav").err.empty());
}

TEST_CASE("--json says what was made") {
    const Place place;
    save(place, "in.wav", makeAudio(1.0, 44100, 2, SampleFormat::pcm24));
    const auto lines = place.run("solus denoise in.wav out.flac --json").json();
    REQUIRE(lines.size() == 1);
    CHECK(lines[0]["file"] == "in.wav");
    CHECK(lines[0]["output"] == "out.flac");
    CHECK(lines[0]["seconds"] == Approx(1.0));
    CHECK(lines[0]["bits"] == 24);
    CHECK(load(place, "out.flac").info.format == SampleFormat::pcm24);
}

TEST_CASE("opposite phases cannot hide a voice: the mask is one for all channels") {
    const Place place;
    const Audio mono = makeAudio(1.0, 48000, 1, SampleFormat::float32);
    Audio stereo = mono;
    stereo.info.channels = 2;
    stereo.samples.clear();
    for (const float x : mono.samples) stereo.samples.insert(stereo.samples.end(), {x, -x});
    save(place, "mono.wav", mono);
    save(place, "stereo.wav", stereo);
    REQUIRE(place.run("solus denoise mono.wav m.wav && solus denoise stereo.wav s.wav").code == 0);
    const Audio m = load(place, "m.wav"), s = load(place, "s.wav");
    std::vector<float> left, right;
    for (size_t i = 0; i < s.samples.size(); i += 2) {
        left.push_back(s.samples[i]);
        right.push_back(-s.samples[i + 1]);
    }
    CHECK(largestDifference(left, m.samples) < 1e-5);
    CHECK(largestDifference(right, m.samples) < 1e-5);
}
