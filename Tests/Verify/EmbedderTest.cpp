// The running embedding: independent of how often it is read; the recent one replaces it; bad outputs are discarded.
#include "Support/Signals.h"
#include "Support/ToyModels.h"
#include "Verify/VoiceTracker.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

using namespace solus;

namespace {

using Values = std::vector<float>;

Values copy(std::span<const float> x) {
    return {x.begin(), x.end()};
}

/// One voice, then another, without a pause.
Values twoTalkers() {
    Values x;
    for (const double hz : {220.0, 1900.0})
        for (const float s : toy::sine(hz, 48000.0, 96000, 0.1)) x.push_back(s);
    return x;
}

/// Its output is infinity over infinity as soon as the second talker speaks.
std::shared_ptr<const Model> breakingEmbedder() {
    const StftSpec stft{1024, 512, 1024, "sqrt_hann"};
    const FeatureSpec features{"log_mel", 24, 60.0, 7600.0, 1.0f, 0, 0.0f};
    Tensor weight{{2, 24}, Values(48, 0.0f)};
    for (int b = 0; b < 24; ++b) weight.values[static_cast<size_t>(b)] = b < 10 ? 1.0f : 3e38f;
    return Model::parse(
        toy::fileOf("embedder", stft, features,
                    {{{"type", "mean_pool"}, {"name", "pool"}},
                     {{"type", "dense"}, {"name", "embedding"}},
                     {{"type", "l2_normalise"}, {"name", "unit"}}},
                    {{"embedding.weight", weight}, {"embedding.bias", Tensor{{2}, {1.0f, 1.0f}}}},
                    {{"score", R"({"type":"cosine","scale":60,"bias":-48})"}}),
        "toy");
}

} // namespace

TEST_CASE("an embedding is the same however often it is asked for") {
    const auto model = toy::randomEmbedder(5);
    Embedder always(model, 1), once(model, 1);
    const auto x = twoTalkers();
    for (size_t at = 0; at < x.size(); at += 480) {
        const float* block = x.data() + at;
        always.push(&block, 480), once.push(&block, 480);
        always.embedding();
    }
    CHECK(copy(always.embedding()) == copy(once.embedding()));
    CHECK(always.speechSeconds() > 3.5);
}

TEST_CASE("the recent embedding becomes the running one, and a new one begins") {
    const auto model = toy::randomEmbedder(6);
    Embedder e(model, 1);
    e.setMemory(4.0);
    e.keepRecent(0.8);
    const auto x = twoTalkers();
    const float* pointer = x.data();
    e.push(&pointer, static_cast<int>(x.size()));
    REQUIRE(e.recentIsFull());
    const auto recent = copy(e.recent()), before = copy(e.embedding());
    CHECK(recent != before); // the running embedding contains both talkers
    e.switchToRecent();
    CHECK(copy(e.embedding()) == recent);
    CHECK(copy(e.recent()) == Values(recent.size(), 0.0f));
    CHECK_FALSE(e.recentIsFull());
    CHECK(e.speechSeconds() <= 0.8);
    const auto more = twoTalkers();
    pointer = more.data();
    e.push(&pointer, 48000);
    CHECK(copy(e.recent()) != Values(recent.size(), 0.0f));
    CHECK(copy(e.embedding()) != recent);
}

TEST_CASE("a broken answer judges nobody") {
    const auto model = breakingEmbedder();
    VoiceTracker tracker(model, 1);
    const auto x = twoTalkers();
    const SpeakerScore score(*model, 2);
    const VoiceSet voices{score.reference({1.0f, 0.0f})};
    bool heardMe = false;
    for (size_t at = 0; at < x.size(); at += 512) {
        const float* block = x.data() + at;
        tracker.push(&block, static_cast<int>(std::min<size_t>(512, x.size() - at)), voices, 0.5f);
        CHECK(std::isfinite(tracker.score()));
        if (at < 90000) heardMe = heardMe || tracker.talker() == Talker::enrolled;
        if (at > 97000) CHECK(tracker.talker() != Talker::other);
    }
    CHECK(heardMe);
}
