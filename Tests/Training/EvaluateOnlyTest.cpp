// evaluate-only on real voices: who meets whom, at which levels, and the command from end to end.
#include "Base/EngineRate.h"
#include "Base/Error.h"
#include "Engine/Models.h"
#include "Evaluate/EvaluateFiles.h"
#include "Evaluate/OnlyEngine.h"
#include "Evaluate/OnlyScenes.h"
#include "Evaluate/Trials.h"
#include "Support/ToyModels.h"
#include "ToyData.h"
#include "Voices/VoiceAugment.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <fstream>
#include <set>

using namespace solus;
using namespace solus::train;

namespace {

OnlyPlan fixturePlan() {
    OnlyPlan plan;
    plan.trials = SOLUS_FIXTURES "/trials";
    plan.count = 8;
    plan.seconds = 4.0;
    return plan;
}

/// Of the first over the second.
double ratioDb(const std::vector<float>& x, const std::vector<float>& y) {
    return 10.0 * std::log10(activeLevel(x) / activeLevel(y));
}

std::vector<float> difference(std::vector<float> x, const std::vector<float>& y) {
    for (size_t n = 0; n < x.size(); ++n) x[n] -= y[n];
    return x;
}

bool isZero(const std::vector<float>& x) {
    return std::all_of(x.begin(), x.end(), [](float v) { return v == 0.0f; });
}

} // namespace

TEST_CASE(
    "evaluate-only: pairs are two talkers, half of them alike, and no one is enrolled with test speech") {
    const auto pairs = onlyPairs(fixturePlan());
    REQUIRE(pairs.size() == 8);
    std::set<std::string> owners;
    int alike = 0;
    for (const auto& pair : pairs) {
        CHECK(pair.owner != pair.stranger);
        alike += pair.alike;
        owners.insert(pair.owner);
        CHECK(pair.enrolment.find(pair.owner) != std::string::npos);
        for (const auto& file : pair.ownerFiles) {
            CHECK(file != pair.enrolment);
            CHECK(file.find(pair.owner) != std::string::npos);
        }
        for (const auto& file : pair.strangerFiles) CHECK(file.find(pair.stranger) != std::string::npos);
        REQUIRE((pair.television.size() == 1 || pair.television.size() == 2));
        for (const auto& files : pair.television)
            for (const auto& file : files) {
                CHECK(file.find(pair.owner) == std::string::npos);
                CHECK(file.find(pair.stranger) == std::string::npos);
            }
    }
    CHECK(alike == 4);
    CHECK(owners.size() >= 4); // an owner repeats in the other kind of pair at most
    auto other = fixturePlan();
    other.seed = 12;
    const auto others = onlyPairs(other);
    CHECK(std::any_of(others.begin(), others.end(),
                      [&](const OnlyPair& p) { return p.stranger != pairs[&p - others.data()].stranger; }));
}

TEST_CASE("evaluate-only: a manifest decides who is alike, and pairs only talkers of one language") {
    toy::Folder folder;
    std::string table = "speaker\tgender\tlanguage\n";
    std::set<std::string> names;
    for (const auto& trial : readTrials(fixturePlan().trials / "trials.tsv")) names.insert(trial.testSpeaker);
    int i = 0;
    for (auto name : names) {
        name[name.find('_')] = ':'; // as manifests write it
        table += name + "\t" + (i % 2 == 0 ? "f" : i == 11 ? "" : "m") + "\t" + (i < 6 ? "en" : "fr") + "\n";
        ++i;
    }
    toy::writeText(folder / "manifest.tsv", table);
    auto plan = fixturePlan();
    plan.manifest = folder / "manifest.tsv";
    plan.count = 100;
    const auto number = [&](const std::string& name) {
        return std::distance(names.begin(), names.find(name));
    };
    const auto pairs = onlyPairs(plan);
    CHECK(pairs.size() == 30 + 20); // of six and of the five that have a sex
    for (const auto& pair : pairs) {
        const auto owner = number(pair.owner), stranger = number(pair.stranger);
        CHECK((owner < 6) == (stranger < 6));
        CHECK(pair.alike == (owner % 2 == stranger % 2));
        CHECK((owner != 11 && stranger != 11));
    }
}

