// What counts as speech: it depends on the denoiser and the talker's level, not on the loudest sound ever.
#include "Verify/SpeechActivity.h"

#include <catch2/catch.hpp>
#include <cmath>

using namespace solus;

namespace {

constexpr double hop = 0.01;

float power(double db) {
    return static_cast<float>(std::pow(10.0, db / 10.0));
}

/// Syllables of 0.2 s at `db`, with 0.1 s of quiet between them. Returns how many hops of the syllables count.
int syllables(SpeechActivity& activity, double db, int count, double quietDb = -75.0) {
    int heard = 0;
    for (int s = 0; s < count; ++s) {
        for (int n = 0; n < 20; ++n) heard += activity.process(power(db));
        for (int n = 0; n < 10; ++n) activity.process(power(quietDb));
    }
    return heard;
}

int steady(SpeechActivity& activity, double db, double seconds, float certainty = 1.0f) {
    int heard = 0;
    for (int n = 0; n < static_cast<int>(seconds / hop); ++n) heard += activity.process(power(db), certainty);
    return heard;
}

} // namespace

TEST_CASE("a quiet talker counts at once, however loud it was before and for how long") {
    for (const double loudDb : {-1.0, -10.0})
        for (const double seconds : {0.05, 0.4, 20.0})
            for (const double quietDb : {-35.0, -40.0, -46.0}) {
                INFO(loudDb << " dBFS for " << seconds << " s, then " << quietDb);
                SpeechActivity activity(hop);
                steady(activity, loudDb, seconds);
                CHECK(syllables(activity, quietDb, 10) >=
                      180); // of 200: one syllable may pass before the first pause
            }
}

TEST_CASE("what the denoiser is not sure of is no speech, whatever its level") {
    for (const double db : {-60.0, -30.0, -1.0}) {
        SpeechActivity activity(hop);
        CHECK(steady(activity, db, 3.0, 0.15f) == 0);
        CHECK(steady(activity, db, 3.0, std::nanf("")) == 0);
    }
}

TEST_CASE("the quiet of a room that a denoiser keeps is a pause, and a long pause stays one") {
    SpeechActivity activity(hop);
    syllables(activity, -20.0, 10, -58.0);
    CHECK(steady(activity, -58.0, 5.0) == 0);
    CHECK(syllables(activity, -20.0, 10, -58.0) == 200);
    CHECK(steady(activity, -75.0, 60.0) == 0);
}

TEST_CASE("a loud talker counts from the first moment, and without pauses") {
    SpeechActivity activity(hop);
    CHECK(steady(activity, -15.0, 10.0) == 1000);
    activity.reset();
    CHECK(syllables(activity, -15.0, 10) == 200);
}
