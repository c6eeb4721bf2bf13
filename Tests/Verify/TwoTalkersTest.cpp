// Pieces of speech are clustered into two groups; the score decides whether those are two talkers.
#include "Verify/TwoTalkers.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <nlohmann/json.hpp>
#include <random>

using namespace solus;

namespace {

SpeakerScore cosineScore() {
    Model model;
    model.score = ScoreSpec{ScoreSpec::Type::cosine, 0.5f, {{1.0f, 20.0f, -10.0f}}};
    return SpeakerScore(model, 16);
}

/// `counts[v]` pieces of voice v: a direction per voice, plus `scatter`.
std::vector<std::vector<float>> speech(const std::vector<int>& counts, float scatter) {
    std::mt19937 random(5);
    std::normal_distribution<float> gauss;
    std::vector<std::vector<float>> pieces;
    for (size_t v = 0; v < counts.size(); ++v)
        for (int i = 0; i < counts[v]; ++i) {
            std::vector<float> x(16);
            for (float& value : x) value = scatter * gauss(random);
            x[v] += 1.0f;
            float square = 0.0f;
            for (float value : x) square += value * value;
            for (float& value : x) value /= std::sqrt(square);
            pieces.push_back(x);
        }
    std::shuffle(pieces.begin(), pieces.end(), random);
    return pieces;
}

float probability(const std::vector<int>& counts, float scatter = 0.1f) {
    SpeakerScore score = cosineScore();
    return oneTalkerProbability(speech(counts, scatter), 2.0, score);
}

} // namespace

TEST_CASE("two talkers are told from one, in any order and share") {
    CHECK(probability({10}) > 0.9f);
    CHECK(probability({30}) > 0.9f);
    CHECK(probability({5, 5}) < 0.01f);
    CHECK(probability({8, 2}) < 0.01f);
    CHECK(probability({2, 2}) < 0.01f);
}

TEST_CASE("one talker after the other is told by halves") {
    const auto halves = [](int a, int b) {
        SpeakerScore score = cosineScore();
        auto pieces = speech({a}, 0.1f);
        for (const auto& piece : speech({0, b}, 0.1f)) pieces.push_back(piece);
        return sameTalkerInHalves(pieces, 2.0, score);
    };
    CHECK(halves(4, 0) > 0.9f);
    CHECK(halves(9, 0) > 0.9f);
    CHECK(halves(2, 2) < 0.01f);
    CHECK(halves(4, 5) < 0.01f);
    CHECK(halves(1, 1) == 1.0f); // too little speech
    CHECK(halves(0, 0) == 1.0f);
}

TEST_CASE("too little of a second talker is no finding") {
    CHECK(probability({}) == 1.0f);
    CHECK(probability({1}) == 1.0f);
    CHECK(probability({1, 1}) == 1.0f);
    CHECK(probability({9, 1}) == 1.0f);
    CHECK(probability({14, 2}) == 1.0f);
}
