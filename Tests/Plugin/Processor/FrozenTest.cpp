// The identifiers that saved sessions depend on never change: codes, URI and parameter IDs, and what hosts are told
// about them.
#include "Identity.h"
#include "Processor.h"

#include <catch2/catch.hpp>
#include <fstream>
#include <sstream>

using namespace solus;

TEST_CASE("the codes that CMake gives to JUCE are those of Identity.h, and both are as they were") {
    std::ifstream file(std::string(SOLUS_SOURCE) + "/Plugin/CMakeLists.txt");
    std::stringstream text;
    text << file.rdbuf();
    const std::string cmake = text.str();
    const auto says = [&](const std::string& what) { return cmake.find(what) != std::string::npos; };
    CHECK(says("PLUGIN_MANUFACTURER_CODE " + std::string(identity::manufacturerCode)));
    CHECK(says("PLUGIN_CODE " + std::string(identity::pluginCode)));
    CHECK(says("LV2URI \"" + std::string(identity::lv2Uri) + "\""));
    CHECK(says("JucePlugin_LV2URI=\"" + std::string(identity::lv2Uri) + "\""));
    CHECK(says("COMPANY_NAME \"" + std::string(identity::manufacturer) + "\""));
    CHECK(std::string(identity::lv2Uri) == "https://solus-audio.org/plugins/solus");
    CHECK(std::string(identity::manufacturerCode) == "Slus");
    CHECK(std::string(identity::pluginCode) == "Sol1");
}

TEST_CASE("parameters keep their IDs, their order, their ranges and defaults") {
    struct Frozen {
        const char* id;
        float low, high, standard;
        const char* text;
    };
    const Frozen frozen[] = {{"amount", 0, 100, 35, "35.0 dB"},   {"mix", 0, 100, 100, "100 %"},
                             {"gain", -24, 24, 0, "0.0 dB"},      {"gate", 0, 1, 0, "Off"},
                             {"threshold", 0, 100, 50, "50 %"},   {"hold", 0, 2000, 200, "200 ms"},
                             {"release", 5, 2000, 150, "150 ms"}, {"floor", -80, 0, -30, "-30.0 dB"},
                             {"removed", 0, 1, 0, "Off"},         {"bypass", 0, 1, 0, "Off"},
                             {"score", 0, 100, 0, "0 %"}};
    SolusProcessor processor;
    const auto& all = processor.juce::AudioProcessor::getParameters();
    REQUIRE(all.size() == static_cast<int>(std::size(frozen)));
    for (int i = 0; i < all.size(); ++i) {
        auto* p = dynamic_cast<juce::RangedAudioParameter*>(all[i]);
        const Frozen& f = frozen[i];
        INFO(f.id);
        REQUIRE(p != nullptr);
        CHECK(p->paramID == f.id);
        CHECK(p->getVersionHint() == 1);
        CHECK(p->getNormalisableRange().start == f.low);
        CHECK(p->getNormalisableRange().end == f.high);
        CHECK(p->convertFrom0to1(p->getDefaultValue()) == Approx(f.standard).margin(1e-4));
        CHECK(p->getText(p->getDefaultValue(), 64) == f.text);
        CHECK(p->isAutomatable() == (p->paramID != "score"));
    }
}

TEST_CASE("text of every parameter reads back, with a comma and without a unit too") {
    SolusProcessor processor;
    for (auto* p : processor.juce::AudioProcessor::getParameters())
        for (int step = 0; step <= 100; ++step) {
            const auto text = p->getText(static_cast<float>(step) / 100.0f, 64);
            INFO(p->getName(64) << " " << text);
            CHECK(p->getText(p->getValueForText(text), 64) == text);
            CHECK(p->getText(p->getValueForText(text.replaceCharacter('.', ',')), 64) == text);
        }
    juce::RangedAudioParameter& amount = processor.parameters().amount;
    CHECK(amount.convertFrom0to1(amount.getValueForText("24,5")) == Approx(24.5f));
    CHECK(amount.convertFrom0to1(amount.getValueForText("nan")) == 0.0f);
    CHECK(amount.convertFrom0to1(amount.getValueForText("1e30")) == 100.0f);
}
