// Settings survive saving, loading and damage; the command line is parsed or explained.
#include "AppSettings.h"
#include "Base/Error.h"
#include "Engine/Models.h"
#include "Engine/VoiceFolder.h"
#include "LiveFixture.h"
#include "Program.h"
#include "Session.h"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>

using namespace livetest;
using namespace solus::live;

TEST_CASE("settings are remembered") {
    const TemporaryFolder folder;
    AppSettings s;
    s.device = {"ALSA", "Mic \"1\"", "Größe", 44100.0, 128};
    s.inputChannel = {6, true};
    s.zoom = 150;
    s.recordAs = "flac", s.loop = false, s.state = "{\"a\":1}", s.width = 1000, s.height = 700;
    const auto path = folder.file("deep/er/live.json");
    s.save(path);
    const auto t = AppSettings::load(path);
    CHECK(t.device == s.device);
    CHECK(t.inputChannel == s.inputChannel);
    CHECK(t.recordAs == "flac");
    CHECK(t.loop == false);
    CHECK(t.state == s.state);
    CHECK((t.width == 1000 && t.height == 700 && t.zoom == 150));
    CHECK(t.setAside.empty());
}

TEST_CASE("the names that inputs had at first are understood") {
    const TemporaryFolder folder;
    const auto loaded = [&](const std::string& name) {
        std::ofstream(folder.file("s.json"))
            << R"({"format":"solus-live-settings","inputChannel":")" << name << "\"}";
        return AppSettings::load(folder.file("s.json")).inputChannel;
    };
    CHECK(loaded("first") == InputChannel::first);
    CHECK(loaded("second") == InputChannel::second);
    CHECK(loaded("stereo") == InputChannel::stereo);
    CHECK(loaded("18") == InputChannel{17, false});
    for (const char* nonsense : {"", "0", "-3", "99999", "x"}) CHECK(loaded(nonsense) == InputChannel::first);
}

