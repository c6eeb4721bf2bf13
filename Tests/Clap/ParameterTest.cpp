// What hosts see: the descriptor, ports, and parameters equal to the table.
#include "Clap/Plugin.h"
#include "Engine/Models.h"
#include "Engine/Numbers.h"
#include "Engine/Parameters.h"
#include "Support/VoicePlace.h"

#include <clocale>
#include <cmath>
#include <limits>
#include <set>

using namespace solus;
using toy::ClapPlugin;
using toy::Place;

TEST_CASE("the file holds one plugin, whose name never changes, and gives it to hosts it knows") {
    const clap_plugin_factory& factory = toy::clapFactory();
    REQUIRE(factory.get_plugin_count(&factory) == 1);
    CHECK(factory.get_plugin_descriptor(&factory, 1) == nullptr);
    const clap_plugin_descriptor& d = *factory.get_plugin_descriptor(&factory, 0);
    CHECK(std::string(d.id) == "org.solus-audio.solus");
    CHECK(std::string(d.name) == "Solus");
    CHECK(std::string(d.version) == SOLUS_VERSION);
    CHECK(clap_version_is_compatible(d.clap_version));
    std::vector<std::string> features;
    for (const char* const* feature = d.features; *feature; ++feature) features.push_back(*feature);
    CHECK(features == std::vector<std::string>{"audio-effect", "restoration", "mono", "stereo"});

    CHECK(toy::clapEntry().get_factory("clap.something-else") == nullptr);
    toy::ClapHost host;
    CHECK(factory.create_plugin(&factory, host.asClap(), "org.solus-audio.other") == nullptr);
    clap_host old = *host.asClap();
    old.clap_version = {0, 9, 0};
    CHECK(factory.create_plugin(&factory, &old, d.id) == nullptr);
    CHECK(toy::clapEntry().init(SOLUS_CLAP)); // once more, since a plugin may be loaded inside a plugin host
    toy::clapEntry().deinit();
    const ClapPlugin plugin;
    CHECK(plugin.clap->desc == &d);
    CHECK(plugin.clap->get_extension(plugin.clap, "clap.gui") == nullptr);
}

TEST_CASE("ports: stereo or mono, in place; only while nothing runs") {
    ClapPlugin plugin;
    const auto* ports = plugin.extension<clap_plugin_audio_ports>(CLAP_EXT_AUDIO_PORTS);
    const auto* configs = plugin.extension<clap_plugin_audio_ports_config>(CLAP_EXT_AUDIO_PORTS_CONFIG);
    const auto check = [&](uint32_t channels, const char* type) {
        for (const bool input : {true, false}) {
            clap_audio_port_info info;
            REQUIRE(ports->count(plugin.clap, input) == 1);
            REQUIRE(ports->get(plugin.clap, 0, input, &info));
            CHECK_FALSE(ports->get(plugin.clap, 1, input, &info));
            CHECK(info.channel_count == channels);
            CHECK(std::string(info.port_type) == type);
            CHECK((info.flags & CLAP_AUDIO_PORT_IS_MAIN) != 0);
            CHECK(info.in_place_pair == info.id);
        }
    };
    check(2, CLAP_PORT_STEREO);
    REQUIRE(configs->count(plugin.clap) == 2);
    for (const uint32_t index : {1u, 0u}) {
        clap_audio_ports_config config;
        REQUIRE(configs->get(plugin.clap, index, &config));
        REQUIRE(configs->select(plugin.clap, config.id));
        check(config.main_input_channel_count, config.main_output_port_type);
    }
    clap_audio_ports_config config;
    CHECK_FALSE(configs->get(plugin.clap, 2, &config));
    for (const clap_id id : {clap_id(0), clap_id(3), CLAP_INVALID_ID})
        CHECK_FALSE(configs->select(plugin.clap, id));
    check(2, CLAP_PORT_STEREO);
    plugin.activate(48000);
    CHECK_FALSE(configs->select(plugin.clap, 1));
}

TEST_CASE("every parameter is the table's, then model and voice; IDs never change") {
    ClapPlugin plugin;
    REQUIRE(plugin.params->count(plugin.clap) == parameterCount + 2);
    std::set<clap_id> ids;
    for (uint32_t i = 0; i < parameterCount + 2; ++i) {
        clap_param_info info;
        REQUIRE(plugin.params->get_info(plugin.clap, i, &info));
        INFO(info.name);
        CHECK(ids.insert(info.id).second);
        const bool stepped = info.flags & CLAP_PARAM_IS_STEPPED,
                   automatic = info.flags & CLAP_PARAM_IS_AUTOMATABLE;
        CHECK(plugin[info.name] == info.default_value);
        if (i < parameterCount) {
            const ParameterSpec& spec = parameterTable()[i];
            CHECK(info.id == i);
            CHECK(std::string(info.name) == spec.name);
            CHECK(static_cast<float>(info.min_value) == spec.low);
            CHECK(static_cast<float>(info.max_value) == spec.high);
            CHECK(static_cast<float>(info.default_value) == spec.standard);
            CHECK(stepped == (spec.kind == ParameterKind::toggle));
            CHECK(automatic != spec.rebuilds);
            CHECK(((info.flags & CLAP_PARAM_IS_BYPASS) != 0) == (spec.id == std::string("bypass")));
        } else {
            CHECK(info.id == 1000 + i - parameterCount);
            CHECK(stepped);
            CHECK_FALSE(automatic);
            CHECK((info.min_value == 0.0 && info.max_value == 99.0 && info.default_value == 0.0));
        }
    }
    clap_param_info info;
    CHECK_FALSE(plugin.params->get_info(plugin.clap, parameterCount + 2, &info));
}

