// A project's state is restored by name; nonsense is rejected; anything missing is reported, and audio continues.
#include "Clap/Plugin.h"
#include "Engine/Models.h"
#include "Engine/Numbers.h"
#include "Engine/Parameters.h"
#include "Support/VoicePlace.h"

#include <chrono>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <random>
#include <thread>

using namespace solus;
using toy::ClapPlugin;
using toy::Place;
namespace fs = std::filesystem;

namespace {

std::vector<double> valuesOf(const ClapPlugin& plugin) {
    std::vector<double> values;
    clap_param_info info;
    for (uint32_t i = 0; plugin.params->get_info(plugin.clap, i, &info); ++i)
        values.push_back(plugin[info.name]);
    return values;
}

} // namespace

TEST_CASE(
    "a state comes back whole, through hosts that take a few bytes at a time, and gives the same bytes") {
    const Place place;
    std::mt19937 random(3);
    for (int round = 0; round < 20; ++round) {
        ClapPlugin first, second;
        clap_param_info info;
        for (uint32_t i = 0; first.params->get_info(first.clap, i, &info); ++i)
            first.flush(info.name, std::uniform_real_distribution<double>(info.min_value,
                                                                          info.max_value + 0.99)(random));
        const size_t most = round % 3 == 0 ? 1 : round % 3 == 1 ? 7 : 1000000;
        const std::string text = first.save(most);
        REQUIRE(second.load(text, most));
        CHECK(valuesOf(second) == valuesOf(first));
        CHECK(second.save() == text);
        CHECK(second.host.rescans == 1);
        CHECK(second.host.takeLines().empty());
    }
    const ClapPlugin fresh;
    const auto json = nlohmann::json::parse(fresh.save());
    CHECK(json["format"] == "solus-clap");
    CHECK(json["version"] == 1);
    CHECK(json["parameters"]["amount"] == 35.0);
    CHECK(json["parameters"].size() == parameterCount);
    CHECK(json["model"] == "");
    CHECK(json["voice"] == "");
}

TEST_CASE("a voice and a model are kept by name: another number, or none yet, on another computer") {
    std::string text;
    {
        const Place here;
        ClapPlugin plugin;
        plugin.flush("Voice", 2.0), plugin.flush("Model", numberOfModel("denoise-light"));
        text = plugin.save();
        CHECK(nlohmann::json::parse(text)["voice"] == "ben");
        CHECK(nlohmann::json::parse(text)["model"] == "denoise-light");
    }
    const Place there;
    CHECK(numberOfVoice("aaron") == 3); // after anna and ben
    fs::remove(there.folder / "solus/voice-numbers.txt");
    fs::remove(there.file("anna"));
    fs::remove(there.file("ben"));
    there.voice("aaron", 2).save(there.file("aaron"));
    there.voice("ben", 1).save(there.file("bella"));
    ClapPlugin plugin;
    REQUIRE(plugin.load(text));
    CHECK(plugin["Voice"] == 3.0); // aaron, bella, and the name from elsewhere
    CHECK(plugin.text("Voice", 3.0) == "ben");
    CHECK(plugin.text("Model", plugin["Model"]) == "denoise-light");
    CHECK(plugin.save() == text); // it has not been lost on this computer
    plugin.activate(48000);
    const auto lines = plugin.host.takeLines();
    REQUIRE(lines.size() == 1);
    CHECK(lines[0].find("ben: there is no such voice") != std::string::npos);
    CHECK(plugin.latency() == 720); // the model is there
}

TEST_CASE("an older or newer state: what is missing has its default, what is unknown is skipped") {
    const Place place;
    ClapPlugin plugin;
    plugin.flush("Mix", 10.0), plugin.flush("Voice", 1.0);
    REQUIRE(plugin.load(
        R"({"format":"solus-clap","version":1,"parameters":{"gain":-3,"amount":1e30,"new":"x"},"more":[1]})"));
    CHECK(plugin["Output gain"] == -3.0);
    CHECK(plugin["Noise reduction"] == 100.0);
    CHECK(plugin["Mix"] == 100.0);
    CHECK(plugin["Voice"] == 0.0);
    REQUIRE(plugin.load(R"({"format":"solus-clap","version":1,"voice":77,"model":1e30})"));
    CHECK(plugin["Voice"] == 77.0);
    CHECK(plugin["Model"] == 99.0);
    CHECK(plugin.host.takeLines().empty());
}

