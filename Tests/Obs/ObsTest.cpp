// The filter in libobs gives the engine's output, with timestamps earlier by the latency; settings take effect; if
// anything is missing, audio continues and the log says so.
#include "Engine/Models.h"
#include "Engine/VoiceAnalyser.h"
#include "Engine/VoiceEngine.h"
#include "Engine/VoiceFolder.h"
#include "Files/AudioFileReader.h"
#include "Measure/Larger.h"
#include "Obs/Host.h"
#include "Obs/Place.h"

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>

using namespace solus;
using namespace solus::obstest;

namespace {

toy::Audio expected(const toy::Audio& in, int rate, const EngineSettings& settings = {},
                    const std::vector<VoicePrint>& voices = {}, int* latency = nullptr,
                    const std::string& model = defaultDenoiserName) {
    VoiceEngine engine(builtInModel(model), defaultEmbedder());
    engine.setSettings(settings);
    engine.setVoices(voices);
    engine.prepare(rate, static_cast<int>(in.size()));
    if (latency) *latency = engine.latencySamples();
    return toy::run(engine, in);
}

} // namespace

TEST_CASE("samples equal the engine's, timestamps are earlier by the latency: any rate, layout and block") {
    const Place place;
    for (const int rate : {44100, 48000, 96000})
        for (const int channels : {1, 2, 6, 8}) {
            obs::format(rate, channels);
            const auto in = toy::noise(channels, 12000, 3);
            int latency = 0;
            const auto out = expected(in, rate, {}, {}, &latency);
            for (const int block : {441, 1024}) {
                INFO(rate << " Hz, " << channels << " channels, blocks of " << block);
                obs::Stage stage;
                REQUIRE(stage.play(in, rate, block) == out);
                CHECK(stage.sent - stage.got ==
                      static_cast<uint64_t>(latency) * 1'000'000'000u / static_cast<uint64_t>(rate));
            }
        }
}

TEST_CASE("settings that a scene holds are there from the first sample") {
    const Place place;
    obs::format(48000, 2);
    const OBSDataAutoRelease settings = obs_data_create();
    obs_data_set_double(settings, "amount", 12.0);
    obs_data_set_bool(settings, "gate", true);
    obs_data_set_double(settings, "threshold", 70.0);
    obs_data_set_double(settings, "floor", -45.0);
    obs_data_set_string(settings, "voice", "ben");
    obs_data_set_string(settings, "model", "denoise-light");
    EngineSettings engine;
    engine.amountDb = 12.0f, engine.gateOn = true, engine.gate.threshold = 0.7f, engine.gate.floorDb = -45.0f;
    const auto in = toy::noise(2, 40000, 5);
    obs::Stage stage(settings);
    int latency = 0;
    CHECK(stage.play(in, 48000) == expected(in, 48000, engine, {place.ben}, &latency, "denoise-light"));
    CHECK(stage.sent - stage.got == static_cast<uint64_t>(latency) * 1'000'000'000u / 48000u);
}

TEST_CASE("settings take effect while sound runs") {
    const Place place;
    obs::format(48000, 1);
    const auto in = toy::noise(1, 48000, 6);
    obs::Stage stage;
    stage.play(in, 48000);
    const auto cleaned = stage.play(in, 48000);
    CHECK(toy::levelDb(cleaned[0], 24000, 48000) < toy::levelDb(in[0], 24000, 48000) - 6.0);

    stage.set("amount", 0.0); // everything passes, delayed by the latency
    stage.play(in, 48000);
    const auto whole = stage.play(in, 48000);
    double worst = 0.0;
    for (size_t n = 480; n < 48000; ++n)
        worst = solus::larger(
            worst, std::abs(static_cast<double>(whole[0][n]) - static_cast<double>(in[0][n - 480])));
    CHECK(worst < 1e-5);

    stage.set("model", std::string("denoise-live")); // half the latency, and the timestamps follow
    stage.play(in, 48000);
    CHECK(stage.sent - stage.got == 5'000'000u);
    stage.set("model", std::string());
    stage.play(in, 48000);
    CHECK(stage.sent - stage.got == 10'000'000u);
}

TEST_CASE("a voice that is chosen while sound runs gates, as in the engine") {
    const Place place;
    obs::format(48000, 1);
    obs::takeLog();
    const auto in = speech();
    EngineSettings settings;
    VoiceEngine engine(defaultDenoiser(), defaultEmbedder());
    settings.gateOn = true; // no voice is chosen: everybody passes
    engine.setSettings(settings);
    engine.prepare(48000, 1);
    obs::Stage stage;
    stage.set("gate", true);
    const auto open = stage.play(in, 48000);
    CHECK(open == toy::run(engine, in));

    settings.gate.floorDb = -80.0f, settings.gate.threshold = 1.0f;
    engine.setSettings(settings);
    engine.setVoices({place.ben});
    stage.set("floor", -80.0);
    stage.set("threshold", 100.0);
    stage.set("voice", std::string("ben"));
    const auto shut = stage.play(in, 48000);
    CHECK(shut == toy::run(engine, in));
    CHECK(toy::levelDb(shut[0], 0, in[0].size()) < toy::levelDb(open[0], 0, in[0].size()) - 1.0);
    CHECK(obs::takeLog().find("[solus]") == std::string::npos);
}

TEST_CASE("a missing voice or model is one line in the log, and the default model runs on") {
    const Place place;
    obs::format(48000, 2);
    const auto in = toy::noise(2, 24000, 7);
    const OBSDataAutoRelease settings = obs_data_create();
    obs_data_set_bool(settings, "gate", true);
    obs_data_set_string(settings, "voice", "zoe");
    obs_data_set_string(settings, "model", "/nowhere/mine.safetensors");
    EngineSettings gate;
    gate.gateOn = true;
    obs::takeLog();
    obs::Stage stage(settings);
    stage.set("amount", defaultAmountDb);
    CHECK(stage.play(in, 48000) == expected(in, 48000, gate));
    const std::string log = obs::takeLog();
    INFO(log);
    CHECK(count(log, "[solus]") == 2); // not repeated at every other change
    CHECK(count(log, "zoe") == 1);
    CHECK(count(log, "/nowhere/mine.safetensors") == 1);
}

TEST_CASE("a jump in time is another sound: nothing of the last one is in it") {
    const Place place;
    obs::format(48000, 1);
    const auto in = toy::noise(1, 24000, 8);
    obs::Stage stage;
    const auto first = stage.play(in, 48000);
    stage.jump(5'000'000'000u);
    CHECK(stage.play(in, 48000) == first);
    CHECK(stage.play(in, 48000) != first); // goes on without a jump
}

TEST_CASE("OBS's audio at another rate: the filter follows with the next settings, until then sound passes") {
    const Place place;
    obs::format(48000, 2);
    obs::Stage stage;
    stage.play(toy::noise(2, 4800, 9), 48000);
    obs::format(44100, 2); // libobs does not take more channels with sources alive
    const auto in = toy::noise(2, 12000, 9);
    CHECK(stage.play(in, 44100) == in);
    stage.set("amount", defaultAmountDb);
    stage.jump(5'000'000'000u);
    CHECK(stage.play(in, 44100) == expected(in, 44100));
}

TEST_CASE("the dialogue lists voices and models, and keeps what is missing") {
    const Place place;
    obs::format(48000, 2);
    obs::Stage stage;
    stage.set("voice", std::string("zoe"));
    const auto listed = [&](const char* key, const std::string& value) {
        obs_properties_t* properties = obs_source_properties(stage.filter());
        obs_property_t* list = obs_properties_get(properties, key);
        std::string found;
        for (size_t i = 0; i < obs_property_list_item_count(list); ++i)
            if (value == obs_property_list_item_string(list, i)) found = obs_property_list_item_name(list, i);
        obs_properties_destroy(properties);
        return found;
    };
    CHECK(listed("voice", "ben") == "ben");
    CHECK(listed("voice", "zoe") == "zoe (not found)");
    CHECK(listed("voice", "") == "(none: everybody passes)");
    CHECK(listed("model", "denoise-live") == "live");
    CHECK(std::string(obs_source_get_display_name("solus_filter")) == "Solus voice isolator");
}

TEST_CASE("every text is there in every language") {
    const auto keys = [](const fs::path& file) {
        std::vector<std::string> found;
        std::ifstream in(file);
        REQUIRE(in);
        for (std::string line; std::getline(in, line);)
            if (const auto at = line.find('='); at != std::string::npos) {
                CHECK(line.size() > at + 3); // not ""
                found.push_back(line.substr(0, at));
            }
        return found;
    };
    const auto english = keys(SOLUS_OBS_DATA "/locale/en-US.ini");
    CHECK(english.size() > 15);
    CHECK(keys(SOLUS_OBS_DATA "/locale/de-DE.ini") == english);
}
