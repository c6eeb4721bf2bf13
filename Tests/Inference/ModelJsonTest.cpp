// The JSON parts of a model file: round trips, and rejected nonsense.
#include "Inference/ModelJson.h"

#include "Base/Error.h"
#include "Inference/ModelBuilder.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace solus;
using nlohmann::json;

namespace {

FeatureSpec features(const std::string& type) {
    FeatureSpec spec{type, 40, 60, 7600, 1e-5f};
    if (type == "erb_detail") spec.detailBins = 80, spec.phaseBins = 60;
    if (type == "bins_and_bands") spec.detailBins = 64;
    if (type == "magnitude") spec = {"magnitude"}, spec.power = 0.5f, spec.levelFrames = 100;
    return spec;
}

/// An embedder of two values, and a cohort of `voices`.
ModelBuilder embedder(json score, int voices = 0) {
    ModelBuilder b(4);
    b.layer({{"type", "dense"}, {"name", "out"}}).tensor("out.weight", {2, 4});
    b.meaning = std::move(score);
    if (voices > 0) b.tensor("score.cohort", {voices, 2});
    return b;
}

} // namespace

TEST_CASE("specs survive JSON") {
    const StftSpec stft{960, 240, 480, "vorbis"};
    CHECK(stftSpecFromJson(toJson(stft)) == stft);
    for (const char* type : {"log_mel", "log_erb", "erb_detail", "bins_and_bands", "magnitude"}) {
        FeatureSpec spec = features(type);
        CHECK(featureSpecFromJson(toJson(spec)) == spec);
        spec.level = LevelSpec{-32.0, -12.0, 1.0};
        CHECK(featureSpecFromJson(toJson(spec)) == spec);
    }
    FeatureSpec mean = features("log_mel");
    mean.runningMeanFrames = 8, mean.priorMean = -2.0f;
    CHECK(featureSpecFromJson(toJson(mean)) == mean);
    using Mask = MaskSpec;
    for (const Mask& spec :
         {Mask{}, Mask{Mask::Type::binMagnitudes}, Mask{Mask::Type::bandGains, "mel", 40, 60.0, 16000.0},
          Mask{Mask::Type::bandFilter, "erb", 32, 50.0, 20000.0, 120, 96, 3},
          Mask{Mask::Type::bandFilter, "erb", 32, 50.0, 20000.0, 120, 96, 3, 2}})
        CHECK(maskSpecFromJson(toJson(spec)) == spec);
    const ScoreSpec cosine{ScoreSpec::Type::cosine, 0.4f, {{0.5f, 2.0f, 0.0f}, {4.0f, 8.0f, -3.0f}}, 20};
    CHECK(scoreSpecFromJson(toJson(cosine)) == cosine);
    const ScoreSpec difference{ScoreSpec::Type::absDifference, 0.6f};
    CHECK(scoreSpecFromJson(toJson(difference)) == difference);
}

TEST_CASE("a look-ahead, and a number of hops for a mask, that make no sense are refused") {
    for (const char* key : {"look_ahead", "every"})
        for (const json& wrong : {json(0), json(-1), json(251), json(1.5), json("2")}) {
            auto mask = toJson(MaskSpec{MaskSpec::Type::bandGains, "erb", 32});
            mask[key] = wrong;
            CHECK_THROWS_WITH(maskSpecFromJson(mask), Catch::Contains(key));
        }
}

TEST_CASE("an STFT without a hop is refused") {
    CHECK_THROWS_AS(stftSpecFromJson(json::parse(R"({"fft":1024})")), Error);
}

TEST_CASE("a score that makes no sense is refused") {
    const auto refused = [](const json& score) { CHECK_THROWS_AS(scoreSpecFromJson(score), Error); };
    refused({{"type", "distance"}});
    refused({{"type", "cosine"}});
    refused({{"type", "cosine"}, {"scale", "much"}, {"bias", 0.0}});
    refused({{"type", "cosine"}, {"seconds", {1.0, 2.0}}, {"scale", {1.0}}, {"bias", {0.0, 0.0}}});
    refused({{"type", "cosine"}, {"seconds", {2.0, 1.0}}, {"scale", {1.0, 1.0}}, {"bias", {0.0, 0.0}}});
    refused({{"type", "cosine"}, {"seconds", {0.0, 1.0}}, {"scale", {1.0, 1.0}}, {"bias", {0.0, 0.0}}});
    refused(
        {{"type", "cosine"}, {"seconds", json::array()}, {"scale", json::array()}, {"bias", json::array()}});
    CHECK_THROWS_WITH(embedder({{"type", "abs_difference"}}).build(), Catch::Contains("score.weight"));
}

TEST_CASE("a cohort has as many voices as the score looks at, and at least two") {
    const auto score = [](int nearest) {
        return json{{"type", "cosine"}, {"scale", 1.0}, {"bias", 0.0}, {"nearest", nearest}};
    };
    CHECK_NOTHROW(embedder(score(3), 3).build());
    for (const int nearest : {0, 1, 4})
        CHECK_THROWS_WITH(embedder(score(nearest), 3).build(), Catch::Contains("score.cohort"));
    CHECK_THROWS_WITH(embedder(score(2), 4097).build(), Catch::Contains("2 to 4096"));
}
