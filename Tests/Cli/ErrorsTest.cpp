// Every error: exit code 2, one line on stderr that names the file and the reason, and no output file.
#include "Shell.h"

#include "Engine/Parameters.h"

#include "Files/AudioFileReader.h"

#include <limits>

using namespace shell;
using solus::SampleFormat;

namespace {

/// `denoise IN out.wav` is rejected with these words and leaves nothing behind.
void checkBadInput(const Place& place, const std::string& in, const std::vector<std::string>& words) {
    const auto before = place.list();
    checkRefused(place.run("solus denoise " + in + " out.wav"), words);
    CHECK(place.list() == before);
}

std::string firstHalf(const std::string& bytes) {
    return bytes.substr(0, bytes.size() / 2);
}

} // namespace

TEST_CASE("missing, empty and foreign files") {
    const Place place;
    checkBadInput(place, "nowhere.wav", {"nowhere.wav", "no such file"});
    place.writeBytes("empty.wav", "");
    checkBadInput(place, "empty.wav", {"empty.wav", "is empty"});
    for (const char* name : {"text.wav", "text.flac", "text.mp3", "text.ogg", "text.opus", "text"}) {
        place.writeBytes(name, "This is a letter, not a recording.\n");
        checkBadInput(place, name, {name, "not an audio file"});
    }
    std::string random;
    std::uint32_t seed = 5;
    for (int i = 0; i < 100000; ++i)
        random += static_cast<char>((seed = seed * 1664525u + 1013904223u) >> 24);
    for (const char* name : {"random.wav", "random.mp3", "random.flac", "random.opus"}) {
        place.writeBytes(name, random);
        checkBadInput(place, name, {name, "not an audio file"});
    }
    RawWav silent;
    place.writeBytes("none.wav", silent.honest().bytes());
    checkBadInput(place, "none.wav", {"none.wav", "no audio"});
    checkRefused(place.run("mkdir folder; solus enroll anna folder"), {"folder"});
    checkRefused(place.run("solus denoise - out.wav"), {"standard input", "empty"});
    checkRefused(place.run("echo hello, this is no wav | solus denoise - out.wav"),
                 {"standard input", "WAV"});
}

TEST_CASE("broken headers") {
    const Place place;
    RawWav wav;
    wav.data = pcm16(std::vector<int>(1000, 100));
    wav.channels = 0;
    place.writeBytes("zero.wav", wav.honest().bytes());
    checkBadInput(place, "zero.wav", {"zero.wav", "no channels"});
    wav.channels = 1;
    wav.rate = 0;
    place.writeBytes("rate.wav", wav.honest().bytes());
    checkBadInput(place, "rate.wav", {"rate.wav", "sample rate"});
    wav.rate = 2000;
    place.writeBytes("slow.wav", wav.honest().bytes());
    checkBadInput(place, "slow.wav", {"slow.wav"});
    wav.rate = 48000;
    place.writeBytes("cut.wav", wav.honest().bytes().substr(0, 40));
    checkBadInput(place, "cut.wav", {"cut.wav", "cut off"});
}

TEST_CASE("NaN and Inf, with their time") {
    const Place place;
    for (const auto& [value, word] : {std::pair{std::numeric_limits<float>::quiet_NaN(), "NaN"},
                                      std::pair{std::numeric_limits<float>::infinity(), "Inf"},
                                      std::pair{-std::numeric_limits<float>::infinity(), "Inf"}}) {
        Audio audio = makeAudio(3.0, 16000, 2, SampleFormat::float32);
        audio.samples[2 * 36000 + 1] = value;
        save(place, "bad.wav", audio);
        checkBadInput(place, "bad.wav", {"bad.wav", word, "2.25"});
        checkRefused(place.run("solus enroll anna bad.wav"), {"bad.wav", word, "2.25"});
        checkRefused(place.run("solus info bad.wav"), {"bad.wav", word, "2.25"});
    }
}

TEST_CASE(
    "a wav that holds less than its header promises says both durations; --salvage takes what is there") {
    const Place place;
    save(place, "whole.wav", makeAudio(4.0, 44100, 2));
    const std::string bytes = place.readBytes("whole.wav");
    place.writeBytes("cut.wav", bytes.substr(0, 44 + 44100 * 4 + 4410 * 4 + 3)); // 1.1 s and a broken frame
    checkBadInput(place, "cut.wav", {"cut.wav", "4.000 s", "1.100 s", "--salvage"});
    REQUIRE(place.run("solus denoise cut.wav out.wav --salvage --model solus").code == 0);
    CHECK(load(place, "out.wav").frames() == 48510);

    const auto piped = place.run("cat cut.wav | solus denoise - - > pipe.wav");
    CHECK(piped.code == 2);
    CHECK(piped.errorLines() == 1);
    CHECK_THAT(piped.err, Catch::Contains("4.000 s") && Catch::Contains("1.100 s"));
    REQUIRE(place.run("cat cut.wav | solus denoise - - --salvage > pipe.wav").code == 0);
    CHECK(load(place, "pipe.wav").samples == load(place, "out.wav").samples);

    place.writeBytes("almost.wav",
                     bytes.substr(0, bytes.size() - 4)); // one frame: the durations must still differ
    checkBadInput(place, "almost.wav", {"4.000000 s", "3.999977 s"});
}

