// The score against its equations, and its dependence on the duration.
#include "Verify/SpeakerScore.h"
#include "Base/Error.h"

#include <catch2/catch.hpp>
#include <cmath>

using namespace solus;

namespace {

Model embedderWith(std::vector<ScoreSpec::Line> lines, int nearest = 50) {
    Model model;
    model.name = "toy";
    model.score = ScoreSpec{ScoreSpec::Type::cosine, 0.5f, std::move(lines), nearest};
    return model;
}

double logit(double p) {
    return std::log(p / (1.0 - p));
}

const std::vector<float> right{1.0f, 0.0f}, slant{0.6f, 0.8f};

} // namespace

TEST_CASE("a cosine score is sigmoid(scale a.b + bias), at any length if the model gives one line") {
    SpeakerScore score(embedderWith({{1.0f, 4.0f, -1.0f}}), 2);
    for (const double seconds : {0.0, 0.5, 3.0, 1e6})
        CHECK(logit(score.compare(right, slant, seconds)) == Approx(4.0 * 0.6 - 1.0).margin(1e-5));
}

TEST_CASE(
    "by length: the model's lines at its seconds, straight over log seconds between, constant outside") {
    SpeakerScore score(embedderWith({{0.5f, 2.0f, 0.0f}, {1.0f, 4.0f, -1.0f}, {4.0f, 8.0f, -3.0f}}), 2);
    const auto at = [&](double seconds) { return logit(score.compare(right, slant, seconds)); };
    CHECK(at(0.5) == Approx(2.0 * 0.6).margin(1e-5));
    CHECK(at(1.0) == Approx(4.0 * 0.6 - 1.0).margin(1e-5));
    CHECK(at(2.0) == Approx(6.0 * 0.6 - 2.0).margin(1e-5)); // half way from 1 to 4
    CHECK(at(4.0) == Approx(8.0 * 0.6 - 3.0).margin(1e-5));
    CHECK(at(0.01) == at(0.5));
    CHECK(at(0.0) == at(0.5));
    CHECK(at(500.0) == at(4.0));
}

TEST_CASE(
    "with a cohort the score says how much more alike two voices are than either is to its nearest strangers") {
    Model model = embedderWith({{1.0f, 2.0f, -1.0f}}, 2);
    // Cosines with right: 0.8, 0.6, -1; with slant: 0.96, 0.36, -0.6.
    model.tensors["score.cohort"] = {{3, 2}, {0.8f, 0.6f, 0.6f, 0.0f, -1.0f, 0.0f}};
    SpeakerScore score(model, 2);
    const double a = (0.6 - 0.7) / 0.1, b = (0.6 - 0.66) / 0.3;
    CHECK(logit(score.compare(right, slant, 2.0)) == Approx(2.0 * 0.5 * (a + b) - 1.0).margin(1e-4));
    CHECK(score.compare(right, slant, 2.0) == Approx(score.compare(slant, right, 2.0)));
    const ReferenceVoice known = score.reference(right);
    score.setTest(slant, 2.0);
    CHECK(score(known) == score.compare(right, slant, 2.0));
    CHECK_THROWS_WITH(score.reference({1.0f}), Catch::Contains("enrol again"));
}

TEST_CASE("a model without a score is refused by its name") {
    Model model;
    model.name = "toy";
    CHECK_THROWS_WITH(SpeakerScore(model, 2), Catch::Contains("model toy"));
}