TEST_CASE("damaged or missing settings are the defaults") {
    const TemporaryFolder folder;
    const AppSettings standard;
    const std::string deep = R"({"format":)" + std::string(200'000, '[') + std::string(200'000, ']') + "}";
    for (const std::string text :
         {std::string(), std::string("{"), std::string("[]"),
          std::string(R"({"device":3,"loop":"x","width":"y"})"), std::string("\xff\xfe"), deep}) {
        std::ofstream(folder.file("s.json")) << text;
        const auto s = AppSettings::load(folder.file("s.json"));
        CHECK(s.device == standard.device);
        CHECK(s.loop == standard.loop);
        CHECK(s.width == 0);
        CHECK_FALSE(std::filesystem::exists(folder.file("s.json")));
        REQUIRE(std::filesystem::exists(s.setAside)); // nothing of the user's is lost
        std::ifstream file(s.setAside);
        CHECK(std::string(std::istreambuf_iterator<char>(file), {}) == text);
    }
    CHECK(AppSettings::load(folder.file("none.json")).device == standard.device);
}

TEST_CASE("settings live below XDG_CONFIG_HOME") {
    ::setenv("XDG_CONFIG_HOME", "/some/where", 1);
    CHECK(AppSettings::usualPath() == "/some/where/solus/live.json");
    ::unsetenv("XDG_CONFIG_HOME");
    CHECK(AppSettings::usualPath().ends_with("/.config/solus/live.json"));
}

TEST_CASE("a voice that was learnt elsewhere since the last run is there, and does not pass unasked") {
    startJuce();
    const TemporaryFolder folder;
    AppSettings s;
    s.device.family = "None";
    const auto embedder = solus::defaultEmbedder();
    std::vector<float> embedding(static_cast<size_t>(embedder->outputSize), 0.0f);
    embedding[0] = 1.0f;
    solus::PluginState before = solus::SolusProcessor().state();
    before.voices = {{{"Anna", embedder->hash, embedding, 9.0, ""}, true, true}};
    s.state = before.toText();
    s.recordings = folder.path.string(); // not the user's own
    Options o;
    o.settings = folder.file("live.json");
    s.save(o.settings);
    solus::VoiceFolder().save({"Ben", embedder->hash, embedding, 9.0, "2026-01-01T00:00:00Z"});
    Session session(o);
    const auto voices = session.processor().voices().list();
    REQUIRE(voices.size() == 2);
    CHECK((voices[0].print.name == "Anna" && voices[0].active));
    CHECK((voices[1].print.name == "Ben" && !voices[1].active));
    juce::File(solus::VoiceFolder().fileOf("Ben")).deleteFile();
}

TEST_CASE("model and amount from the command line are what plays") {
    startJuce();
    Options o;
    o.seconds = 1.0, o.model = "light", o.amountDb = 12.0f;
    Session session(o);
    CHECK(session.processor().modelChoice().name == "denoise-light");
    CHECK(session.processor().parameters().amount.get() == Approx(12.0f));
    o.model = "denoise-nothing";
    Session other(o);
    CHECK(other.processor().message().find("denoise-nothing") != std::string::npos);
}

TEST_CASE("the command line") {
    const auto parse = [](std::vector<const char*> words) {
        words.insert(words.begin(), "solus-live");
        return parseOptions(static_cast<int>(words.size()), words.data());
    };
    const auto o = parse({"--file", "a.wav", "--seconds", "3", "--screenshot", "b.png", "--loop"});
    CHECK((o.file == "a.wav" && o.seconds == 3.0 && o.screenshot == "b.png" && o.loop && o.unattended()));
    CHECK(parse({"talk.wav"}).file == "talk.wav"); // as a desktop opens it
    const auto h = parse({"--headless", "--voice", "anna", "--voice", "ben", "--gate", "--amount", "12"});
    CHECK((h.headless && h.gate && h.voices.size() == 2 && h.amountDb == 12.0f && !h.unattended()));
    CHECK_THROWS_AS(parse({"--amount", "200"}), solus::Error);
    CHECK_THROWS_AS(parse({"--screenshot", "b.png"}), solus::Error);
    CHECK_THROWS_AS(parse({"--headless", "--gate"}), solus::Error);
    CHECK_THROWS_AS(parse({"--headless", "--file", "a.wav"}), solus::Error);
    CHECK_THROWS_AS(parse({"--gate", "--voice", "anna"}), solus::Error);
    CHECK_THROWS_AS(parse({"--nonsense"}), solus::Error);
    CHECK(parse({"--device", "jack"}).device == "JACK");
    CHECK_THROWS_WITH(parse({"--device", "Foo"}), Catch::Contains("JACK, ALSA or None"));
    CHECK_THROWS_WITH(parse({"--seconds", "1", "--screenshot", "x.jpg"}), Catch::Contains(".png"));
    CHECK_THROWS_WITH(parse({"--seconds", "1", "--record", "x.mp3"}), Catch::Contains(".flac"));
    for (const char* option : {"--record", "--screenshot", "--settings"}) {
        const std::string path = std::string("/nowhere/at/all/x") + (option[2] == 'r' ? ".wav" : ".png");
        CHECK_THROWS_WITH(parse({"--seconds", "1", option, path.c_str()}),
                          Catch::Contains("no folder /nowhere/at/all"));
    }
    const TemporaryFolder folder; // a recording takes the place of neither its own source nor a letter
    const auto letter = folder.file("letter.wav");
    std::ofstream(letter) << "Dear Anna,";
    CHECK_THROWS_AS(parse({"--seconds", "1", "--record", letter.c_str()}), solus::Error);
    const auto talk = folder.file("talk.wav");
    std::filesystem::copy_file(SOLUS_RESOURCES "/Demo/same.flac", talk);
    CHECK(parse({"--seconds", "1", "--record", talk.c_str()}).record == talk);
    CHECK_THROWS_AS(parse({"--file", talk.c_str(), "--seconds", "1", "--record", talk.c_str()}),
                    solus::Error);
}

TEST_CASE("without a window too, a voice is looked up and checked as everywhere, before any sound") {
    const TemporaryFolder folder;
    const auto says = [&](const std::string& voice, const std::string& words) {
        Program solus({SOLUS_LIVE, "--headless", "--gate", "--voice", voice}, folder.file("out.txt"));
        CHECK(solus.wait(20.0) == 1);
        INFO(solus.output());
        CHECK(solus.output().find(words) != std::string::npos);
    };
    const auto embedder = solus::defaultEmbedder();
    std::vector<float> embedding(static_cast<size_t>(embedder->outputSize), 0.0f);
    embedding[0] = 1.0f;
    const solus::VoicePrint foreign{"foreign", std::string(64, '0'), embedding, 9.0, ""};
    solus::VoiceFolder::exportFile(foreign, folder.file("foreign.voice"));
    says(folder.file("foreign.voice"), "enrolled with another speaker model");
    says("nobody at all", "nobody at all: there is no such voice");
    says("x/y", "x/y: there is no such voice");
    says(std::string(250, 'x'), "it is longer than 249 bytes");
}
