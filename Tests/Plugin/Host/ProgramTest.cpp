// The program solus-host itself: input and output files, and helpful errors.
#include "Files/AudioFileReader.h"
#include "Plugin/Host/BuiltPlugins.h"
#include "Plugin/Support/Clips.h"

#include <catch2/catch.hpp>
#include <cstdio>
#include <filesystem>
#include <fstream>

namespace {

namespace fs = std::filesystem;

struct Answer {
    int code = 0;
    std::string text;
};

Answer host(const std::string& arguments) {
    toy::builtPlugins(); // sets LV2_PATH
    FILE* pipe = popen((std::string(SOLUS_HOST) + " " + arguments + " 2>&1").c_str(), "r");
    Answer answer;
    char part[512];
    while (std::fgets(part, sizeof part, pipe) != nullptr) answer.text += part;
    answer.code = WEXITSTATUS(pclose(pipe));
    return answer;
}

const std::string clip = std::string(SOLUS_RESOURCES) + "/Demo/voice-in-rain.flac";
const std::string vst3 = SOLUS_PLUGINS "/Solus.vst3", lv2 = SOLUS_PLUGINS "/Solus.lv2";

std::string outFile(const std::string& name) {
    return (fs::temp_directory_path() / ("solus-host-test-" + std::to_string(getpid()) + "-" + name))
        .string();
}

std::vector<float> contents(const std::string& path) {
    return solus::AudioFileReader(path).readAll();
}

} // namespace

TEST_CASE("files come out as long as they went in, and in time") {
    const auto out = outFile("a.wav"), other = outFile("b.wav"), dry = outFile("dry.wav");
    const auto in = contents(clip);
    REQUIRE(host(vst3 + " " + clip + " " + out).code == 0);
    REQUIRE(host("https://solus-audio.org/plugins/solus " + clip + " " + other + " --block random").code ==
            0);
    const Answer answer = host(vst3 + " " + clip + " " + dry + " --set amount=0 --double");
    REQUIRE(answer.code == 0);
    CHECK(answer.text.find("latency 480 samples (10.0 ms), taken out") != std::string::npos);
    const auto a = contents(out), b = contents(other), d = contents(dry);
    REQUIRE(a.size() == in.size());
    REQUIRE(b.size() == in.size());
    REQUIRE(d.size() == in.size());
    double formats = 0.0, untouched = 0.0;
    for (size_t n = 0; n < in.size(); ++n) {
        formats = std::max<double>(formats, std::abs(a[n] - b[n]));
        untouched = std::max<double>(untouched, std::abs(d[n] - in[n]));
    }
    CHECK(formats <= 1.01 / 32768.0); // 16 bits: one step of rounding
    CHECK(untouched <= 1.01 / 32768.0);
    REQUIRE(host(lv2 + " " + clip + " " + other + " --no-align").code == 0);
    const auto late = contents(other);
    double shifted = 0.0;
    for (size_t n = 480; n < in.size(); ++n)
        shifted = std::max<double>(shifted, std::abs(late[n] - a[n - 480]));
    CHECK(shifted <= 1.01 / 32768.0);
    for (const auto& file : {out, other, dry}) fs::remove(file);
}

TEST_CASE("a state that one run saves is what the next one plays with") {
    const auto state = outFile("state"), one = outFile("1.wav"), two = outFile("2.wav");
    for (const auto& plugin : {vst3, lv2}) {
        REQUIRE(
            host(plugin + " " + clip + " " + one + " --set amount=11 --set removed=on --save-state " + state)
                .code == 0);
        REQUIRE(host(plugin + " " + clip + " " + two + " --state " + state).code == 0);
        CHECK(contents(one) == contents(two));
    }
    for (const auto& file : {state, one, two}) fs::remove(file);
}