TEST_CASE("nonsense is refused with one line, and changes nothing") {
    const Place place;
    ClapPlugin plugin;
    plugin.flush("Mix", 12.0), plugin.flush("Voice", 1.0), plugin.flush("Bypass", 1.0);
    const auto before = valuesOf(plugin);
    const std::string good = plugin.save();
    std::vector<std::string> bad{
        "",
        "\n",
        "null",
        "[]",
        "7",
        std::string(4096, '['),
        std::string("\0\xff\xfe", 3),
        R"({"format":"solus-state","version":1})",
        R"({"version":1,"parameters":{}})",
        R"({"format":7,"version":1})",
        R"({"format":"solus-clap"})",
        R"({"format":"solus-clap","version":0})",
        R"({"format":"solus-clap","version":2})",
        R"({"format":"solus-clap","version":"1"})",
        R"({"format":"solus-clap","version":1,"parameters":[]})",
        R"({"format":"solus-clap","version":1,"parameters":{"mix":"loud"}})",
        R"({"format":"solus-clap","version":1,"parameters":{"mix":1e999}})",
        R"({"format":"solus-clap","version":1,"parameters":{"mix":null}})",
        R"({"format":"solus-clap","version":1,"voice":{}})",
        good + "x",
        R"({"format":)" + std::string(200'000, '[') + std::string(200'000, ']') + "}",
    };
    for (size_t length = 0; length + 2 < good.size(); length += 3) bad.push_back(good.substr(0, length));
    std::mt19937 random(9);
    for (int i = 0; i < 50; ++i) {
        std::string noise(random() % 5000, '\0');
        for (char& c : noise) c = static_cast<char>(random());
        bad.push_back(noise);
    }
    for (const std::string& text : bad) {
        INFO(text.substr(0, 100));
        CHECK_FALSE(plugin.load(text));
        const auto lines = plugin.host.takeLines();
        CHECK(lines.size() == 1);
        CHECK((!lines.empty() && lines[0].find('\n') == std::string::npos));
    }
    (void)plugin.load(std::string(3u << 20, ' ')); // too long: not even read to its end
    CHECK(valuesOf(plugin) == before);
    CHECK(plugin.host.rescans == 0);

    const clap_istream broken{nullptr, [](const clap_istream*, void*, uint64_t) -> int64_t { return -1; }};
    const clap_ostream full{nullptr,
                            [](const clap_ostream*, const void*, uint64_t) -> int64_t { return -1; }};
    const auto* state = plugin.extension<clap_plugin_state>(CLAP_EXT_STATE);
    CHECK_FALSE(state->load(plugin.clap, &broken));
    CHECK_FALSE(state->save(plugin.clap, &full));
    CHECK(valuesOf(plugin) == before);
}

TEST_CASE("a name that leads out of the folder is told, and nobody is chosen") {
    const Place place;
    ClapPlugin plugin;
    CHECK(plugin.load(R"({"format":"solus-clap","version":1,"voice":"../../anna","parameters":{"mix":5}})"));
    CHECK(plugin["Voice"] == 0.0);
    CHECK(plugin["Mix"] == 5.0);
    CHECK(plugin.host.takeLines().size() == 1);
}

TEST_CASE("a state that moves the latency asks for a restart while active") {
    const Place place;
    ClapPlugin plugin;
    const std::string standard = plugin.save();
    plugin.activate(48000);
    REQUIRE(plugin.load(standard));
    CHECK(plugin.host.restarts == 0);
    REQUIRE(plugin.load(R"({"format":"solus-clap","version":1,"parameters":{"lookahead":40}})"));
    CHECK(plugin.host.restarts == 1);
    CHECK(plugin.latency() == 480);
    plugin.activate(48000);
    CHECK(plugin.latency() > 480u + 1800u);
}

TEST_CASE(
    "a missing voice or model is one line in the host's log; the signal passes cleaned, for everybody") {
    const Place place;
    const auto in = toy::noise(1, 20000, 6);
    VoiceEngine engine(defaultDenoiser(), defaultEmbedder());
    engine.prepare(48000, 1);
    const auto expected = toy::run(engine, in);
    const auto played = [&](double model, double voice) {
        ClapPlugin plugin(1);
        plugin.flush("Only enrolled voices", 1.0), plugin.flush("Open while undecided", 0.0);
        plugin.flush("Model", model), plugin.flush("Voice", voice);
        plugin.activate(48000);
        auto out = plugin.run(in, 480);
        std::this_thread::sleep_for(
            std::chrono::milliseconds(200)); // the plugin's own thread has polled several times
        return std::pair(plugin.host.takeLines(), out);
    };
    const auto good = played(0, 1);
    CHECK(good.first.empty());
    CHECK(good.second != expected); // she is not talking here
    fs::remove(place.file("anna"));
    std::ofstream(place.file("ben")) << "damaged";
    for (const auto& [model, voice, word] : {std::tuple(0.0, 1.0, "anna"),
                                             {0.0, 2.0, "ben.voice"},
                                             {0.0, 77.0, "voice 77"},
                                             {66.0, 0.0, "model 66"}}) {
        const auto [lines, out] = played(model, voice);
        INFO(word);
        REQUIRE(lines.size() == 1);
        CHECK(lines[0].find(word) != std::string::npos);
        CHECK(out == expected);
    }
    ClapPlugin silent(1, false); // a host without extensions: messages go to stderr, and it works
    silent.activate(48000);
    CHECK(silent.run(in, 480) == expected);
}
