// States: complete, older, newer, damaged; and missing models.
#include "Engine/Models.h"
#include "Plugin/Processor/ProcessorHelp.h"
#include "Plugin/Support/Clips.h"
#include "Support/ToyModels.h"
#include "Verify/Embedder.h"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <random>

using namespace solus;
namespace fs = std::filesystem;
using nlohmann::json;

namespace {

json jsonOf(SolusProcessor& processor) {
    return json::parse(toy::stateOf(processor).toString().toStdString());
}

VoicePrint someVoice(const std::string& name) {
    std::vector<float> embedding(Embedder(defaultEmbedder(), 1).embedding().size(), 0.0f);
    embedding[0] = 1.0f;
    return {name, defaultEmbedder()->hash, embedding, 9.0, ""};
}

} // namespace

TEST_CASE("save, load, save gives the same bytes, whatever the settings") {
    std::mt19937 random(5);
    for (int i = 0; i < 30; ++i) {
        SolusProcessor one, two;
        for (auto* p : one.parameters().saved())
            p->setValueNotifyingHost(static_cast<float>(random() % 1001) / 1000.0f);
        one.setUndecided(static_cast<Undecided>(random() % 3));
        one.setLookAheadMs(static_cast<float>(random() % 200));
        one.setSplit(random() % 2);
        if (i % 3 == 0) one.chooseModel("denoise-live");
        one.setEditorMemory("Podcast voice", i % 2 ? "light" : "dark", 1200, 700);
        const auto state = toy::stateOf(one);
        toy::restore(two, state.toString().toStdString());
        CHECK(two.message().empty());
        REQUIRE(toy::stateOf(two) == state);
        CHECK(two.settings() == one.settings());
        CHECK(two.engine().isSplit() == one.settings().split);
    }
}

TEST_CASE("older states keep the defaults for what they do not know, newer ones lose what we do not know") {
    SolusProcessor processor;
    const Settings standard = processor.standardSettings();
    toy::restore(processor,
                 R"({"format":"solus-state","version":0,"settings":{"parameters":{"amount":17}}})");
    CHECK(processor.parameters().amount.get() == Approx(17.0f));
    auto settings = processor.settings();
    settings.parameters["amount"] = standard.parameters.at("amount");
    CHECK(settings == standard);

    json newer = jsonOf(processor);
    newer["version"] = 99;
    newer["hologram"] = {1, 2, 3};
    newer["settings"]["parameters"]["warmth"] = 11.0;
    newer["settings"]["parameters"]["amount"] = 40.0;
    toy::restore(processor, newer.dump());
    CHECK(processor.parameters().amount.get() == Approx(40.0f));
    CHECK(jsonOf(processor)["version"] == 1);
}

TEST_CASE("a state with parameters missing sets them to their defaults") {
    SolusProcessor processor;
    processor.parameters().mix.setValueNotifyingHost(0.25f);
    toy::restore(processor,
                 R"({"format":"solus-state","version":1,"settings":{"parameters":{"amount":17}}})");
    CHECK(processor.parameters().mix.get() == Approx(100.0f));
}

TEST_CASE("values out of range, of the wrong kind and not finite do no harm") {
    SolusProcessor processor;
    for (const char* value : {"1e30", "-1e30", "null", "\"loud\"", "true", "[1]", "{}", "1e999"}) {
        toy::restore(
            processor,
            std::string(R"({"format":"solus-state","version":1,"settings":{"parameters":{"amount":)") +
                value + R"(},"lookAheadMs":0}})");
        const float amount = processor.parameters().amount.get();
        INFO(value << " gives " << amount);
        CHECK(amount >= 0.0f);
        CHECK(amount <= 100.0f);
    }
    toy::restore(processor, R"({"format":"solus-state","settings":{"lookAheadMs":1e30}})");
    CHECK(processor.settings().lookAheadMs <= 1000.0f);
}

TEST_CASE("damaged states change nothing and say so: cut off, bits flipped, garbage") {
    SolusProcessor processor;
    processor.voices().add(someVoice("me"));
    processor.voicesChanged();
    const std::string good = toy::stateOf(processor).toString().toStdString();
    std::mt19937 random(9);
    int told = 0, tries = 0;
    for (size_t length = 1; length + 2 < good.size(); length += 97, ++tries) {
        toy::restore(processor, good.substr(0, length));
        CHECK(processor.message().find("damaged") != std::string::npos);
        REQUIRE(toy::stateOf(processor).toString().toStdString() == good);
    }
    for (int i = 0; i < 600; ++i) {
        std::string bad = good;
        for (unsigned flips = 1 + random() % 6; flips > 0; --flips)
            bad[random() % bad.size()] ^= static_cast<char>(1u << (random() % 8));
        if (i % 3 == 0) {
            bad.resize(1 + random() % 4000);
            for (char& c : bad) c = static_cast<char>(random());
        }
        toy::restore(processor, bad);
        told += processor.message().empty() ? 0 : 1;
        (void)toy::stateOf(processor);
    }
    CHECK(told > 300);
    for (const char* bad :
         {"", "{", "[]", "null", "{}", "\"solus-state\"", R"({"format":"solus-preset"})",
          R"({"format":"solus-state","voices":[{"print":"x"}]})",
          R"({"format":"solus-state","voices":[1,2]})", R"({"format":"solus-state","editor":7,"settings":3})",
          R"({"format":"solus-state","editor":{"theme":5}})", R"({"format":[]})"})
        toy::restore(processor, bad);
    std::string deep(200000, '['); // nesting must not blow the stack
    toy::restore(processor, R"({"format":"solus-state","x":)" + deep);
    toy::prepare(processor);
    const auto in = toy::clip(2, 48000, 0.2);
    CHECK(toy::play(processor, in).getMagnitude(0, in.getNumSamples()) < 4.0f);
}

