// The table of settings matches the engine.
#include "Engine/Parameters.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <set>

using namespace solus;

TEST_CASE("every parameter is complete, in range and has an ID of its own") {
    std::set<std::string> ids;
    for (const ParameterSpec& spec : parameterTable()) {
        INFO(spec.id);
        CHECK(ids.insert(spec.id).second);
        CHECK(findParameter(spec.id) == &spec);
        CHECK((spec.low < spec.high && spec.step > 0.0f && spec.step <= spec.high - spec.low));
        CHECK((spec.low <= spec.standard && spec.standard <= spec.high));
        CHECK_FALSE(std::string(spec.help).empty());
        CHECK((spec.kind == ParameterKind::toggle) == std::string(spec.unit).empty());
        CHECK(saneValue(spec, std::nanf("")) == spec.standard);
        CHECK(saneValue(spec, std::numeric_limits<float>::infinity()) == spec.high);
        CHECK(saneValue(spec, -1e9f) == spec.low);
    }
    CHECK(findParameter("loudness") == nullptr);
    CHECK(findParameter("") == nullptr);
}

TEST_CASE("the defaults of the table are a new engine's settings") {
    const EngineSettings a = toSettings(standardValues()), b;
    CHECK(a.amountDb == b.amountDb);
    CHECK(a.mix == b.mix);
    CHECK(a.outputGainDb == b.outputGainDb);
    CHECK(a.bypass == b.bypass);
    CHECK(a.listenToRemoved == b.listenToRemoved);
    CHECK(a.gateOn == b.gateOn);
    CHECK(a.gate.threshold == b.gate.threshold);
    CHECK(a.gate.holdMs == b.gate.holdMs);
    CHECK(a.gate.releaseMs == b.gate.releaseMs);
    CHECK(a.gate.floorDb == b.gate.floorDb);
    CHECK(a.gate.undecided == b.gate.undecided);
}

TEST_CASE("each value reaches the engine's setting of its name, in the engine's unit") {
    ParameterValues v = standardValues();
    const auto set = [&v](Parameter p, float value) { v[static_cast<size_t>(p)] = value; };
    set(Parameter::amount, 11), set(Parameter::mix, 40), set(Parameter::gain, -3), set(Parameter::gate, 1);
    set(Parameter::threshold, 70), set(Parameter::floor, -50), set(Parameter::hold, 300),
        set(Parameter::release, 99);
    set(Parameter::undecided, 0), set(Parameter::removed, 1), set(Parameter::bypass, 1);
    const EngineSettings s = toSettings(v);
    CHECK(s.amountDb == 11.0f);
    CHECK(s.mix == 0.4f);
    CHECK(s.outputGainDb == -3.0f);
    CHECK((s.gateOn && s.listenToRemoved && s.bypass));
    CHECK(s.gate.undecided == Undecided::closed);
    CHECK(s.gate.threshold == 0.7f);
    CHECK(s.gate.floorDb == -50.0f);
    CHECK(s.gate.holdMs == 300.0f);
    CHECK(s.gate.releaseMs == 99.0f);
}

TEST_CASE("two toggles say what the gate does while undecided") {
    ParameterValues v = standardValues();
    const auto undecided = [&v](float open, float remember) {
        v[static_cast<size_t>(Parameter::undecided)] = open;
        v[static_cast<size_t>(Parameter::remember)] = remember;
        return toSettings(v).gate.undecided;
    };
    CHECK(undecided(1, 0) == Undecided::open);
    CHECK(undecided(1, 1) == Undecided::remembers);
    CHECK(undecided(0, 0) == Undecided::closed);
    CHECK(undecided(0, 1) == Undecided::closed);
}