TEST_CASE("evaluate-only: scenes have the levels that their names say, and the same seed gives the same") {
    const auto plan = fixturePlan();
    const auto pair = onlyPairs(plan).front();
    const auto scenes = onlyScenes(plan, pair), again = onlyScenes(plan, pair);
    REQUIRE(scenes.size() == 10);
    for (size_t i = 0; i < scenes.size(); ++i) {
        INFO(scenes[i].name);
        const auto& s = scenes[i];
        CHECK((s.microphone == again[i].microphone)); // prints no samples
        REQUIRE((s.owner.size() == s.stranger.size() && s.owner.size() == s.microphone.size()));
        const auto noise = difference(difference(s.microphone, s.owner), s.stranger);
        if (s.name.rfind("SIR", 0) == 0) {
            const double sir = 5.0 * static_cast<double>(i % 3);
            CHECK(s.name.find(std::to_string(static_cast<int>(sir))) != std::string::npos);
            CHECK(ratioDb(s.owner, s.stranger) == Approx(sir).margin(0.1));
        }
        if (s.name.find("noise") != std::string::npos)
            CHECK(ratioDb(s.owner, noise) == Approx(10.0).margin(0.1));
        else
            for (const float x : noise) REQUIRE(std::abs(x) < 1e-6f);
        CHECK(isZero(s.owner) == (s.name == "stranger alone"));
        CHECK(isZero(s.stranger) == (s.name == "owner alone, noise"));
        CHECK(s.strangerOnly.empty() == (s.name != "turns" && s.name != "stranger alone"));
        for (const auto& span : s.strangerOnly)
            for (size_t n = span.begin; n < span.end; ++n) REQUIRE(s.owner[n] == 0.0f);
    }
    const auto& television = scenes.back();
    CHECK(ratioDb(television.owner, television.stranger) == Approx(10.0).margin(0.1));
    const auto& turns = scenes[6];
    CHECK(turns.owner.size() >= 2 * static_cast<size_t>(plan.seconds * engineRate));
    for (size_t n = 0; n < turns.owner.size(); ++n) REQUIRE((turns.owner[n] == 0 || turns.stranger[n] == 0));
    auto other = plan;
    other.seed = 12;
    CHECK((onlyScenes(other, pair)[0].microphone != scenes[0].microphone));
}

TEST_CASE("evaluate-only: the enrolment ends after so many seconds of speech") {
    const OnlyEngine engine{defaultDenoiser(), defaultEmbedder(), nullptr};
    const auto recording =
        readMono(fixturePlan().trials / onlyPairs(fixturePlan()).front().enrolment, engineRate);
    const auto two = engine.enrol(recording, 2.0), all = engine.enrol(recording);
    CHECK(two.seconds == Approx(2.0).margin(0.3));
    CHECK(all.seconds > 3.0);
    CHECK(two.voice.embedding != all.voice.embedding);
}

TEST_CASE("evaluate-only: from voices to figures; an isolator that removes everything loses the owner") {
    toy::Folder folder;
    const auto file = (folder / "isolator.safetensors").string();
    toy::writeText(file, "");
    const auto bytes = toy::isolatorFile(*defaultEmbedder(), defaultDenoiser()->stft);
    std::ofstream(file, std::ios::binary)
        .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    const std::string plan = "--trials " SOLUS_FIXTURES "/trials --count 2 --seconds 2 --json ";
    const auto json =
        toy::outputOf("evaluate-only", plan + "--enrolment 2 4 --by gate isolate --isolator " + file);
    CHECK(json["pairs"] == 2);
    REQUIRE(json["enrolment"].size() == 2);
    const auto& scenes = json["enrolment"]["2"]["scenes"];
    CHECK(scenes.size() == 6 * 2 + 4);
    const auto& alone = scenes["owner alone, noise"];
    CHECK(alone["only denoised"]["lost"] < 0.2);
    CHECK(alone["isolate"]["lost"] == 1.0);
    CHECK(alone["gate"]["wrong"].is_null());
    CHECK(scenes["stranger alone"]["isolate"]["leak_db"] < -20.0);
    CHECK(scenes["stranger alone"]["only denoised"]["leak_db"] > -6.0);
    CHECK_THROWS_WITH(toy::textOf("evaluate-only", plan + "--denoiser live --isolator " + file),
                      Catch::Contains("STFTs or look-aheads differ"));
    const auto gate = toy::outputOf("evaluate-gate", "--trials " SOLUS_FIXTURES
                                                     "/trials --count 1 --seconds 5 --lookahead 0 --json "
                                                     "--by isolate --isolator " +
                                                         file);
    CHECK(gate["by"] == "isolate");
    CHECK(gate["look_ahead_ms"]["0"]["lost"] == 1.0);
}