TEST_CASE("voices travel with the state") {
    SolusProcessor one, two;
    one.voices().add(someVoice("me"));
    one.voices().add(someVoice("Zo\xc3\xab"), false);
    toy::restore(two, toy::stateOf(one).toString().toStdString());
    const auto voices = two.voices().list();
    REQUIRE(voices.size() == 2);
    CHECK(voices[0].print.name == "me");
    CHECK(voices[0].print.embedding == one.voices().list()[0].print.embedding);
    CHECK(voices[0].active);
    CHECK_FALSE(voices[1].active);
    auto stranger = someVoice("old");
    stranger.embedderHash = "another speaker model";
    one.voices().add(stranger);
    toy::restore(two, toy::stateOf(one).toString().toStdString());
    CHECK_FALSE(two.voices().list().back().usable);
    CHECK(two.message().find("old") != std::string::npos);
    CHECK(toy::stateOf(two) == toy::stateOf(one));
}

TEST_CASE("a model file that is gone is told, the default plays, and the choice is kept until it is back") {
    const auto file =
        fs::temp_directory_path() / ("solus-model-" + std::to_string(getpid()) + ".safetensors");
    const auto bytes = toy::randomDenoiserFile(3);
    const auto write = [&] {
        std::ofstream(file, std::ios::binary)
            .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    };
    write();
    SolusProcessor one;
    REQUIRE(one.chooseModel(file.string()));
    const auto state = toy::stateOf(one).toString().toStdString();
    const auto in = toy::clip(2, 48000, 0.5);
    toy::prepare(one);
    const auto expected = toy::play(one, in);
    CHECK(toy::difference(expected, toy::throughEngine(in, 48000)) > 1e-3);

    fs::remove(file);
    SolusProcessor two;
    for (int again = 0; again < 2; ++again) { // hosts restore twice
        toy::restore(two, state);
        CHECK(two.message().find(file.string()) != std::string::npos);
        CHECK(two.message().find("default model is used") != std::string::npos);
    }
    toy::prepare(two);
    CHECK(toy::difference(toy::play(two, in), toy::throughEngine(in, 48000)) <= 1e-6);
    CHECK(toy::stateOf(two).toString().toStdString() == state);

    write();
    toy::restore(two, state);
    CHECK(two.message().empty());
    toy::prepare(two);
    CHECK(toy::difference(toy::play(two, in), expected) == 0.0);
    fs::remove(file);
}

TEST_CASE("a bad model file is refused in words, and the model that runs plays on") {
    SolusProcessor processor;
    toy::prepare(processor);
    const auto before = processor.modelChoice();
    for (const char* bad : {"/nowhere/x.safetensors", "no-such-model", "verify-siamese", "/tmp", ""}) {
        CHECK_FALSE(processor.chooseModel(bad));
        CHECK_FALSE(processor.message().empty());
        CHECK(processor.modelChoice() == before);
    }
    CHECK(processor.chooseModel("live"));
    CHECK(processor.message().empty());
    CHECK(processor.modelChoice().name == "denoise-live");
}

TEST_CASE("a sample rate that changes ends the learning of a voice, with a reason and without a voice") {
    SolusProcessor processor;
    toy::prepare(processor, 48000);
    const auto known = processor.voices().list().size(); // other tests may have left some voices
    processor.enrolment().record("me", 48000.0);
    toy::prepare(processor, 48000); // the same rate: it continues
    CHECK(processor.enrolment().recording());
    toy::prepare(processor, 44100);
    for (int i = 0; i < 300 && processor.enrolment().recording(); ++i) juce::Thread::sleep(10);
    juce::Thread::sleep(50);
    CHECK(processor.enrolment().status().phase == EnrolmentStatus::Phase::failed);
    CHECK(processor.enrolment().status().hint.find("sample rate") != std::string::npos);
    CHECK(processor.voices().list().size() == known);
    processor.enrolment().record("me", 44100.0); // and starts afresh
    CHECK(processor.enrolment().recording());
}