TEST_CASE("values read as a user writes them, and are read back") {
    const Place place;
    const ClapPlugin plugin;
    CHECK(plugin.text("Noise reduction", 30.04) == "30.0 dB");
    CHECK(plugin.text("Output gain", -0.01) == "0.0 dB");
    CHECK(plugin.text("Gate hold", 120.0) == "120 ms");
    CHECK(plugin.text("Bypass", 1.0) == "On");
    CHECK(plugin.text("Voice", 0.0) == "None, everybody passes");
    CHECK(plugin.text("Voice", 2.0) == "ben");
    CHECK(plugin.text("Voice", 77.0) == "77 (none)");
    CHECK(plugin.text("Model", 0.0) == "Default");
    CHECK(plugin.text("Model", numberOfModel("denoise-live")) == "denoise-live");
    const auto read = [&](const std::string& name, const std::string& text) {
        double value = -1e9;
        return plugin.params->text_to_value(plugin.clap, plugin.id(name), text.c_str(), &value) ? value
                                                                                                : -1e9;
    };
    CHECK(read("Noise reduction", "12,5 db") == 12.5);
    CHECK(read("Output gain", " +3 ") == 3.0);
    CHECK(read("Output gain", "900") == 24.0);
    CHECK(read("Bypass", "ON") == 1.0);
    CHECK(read("Voice", "ben") == 2.0);
    CHECK(read("Voice", "none, everybody passes") == 0.0);
    for (const char* bad : {"", "dB", "3 bananas", "nan", "inf", "1e999"})
        CHECK(read("Output gain", bad) == -1e9);
    CHECK(read("Bypass", "perhaps") == -1e9);
    CHECK(read("Voice", "who?") == -1e9);

    // Converting to text and back gives the same text, for all values; the decimal separator does not depend on the
    // locale.
    const char* before = std::setlocale(LC_NUMERIC, nullptr);
    const std::string kept = before ? before : "C";
    std::setlocale(LC_NUMERIC, "de_DE.UTF-8");
    for (uint32_t i = 0; i < parameterCount + 2; ++i) {
        clap_param_info info;
        REQUIRE(plugin.params->get_info(plugin.clap, i, &info));
        for (int step = 0; step <= 20; ++step) {
            double value = info.min_value + (info.max_value - info.min_value) * step / 20.0;
            if (info.flags & CLAP_PARAM_IS_STEPPED) value = std::trunc(value);
            const std::string text = plugin.text(info.name, value);
            INFO(info.name << ": " << text);
            CHECK_FALSE(text.empty());
            CHECK(plugin.text(info.name, read(info.name, text)) == text);
        }
    }
    std::setlocale(LC_NUMERIC, kept.c_str());
    char tiny[4];
    REQUIRE(plugin.params->value_to_text(plugin.clap, 0, 30.0, tiny, sizeof tiny));
    CHECK(std::string(tiny) == "30.");
    double value;
    CHECK_FALSE(plugin.params->value_to_text(plugin.clap, 500, 30.0, tiny, sizeof tiny));
    CHECK_FALSE(plugin.params->text_to_value(plugin.clap, 500, "1", &value));
    CHECK_FALSE(plugin.params->get_value(plugin.clap, 500, &value));
}

TEST_CASE("events: whole where there are steps, within the range; what is not meant for us changes nothing") {
    ClapPlugin plugin;
    const auto set = [&](const char* name, double value) {
        plugin.flush(name, value);
        return plugin[name];
    };
    CHECK(set("Bypass", 0.9) == 0.0);
    CHECK(set("Bypass", 1.0) == 1.0);
    CHECK(set("Voice", 3.7) == 3.0);
    CHECK(set("Voice", 1e30) == 99.0);
    CHECK(set("Voice", -5.0) == 0.0);
    CHECK(set("Mix", 1e30) == 100.0);
    CHECK(set("Gate release", -1.0) == 5.0);
    CHECK(set("Mix", 33.3) == Approx(33.3));
    for (const double bad : {std::nan(""), std::numeric_limits<double>::infinity()})
        CHECK(set("Mix", bad) == Approx(33.3));
    toy::ClapEvents events;
    events.add(0, plugin.id("Mix"), 50.0).header.space_id = 77;
    events.add(0, plugin.id("Mix"), 51.0).header.type = CLAP_EVENT_PARAM_MOD;
    events.add(0, plugin.id("Mix"), 52.0).header.type = CLAP_EVENT_NOTE_ON;
    events.add(0, 500, 53.0);
    events.add(0, CLAP_INVALID_ID, 54.0);
    plugin.params->flush(plugin.clap, events.asClap(), nullptr);
    CHECK(plugin["Mix"] == Approx(33.3));
    plugin.params->flush(plugin.clap, nullptr, nullptr);
}
