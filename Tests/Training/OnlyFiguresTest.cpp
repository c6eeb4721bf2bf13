// The figures of evaluate-only on signals whose figures are known.
#include "Evaluate/OnlyFigures.h"
#include "Base/Error.h"
#include "Core/Random.h"
#include "Evaluate/OnlyReport.h"
#include "ToyData.h"

#include <catch2/catch.hpp>
#include <cmath>

using namespace solus;
using namespace solus::train;

namespace {

using Samples = std::vector<float>;

Samples talker(std::uint64_t seed, double seconds = 3.0) {
    const auto recording = toy::speech("t" + std::to_string(seed), seconds, 8000.0, seed);
    Samples samples;
    for (const std::int16_t x : recording.samples) samples.push_back(static_cast<float>(x) / 32768.0f);
    return samples;
}

Samples scaled(Samples x, double gain) {
    for (float& v : x) v *= static_cast<float>(gain);
    return x;
}

Samples sum(Samples x, const Samples& y) {
    for (size_t n = 0; n < x.size(); ++n) x[n] += y[n];
    return x;
}

OnlyScene together() {
    const auto owner = talker(1), stranger = talker(2);
    return {"together", false, owner, stranger, sum(owner, stranger), {}};
}

OnlyScene strangerAlone() {
    const auto stranger = talker(2);
    return {"alone", false, Samples(stranger.size()), stranger, stranger, {{0, stranger.size()}}};
}

} // namespace

TEST_CASE("evaluate-only: the owner as output is all won, nobody wrong, nothing lost") {
    const auto scene = together();
    const auto f = onlyFigures(scene, scene.owner);
    CHECK(f.improvement.value() > 60.0);
    CHECK(f.estoi.value() == Approx(1.0).margin(1e-6));
    CHECK(f.wrong.value() == 0.0);
    CHECK(f.lost.value() == 0.0);
    CHECK(f.lost.count > 20);
    CHECK(f.leakDb.count == 0); // the stranger is never alone
}

TEST_CASE("evaluate-only: the stranger as output is wrong; the input itself wins nothing and loses nothing") {
    const auto scene = together();
    CHECK(onlyFigures(scene, scene.stranger).wrong.value() == 1.0);
    CHECK(onlyFigures(scene, scaled(scene.stranger, 0.01)).wrong.value() == 1.0); // at any level
    CHECK(onlyFigures(scene, scene.stranger).improvement.value() < -5.0);
    const auto f = onlyFigures(scene, scene.microphone);
    CHECK(f.improvement.value() == 0.0);
    CHECK(f.estoi.value() < 0.95);
}

TEST_CASE("evaluate-only: silence loses all; a loud frame is lost beyond 10 dB") {
    const auto scene = together();
    CHECK(onlyFigures(scene, Samples(scene.owner.size())).lost.value() == 1.0);
    CHECK(onlyFigures(scene, scaled(scene.owner, std::pow(10.0, -9.5 / 20))).lost.value() == 0.0);
    CHECK(onlyFigures(scene, scaled(scene.owner, std::pow(10.0, -10.5 / 20))).lost.value() == 1.0);
    auto half = scene.owner;
    std::fill(half.begin() + static_cast<std::ptrdiff_t>(half.size() / 2), half.end(), 0.0f);
    CHECK(onlyFigures(scene, half).lost.value() == Approx(0.5).margin(0.2));
}

TEST_CASE(
    "evaluate-only: the leak of a copy is 0 dB, of a copy 20 dB lower -20 dB, only where the stranger is alone") {
    auto scene = strangerAlone();
    const auto copy = onlyFigures(scene, scene.stranger);
    CHECK(copy.leakDb.value() == Approx(0.0).margin(1e-6));
    CHECK(copy.leaked.value() == 1.0);
    const auto quiet = onlyFigures(scene, scaled(scene.stranger, 0.1));
    CHECK(quiet.leakDb.value() == Approx(-20.0).margin(1e-3));
    CHECK(quiet.leaked.value() == 0.0);
    CHECK(copy.lost.count + copy.wrong.count + copy.improvement.count + copy.estoi.count == 0); // no owner

    // An owner in the second half: loud, but no leak.
    const size_t half = scene.stranger.size() / 2;
    scene.strangerOnly = {{0, half}};
    auto output = scaled(scene.stranger, 0.1);
    for (size_t n = half; n < output.size(); ++n) output[n] = 0.5f;
    CHECK(onlyFigures(scene, output).leakDb.value() == Approx(-20.0).margin(1e-3));
    CHECK_THROWS_AS(onlyFigures(scene, Samples(100)), Error);
}

TEST_CASE("evaluate-only: tables and JSON hold the means of each scene and kind of pair") {
    const auto scene = together();
    const auto good = onlyFigures(scene, scene.owner), bad = onlyFigures(scene, scene.stranger);
    OnlyReport report({"only denoised", "gate"});
    for (const size_t system : {0u, 1u}) {
        report.add({0, true, "SIR, unlike"}, system, bad);
        report.add({0, false, "SIR, alike"}, system, good);
        report.add({0, false, "SIR, alike"}, system, system == 0 ? bad : good);
    }
    report.addEnrolment(4.0), report.addEnrolment(6.0);
    const auto json = report.json();
    CHECK(json["mean_seconds"] == 5.0);
    CHECK(json["scenes"]["SIR, alike"]["only denoised"]["wrong"] == 0.5);
    CHECK(json["scenes"]["SIR, alike"]["gate"]["wrong"] == 0.0);
    CHECK(json["scenes"]["SIR, unlike"]["gate"]["wrong"] == 1.0);
    CHECK(std::isnan(json["scenes"]["SIR, unlike"]["gate"]["leak_db"].get<double>()));
    const auto table = report.table();
    CHECK(table.find("SIR, alike") < table.find("SIR, unlike"));
    CHECK(std::count(table.begin(), table.end(), '\n') == 5);
}
