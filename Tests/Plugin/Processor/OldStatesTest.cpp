// Sessions and presets of users, as an earlier Solus wrote them, are restored completely.
#include "Presets.h"
#include "Processor.h"

#include <catch2/catch.hpp>
#include <fstream>
#include <iterator>
#include <string>

using namespace solus;

namespace {

std::string fileText(const std::string& name) {
    std::ifstream file(std::string(SOLUS_SOURCE) + "/Tests/Fixtures/files/" + name, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(file), {}};
    REQUIRE(!text.empty());
    return text;
}

void checkSettings(const Settings& settings) {
    const std::map<std::string, float> wanted = {{"amount", 18.5f},  {"mix", 80.0f},   {"gain", -3.0f},
                                                 {"gate", 1.0f},     {"hold", 350.0f}, {"threshold", 62.0f},
                                                 {"release", 90.0f}, {"floor", -42.0f}};
    for (const auto& [id, value] : wanted) {
        INFO(id);
        REQUIRE(settings.parameters.contains(id));
        CHECK(settings.parameters.at(id) == Approx(value).margin(1e-3));
    }
    CHECK(settings.model.name == "denoise-light");
    CHECK(settings.lookAheadMs == 240.0f);
    CHECK(settings.undecided == Undecided::closed);
    CHECK(settings.split);
}

} // namespace

TEST_CASE("an old session comes back: parameters, model, voices, editor") {
    const std::string text = fileText("session.state");
    SolusProcessor processor;
    processor.setStateInformation(text.data(), static_cast<int>(text.size()));
    const PluginState state = processor.state();
    checkSettings(state.settings);
    CHECK(state.preset == "Streaming");
    CHECK(state.theme == "light");
    CHECK((state.width == 1200 && state.height == 750 && state.zoom == 125));
    REQUIRE(state.voices.size() == 1);
    CHECK(state.voices[0].print.name == "Anna");
    CHECK(state.voices[0].active);
    CHECK_FALSE(state.voices[0].usable); // of another speaker model: the editor offers to enrol again
    CHECK(state.voices[0].print.embedding.size() == 8);
}

TEST_CASE("an old preset is read") {
    const SolusProcessor processor;
    const auto [name, settings] =
        presetFromText(fileText("Evening.soluspreset"), processor.state().settings, "Evening");
    CHECK(name == "Evening");
    checkSettings(settings);
}
