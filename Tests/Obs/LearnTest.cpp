// Learning a voice in the filter's dialogue, while sound runs.
#include "Engine/VoiceAnalyser.h"
#include "Engine/VoiceFolder.h"
#include "Obs/Host.h"
#include "Obs/Place.h"

#include <chrono>
#include <fstream>
#include <functional>
#include <thread>

using namespace solus;
using namespace solus::obstest;

namespace {

/// At most a minute.
bool waitFor(const std::function<bool()>& done) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::minutes(1);
    while (!done() && std::chrono::steady_clock::now() < end)
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    return done();
}

/// Fills in the dialogue and presses its button.
void learn(obs::Stage& stage, const std::string& file, const std::string& name) {
    stage.set("learn_file", file);
    stage.set("learn_name", name);
    obs_properties_t* properties = obs_source_properties(stage.filter());
    REQUIRE(obs_property_button_clicked(obs_properties_get(properties, "learn"), stage.filter()));
    obs_properties_destroy(properties);
}

/// The dialogue's text about enrolment.
std::string status(obs::Stage& stage) {
    obs_properties_t* properties = obs_source_properties(stage.filter());
    obs_property_t* line = obs_properties_get(properties, "learn_status");
    const std::string text = line ? obs_property_description(line) : "";
    obs_properties_destroy(properties);
    return text;
}

} // namespace

TEST_CASE("a voice is learnt from a file while sound runs, and is chosen") {
    const Place place;
    obs::format(48000, 1);
    obs::Stage stage;
    learn(stage, recording, "anna");
    REQUIRE(waitFor([&] { return stage.setting("voice") == "anna"; }));
    CHECK(status(stage).find("anna has been learnt") == 0);

    AudioFileReader reader(recording);
    VoiceAnalyser analyser(defaultDenoiser(), defaultEmbedder(), reader.info().sampleRate, 1);
    const auto mono = speech();
    const float* samples = mono[0].data();
    analyser.push(&samples, static_cast<int>(mono[0].size()));
    const VoicePrint heard = enrol("anna", analyser.finish(), *defaultEmbedder());
    const VoicePrint saved = VoiceFolder().load("anna", *defaultEmbedder());
    CHECK(saved.embedding == heard.embedding);
    CHECK(saved.seconds == heard.seconds);

    // No voice is replaced, and a file that is not a recording is reported.
    const auto refuses = [&](const std::string& file, const std::string& name, const std::string& why) {
        obs::takeLog();
        learn(stage, file, name);
        std::string log;
        CHECK(waitFor([&] { return (log += obs::takeLog()).find(why) != std::string::npos; }));
        CHECK(waitFor([&] { return status(stage).find(why) != std::string::npos; }));
        CHECK(stage.setting("voice") == "anna");
    };
    refuses(recording, "anna", "is enrolled already");
    refuses(recording, "../anna", "cannot be the name of a voice: it contains '/'");
    refuses(recording, std::string(250, 'x'), "it is longer than 249 bytes");
    std::ofstream(place.folder / "text.wav") << "not a recording\n";
    refuses((place.folder / "text.wav").string(), "carl", "text.wav");
    refuses("", "carl", "no recording is chosen");
    CHECK(VoiceFolder().load("anna", *defaultEmbedder()) == saved);
    CHECK(VoiceFolder().names() == std::vector<std::string>{"anna", "ben"});
}

TEST_CASE("a filter that is removed while it learns is gone at once, and no half voice stays") {
    const Place place;
    obs::format(48000, 1);
    {
        obs::Stage stage;
        learn(stage, recording, "anna");
    }
    while (obs_wait_for_destroy_queue()) {
    }
    const auto voices = VoiceFolder().names();
    CHECK((voices == std::vector<std::string>{"ben"} || voices == std::vector<std::string>{"anna", "ben"}));
}
