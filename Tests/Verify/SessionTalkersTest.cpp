// SessionTalkers against its equations, on embeddings in a plane.
#include "Verify/SessionTalkers.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <nlohmann/json.hpp>
#include <random>

using namespace solus;

namespace {

/// Log odds 12 cos - 6, for any amount of speech.
SpeakerScore planeScore() {
    Model model;
    model.name = "toy";
    model.score = ScoreSpec{ScoreSpec::Type::cosine, 0.5f, {{1.0f, 12.0f, -6.0f}}};
    return SpeakerScore(model, 2);
}

std::vector<float> at(double degrees) {
    const double angle = degrees * 3.14159265358979 / 180.0;
    return {static_cast<float>(std::cos(angle)), static_cast<float>(std::sin(angle))};
}

double odds(double degrees) {
    return std::exp(12.0 * std::cos(degrees * 3.14159265358979 / 180.0) - 6.0);
}

struct Session {
    SpeakerScore score = planeScore();
    SessionTalkers talkers{2};
    ReferenceVoice voice = score.reference(at(0.0));

    void stretch(double degrees, double seconds = 2.0) { talkers.add(score, at(degrees), seconds); }
    double probability(double degrees) {
        const auto heard = at(degrees);
        score.setTest(heard, 1.0);
        return talkers.probability(score, voice);
    }
};

} // namespace

TEST_CASE("before anybody was heard a voice's probability is that of its score alone") {
    Session s;
    for (double angle : {0.0, 20.0, 60.0, 90.0})
        CHECK(s.probability(angle) == Approx(odds(angle) / (odds(angle) + 1.0)).epsilon(1e-4));
}

TEST_CASE("a stranger whom the score lets pass is known again once both have spoken") {
    Session s;
    const double enrolled = 20.0, stranger = -50.0; // 70 degrees apart, the voice print between them
    CHECK(s.probability(stranger) > 0.8);
    s.stretch(enrolled);
    s.stretch(stranger);
    REQUIRE(s.talkers.count() == 2);
    CHECK(s.probability(stranger) < 0.05);
    CHECK(s.probability(enrolled) > 0.97);

    const double isEnrolled = odds(enrolled), isStranger = odds(stranger),
                 all = 1.0 + isEnrolled + isStranger;
    const double same = odds(0.0), other = odds(70.0), own = odds(stranger);
    CHECK(s.probability(stranger) ==
          Approx((own + isEnrolled / all * other + isStranger / all * same) / (own + other + same + 1.0))
              .epsilon(1e-3));
    s.talkers.reset();
    CHECK(s.probability(stranger) > 0.8);
}

TEST_CASE("others are known once somebody has spoken who is rather not one of the voices") {
    Session s;
    const auto known = [&s] { return s.talkers.knowsOthers(s.score, std::span(&s.voice, 1)); };
    CHECK_FALSE(known());
    s.stretch(10.0);
    CHECK_FALSE(known());
    s.stretch(90.0);
    CHECK(known());
    s.talkers.reset();
    CHECK_FALSE(known());
}

TEST_CASE("stretches of one talker are gathered, doubtful and short ones are not") {
    Session s;
    s.stretch(0.0);
    s.stretch(10.0);
    s.stretch(57.0); // log odds 0.5 to 5 degrees: may be the same, or not
    s.stretch(120.0, 0.7);
    CHECK(s.talkers.count() == 1);
    s.stretch(120.0, 0.9);
    CHECK(s.talkers.count() == 2);
    s.stretch(
        80.0); // as far as that from 120 degrees: 3.2, it joinThreshold; from then on there is one at 92
    CHECK(s.talkers.count() == 2);
    CHECK(s.probability(92.0) < 0.01);
}

TEST_CASE("two that grow alike become one") {
    Session s;
    s.stretch(0.0, 4.0);
    s.stretch(70.0, 1.0);
    REQUIRE(s.talkers.count() == 2);
    s.stretch(25.0, 4.0); // joins the first, which is at 12 now
    s.stretch(45.0, 4.0); // joins the nearer one, the second: now at 50, 38 from the first
    CHECK(s.talkers.count() == 1);
}

TEST_CASE("any number of stretches of anybody: at most eight talkers, and probabilities") {
    SpeakerScore score = [] {
        Model model;
        model.score = ScoreSpec{ScoreSpec::Type::cosine, 0.5f, {{1.0f, 30.0f, -28.0f}}};
        return SpeakerScore(model, 2);
    }();
    SessionTalkers talkers(2);
    const ReferenceVoice voice = score.reference(at(0.0));
    std::mt19937 random(4);
    std::uniform_real_distribution<double> angle(0.0, 360.0), length(0.0, 40.0);
    int largest = 0;
    for (int i = 0; i < 3000; ++i) {
        talkers.add(score, at(angle(random)), length(random));
        largest = std::max(largest, talkers.count());
        const auto heard = at(angle(random));
        score.setTest(heard, 1.0);
        const float p = talkers.probability(score, voice);
        REQUIRE((p >= 0.0f && p <= 1.0f));
    }
    CHECK(largest == SessionTalkers::maxTalkers);
    talkers.add(score, at(0.0), 1e9); // a stretch that outweighs all memory
    const auto heard = at(0.0);
    score.setTest(heard, 1.0);
    CHECK(talkers.probability(score, voice) > 0.7f);
}
