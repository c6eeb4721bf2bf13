// The gate's timing: opens at once for the enrolled voice, closes within 50 ms for others, hold and release in
// pauses.
#include "Verify/Gate.h"

#include <catch2/catch.hpp>
#include <cmath>

using namespace solus;

namespace {

constexpr float hop = 10.0f;

/// Milliseconds until the gain is within 0.1 dB of `targetDb`.
float timeTo(Gate& gate, Talker talker, float targetDb, const GateSettings& settings = {}) {
    for (float t = hop; t < 2000.0f; t += hop)
        if (std::abs(20.0f * std::log10(gate.process(talker, settings, hop)) - targetDb) < 0.1f) return t;
    return -1.0f;
}

} // namespace

TEST_CASE("another talker closes the gate within 50 ms, the enrolled one opens it within one hop") {
    Gate gate;
    CHECK(gate.process(Talker::enrolled, {}, hop) == 1.0f);
    const float closing = timeTo(gate, Talker::other, -30.0f);
    CHECK((closing > 0.0f && closing <= 50.0f));
    CHECK(timeTo(gate, Talker::enrolled, 0.0f) <= 10.0f);
}

TEST_CASE("pauses: held open for 200 ms, released over 150 ms") {
    Gate gate;
    gate.process(Talker::enrolled, {}, hop);
    for (float t = hop; t <= 200.0f; t += hop) REQUIRE(gate.process(Talker::nobody, {}, hop) == 1.0f);
    const float release = timeTo(gate, Talker::nobody, -30.0f);
    CHECK(release >= 140.0f);
    CHECK(release <= 160.0f);
}

TEST_CASE("a pause of another talker does not open the gate; undecided is the user's choice") {
    Gate gate;
    timeTo(gate, Talker::other, -30.0f);
    CHECK(gate.process(Talker::nobody, {}, hop) < 0.04f);
    CHECK(gate.process(Talker::undecided, {}, hop) == 1.0f);
    GateSettings closed;
    closed.undecided = Undecided::closed;
    CHECK(timeTo(gate, Talker::undecided, -30.0f, closed) <= 50.0f);
}

TEST_CASE("a gate that remembers is closed while undecided after another talker, for five seconds") {
    GateSettings remembers;
    remembers.undecided = Undecided::remembers;
    Gate gate;
    const auto wait = [&](float seconds) {
        for (float t = 0.0f; t < 1000.0f * seconds; t += hop) gate.process(Talker::nobody, remembers, hop);
    };
    CHECK(gate.process(Talker::undecided, remembers, hop) == 1.0f); // nobody has talked yet
    timeTo(gate, Talker::other, -30.0f, remembers);
    wait(4.5f);
    CHECK(gate.process(Talker::undecided, remembers, hop) < 0.04f);
    CHECK(timeTo(gate, Talker::enrolled, 0.0f, remembers) <= 15.0f);
    wait(4.5f);
    CHECK(timeTo(gate, Talker::undecided, 0.0f, remembers) <= 15.0f);
    timeTo(gate, Talker::other, -30.0f, remembers);
    wait(5.5f);
    CHECK(timeTo(gate, Talker::undecided, 0.0f, remembers) <= 15.0f);
}

TEST_CASE("the gain never leaves floor ... 0 dB, also when the floor moves") {
    Gate gate;
    GateSettings settings;
    for (int i = 0; i < 1000; ++i) {
        settings.floorDb = -5.0f * static_cast<float>(i % 13);
        const float gain = gate.process(static_cast<Talker>(i * 7 % 4), settings, hop);
        REQUIRE(gain <= 1.0f);
        REQUIRE(gain >= std::pow(10.0f, settings.floorDb / 20.0f) - 1e-6f);
    }
}