TEST_CASE("a flac that holds less than its header promises says both durations") {
    const Place place;
    save(place, "whole.flac", makeAudio(4.0, 44100, 1));
    const std::string bytes = place.readBytes("whole.flac");
    place.writeBytes("cut.flac", firstHalf(bytes));
    checkBadInput(place, "cut.flac", {"cut.flac", "4.000 s", "--salvage"});
    const auto outcome = place.run("solus denoise cut.flac out.flac --salvage");
    REQUIRE(outcome.code == 0);
    const double kept = static_cast<double>(load(place, "out.flac").frames()) / 44100;
    CHECK(kept > 1.0);
    CHECK(kept < 3.0);
    place.writeBytes("head.flac", bytes.substr(0, 60));
    checkBadInput(place, "head.flac", {"head.flac", "4.000 s", "0.000 s"});
}

TEST_CASE("RF64: sizes in the ds64 chunk are believed, and checked") {
    const Place place;
    const std::string data = pcm16(std::vector<int>(48000, 1000));
    const auto rf64 = [&](std::uint64_t dataBytes, std::uint32_t dataSize) {
        RawWav wav;
        wav.data = data;
        wav.dataSize = dataSize;
        std::string bytes = wav.bytes();
        bytes.replace(0, 4, "RF64");
        bytes.insert(12, "ds64" + littleEndian(28, 4) + littleEndian(64 + dataBytes, 8) +
                             littleEndian(dataBytes, 8) + littleEndian(dataBytes / 2, 8) +
                             littleEndian(0, 4));
        return bytes;
    };
    place.writeBytes("good.wav", rf64(96000, 0xFFFFFFFF) + "LIST" + littleEndian(4, 4) + "abcd");
    REQUIRE(place.run("solus denoise good.wav out.wav --mix 0").code == 0);
    CHECK(load(place, "out.wav").frames() == 48000);
    CHECK(place.readBytes("out.wav").substr(0, 4) == "RIFF"); // small again
    place.writeBytes("cut.wav", rf64(20'000'000'000, 0xFFFFFFFF));
    checkBadInput(place, "cut.wav", {"cut.wav", "1.000 s", "208333.333 s"});
    place.writeBytes("unknown.wav", rf64(0, 0xFFFFFFFF));
    REQUIRE(place.run("solus denoise unknown.wav out.wav --mix 0").code == 0);
    CHECK(load(place, "out.wav").frames() == 48000);
}

TEST_CASE("input and output are the same file") {
    const Place place;
    save(place, "in.wav", makeAudio(0.3));
    const std::string before = place.readBytes("in.wav");
    checkRefused(place.run("solus denoise in.wav in.wav"), {"in.wav", "input file itself"});
    checkRefused(place.run("solus denoise in.wav ../$(basename $PWD)/in.wav"), {"input file itself"});
    checkRefused(place.run("ln -s in.wav link.wav; solus denoise in.wav link.wav"),
                 {"link.wav", "input file itself"});
    checkRefused(place.run("ln in.wav hard.wav; solus denoise hard.wav in.wav"), {"input file itself"});
    CHECK(place.readBytes("in.wav") == before);
    checkRefused(place.run("mkdir d; cp in.wav d; solus denoise d d"), {"d", "input folder itself"});
}

TEST_CASE("outputs that cannot be") {
    const Place place;
    save(place, "in.wav", makeAudio(0.3));
    checkBadInput(place, "in.wav missing/out.wav", {"argument"});
    checkRefused(place.run("solus denoise in.wav missing/out.wav"), {"missing/out.wav", "no folder"});
    checkRefused(place.run("solus denoise in.wav out.mp3"), {"out.mp3", ".wav and .flac"});
    checkRefused(place.run("solus denoise in.wav out"), {"out", ".wav and .flac"});
    checkRefused(place.run("mkdir f.wav; solus denoise in.wav f.wav"), {"f.wav", "folder"});
    checkRefused(place.run("mkdir d; touch file; cp in.wav d; solus denoise d file"), {"file", "folder"});
    checkRefused(place.run("solus denoise d -"), {"folder"});
    checkRefused(place.run("solus denoise in.wav - --json"), {"--json"});
    Audio nine = makeAudio(0.1, 48000, 9);
    save(place, "nine.wav", nine);
    checkRefused(place.run("solus denoise nine.wav nine.flac"), {"nine.flac", "8 channels"});
    // Not the input's fault: exit code 1.
    const auto full = place.run("solus denoise in.wav - > /dev/full");
    CHECK(full.code == 1);
    CHECK(full.errorLines() == 1);
    CHECK_THAT(full.err, Catch::Contains("standard output"));
}

TEST_CASE("settings have the ranges of the table, and its IDs as names") {
    using solus::Parameter;
    const Place place;
    save(place, "in.wav", makeAudio(0.3));
    for (const Parameter parameter :
         {Parameter::amount, Parameter::mix, Parameter::threshold, Parameter::lookAhead}) {
        const solus::ParameterSpec& spec = solus::specOf(parameter);
        const float scale = std::string(spec.unit) == "%" ? 0.01f : 1.0f;
        const auto run = [&](float value) {
            return place.run("solus denoise in.wav out.wav --only ./nobody.voice --" + std::string(spec.id) +
                             " " + std::to_string(value));
        };
        for (const float beyond : {spec.low - 1.0f, spec.high + 1.0f})
            checkRefused(run(scale * beyond), {std::string("--") + spec.id, "needs a number from"});
        for (const float end : {spec.low, spec.high}) // accepted: only the voice is missing
            checkRefused(run(scale * end), {"nobody.voice", "no such voice"});
    }
}

TEST_CASE("bad usage: one line that says what would be right") {
    const Place place;
    save(place, "in.wav", makeAudio(0.3));
    checkRefused(place.run("solus"), {"denoise, enroll, verify, models, info, numbers"});
    checkRefused(place.run("solus denois in.wav out.wav"), {"denois", "did you mean denoise?"});
    checkRefused(place.run("solus --bogus"), {"--bogus"});
    checkRefused(place.run("solus denoise in.wav out.wav --ammount 3"),
                 {"--ammount", "did you mean --amount?"});
    checkRefused(place.run("solus denoise in.wav out.wav -z"), {"-z", "no such option"});
    checkRefused(place.run("solus denoise in.wav"), {"OUT"});
    checkRefused(place.run("solus denoise in.wav out.wav third.wav"), {"third.wav", "too many"});
    for (const char* amount : {"x", "-1", "101", "nan", "inf", "3dB", "''"})
        checkRefused(place.run("solus denoise in.wav out.wav --amount " + std::string(amount)), {"--amount"});
    for (const char* mix : {"x", "-0.1", "1.1", "nan"})
        checkRefused(place.run("solus denoise in.wav out.wav --mix " + std::string(mix)), {"--mix"});
    for (const char* jobs : {"0", "-1", "1.5", "many", "100000000000"})
        checkRefused(place.run("solus denoise in.wav out.wav --jobs " + std::string(jobs)), {"--jobs"});
    checkRefused(place.run("solus denoise in.wav out.wav --model denoise-imb"),
                 {"denoise-imb", "denoise-ibm"});
    checkRefused(place.run("solus denoise in.wav out.wav --model nothing-like-it"),
                 {"nothing-like-it", "denoise-ibm"});
    checkRefused(place.run("solus denoise in.wav out.wav --model ./in.wav"), {"in.wav"});
    checkRefused(place.run("solus denoise in.wav out.wav --model gone.safetensors"), {"gone.safetensors"});
    checkRefused(place.run("solus verify nobody in.wav"), {"nobody"});
    checkRefused(place.run("solus models now"), {"now"});
    CHECK_FALSE(place.has("out.wav"));
}

TEST_CASE("a line break in a file name does not break the line") {
    const Place place;
    checkRefused(place.run("solus denoise \"$(printf 'two\\nlines.wav')\" out.wav"), {"two?lines.wav"});
}

TEST_CASE("--help and --version are no errors") {
    const Place place;
    for (const char* line : {"--help", "denoise --help", "enroll --help", "verify --help", "models --help",
                             "info --help", "numbers --help", "help", "help enroll", "--version"}) {
        const auto outcome = place.run("solus " + std::string(line));
        CHECK(outcome.code == 0);
        CHECK(outcome.err.empty());
        CHECK_FALSE(outcome.out.empty());
    }
    CHECK_THAT(place.run("solus --help").out,
               Catch::Contains("ffmpeg") && Catch::Contains("solus denoise noisy.wav"));
    CHECK(place.run("solus help enroll").out == place.run("solus enroll --help").out);
    checkRefused(place.run("solus help enrol"), {"enrol", "enroll"});
}