TEST_CASE("wrong input gets one clear line") {
    const auto complaint = [](const std::string& arguments, int code) {
        const Answer answer = host(arguments);
        INFO(arguments << " says: " << answer.text);
        CHECK(answer.code == code);
        CHECK(std::count(answer.text.begin(), answer.text.end(), '\n') <= 2);
        return answer.text;
    };
    const auto out = outFile("x.wav");
    using Catch::Contains;
    CHECK_THAT(complaint("/nowhere/Solus.vst3 " + clip + " " + out, 2), Contains("no such plugin"));
    CHECK_THAT(complaint("urn:nobody:nothing " + clip + " " + out, 2), Contains("LV2_PATH"));
    CHECK_THAT(complaint(vst3 + " /nowhere.wav " + out, 2), Contains("/nowhere.wav"));
    CHECK_THAT(complaint(vst3 + " " + clip + " " + out + " --set volume=3", 2), Contains("Noise reduction"));
    CHECK_THAT(complaint(vst3 + " " + clip + " " + out + " --set amount=loud", 2), Contains("not a value"));
    CHECK_THAT(complaint(vst3 + " " + clip + " " + out + " --block 0", 2), Contains("random"));
    CHECK_THAT(complaint(vst3 + " " + clip + " " + out + " --state /nowhere", 2), Contains("no such state"));
    for (const char* set : {"amount=200", "amount=-1", "gain=25", "gate=2", "\"Noise reduction=1000 dB\""})
        CHECK_THAT(complaint(vst3 + " " + clip + " " + out + " --set " + set, 2), Contains("out of range"));
    for (const char* set : {"amount=12x", "amount=12%", "gate=1dB"})
        CHECK_THAT(complaint(vst3 + " " + clip + " " + out + " --set " + set, 2), Contains("not a value"));
    CHECK_THAT(complaint(vst3 + " " + clip + " " + out + " --set score=3", 2), Contains("cannot be set"));
    for (const auto& plugin : {vst3, lv2})
        CHECK_THAT(complaint(plugin + " " + clip + " " + out + " --state " + clip, 2),
                   Contains("not a plugin state"));
    CHECK_THAT(complaint(vst3 + " " + clip + " " + out + " --save-state /nowhere/s", 2),
               Contains("no folder /nowhere"));
    CHECK_THAT(complaint(vst3 + " " + clip, 2), Contains("OUT"));
    CHECK_THAT(complaint(vst3 + " " + clip + " /nowhere/x.wav", 2), Contains("/nowhere"));
    CHECK_FALSE(fs::exists(out));
}

TEST_CASE("OUT and the state land on nobody's file") {
    const auto folder = fs::path(outFile("mine"));
    fs::create_directory(folder);
    const auto at = [&](const char* name) { return (folder / name).string(); };
    fs::copy_file(clip, at("a.flac"));
    fs::create_symlink(at("a.flac"), at("link.flac"));
    fs::create_hard_link(at("a.flac"), at("hard.flac"));
    std::ofstream(at("letter.wav")) << "Dear Anna";
    std::ofstream(at("letter.txt")) << "Dear Anna";
    const auto before = fs::file_size(at("a.flac"));
    using Catch::Contains;
    const auto complaint = [&](const std::string& arguments) {
        const Answer answer = host(vst3 + " " + at("a.flac") + " " + arguments);
        CHECK(answer.code == 2);
        return answer.text;
    };
    for (const char* same : {"a.flac", "link.flac", "hard.flac"}) {
        CHECK_THAT(complaint(at(same)), Contains("input file itself"));
        CHECK_THAT(complaint(at("out.wav") + " --save-state " + at(same)), Contains("not a plugin state"));
    }
    CHECK_THAT(complaint(at("letter.wav")), Contains("not audio"));
    CHECK_THAT(complaint(at("out.wav") + " --save-state " + at("letter.txt")),
               Contains("not a plugin state"));
    CHECK_THAT(complaint(at("out.wav") + " --save-state " + at("out.wav")), Contains("another name"));
    CHECK(fs::file_size(at("a.flac")) == before);
    CHECK(fs::file_size(at("letter.wav")) == 9);
    CHECK(fs::file_size(at("letter.txt")) == 9);
    CHECK_FALSE(fs::exists(at("out.wav")));
    fs::remove_all(folder);
}

TEST_CASE("--list shows every parameter with its range") {
    const Answer answer = host("--list " + vst3);
    CHECK(answer.code == 0);
    for (const char* text :
         {"Noise reduction", "from 0.0 dB to 100.0 dB", "Bypass", "Speaker score", "not automatable"})
        CHECK_THAT(answer.text, Catch::Contains(text));
    CHECK_THAT(host("--list " + lv2).text, Catch::Contains("threshold"));
}

TEST_CASE("plugin and models are a binary of less than 30 MB") {
    for (const char* binary : {"/Solus.vst3/Contents/x86_64-linux/Solus.so", "/Solus.lv2/libSolus.so"}) {
        const std::string path = std::string(SOLUS_PLUGINS) + binary;
        if (!fs::exists(path)) continue; // another processor's name in the VST3
        INFO(path);
        CHECK(fs::file_size(path) < 30'000'000);
    }
}
