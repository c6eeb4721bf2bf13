// The enrolments that isolate-solus learns from, and how its talkers are drawn.
#include "ToyData.h"

#include "Data/Enrolment.h"
#include "Engine/Models.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <map>

using namespace solus;
using namespace solus::train;

TEST_CASE("an enrolment depends on seed, talker and number alone, not on what was drawn before") {
    const auto library = toy::library();
    const Picker speech(library->speech, Kind::speech, Split::train),
        noise(library->noise, Kind::noise, Split::train);
    const auto enrolment = std::make_shared<const Enrolment>(defaultDenoiser(), defaultEmbedder());
    const EnrolledTalkers once(enrolment, speech, noise, 1), again(enrolment, speech, noise, 1),
        otherSeed(enrolment, speech, noise, 2);
    const auto &first = *speech.all().front(), &last = *speech.all().back();
    REQUIRE(first.entry.speaker != last.entry.speaker);

    const auto voice = once.of(first, 0);
    double square = 0.0;
    for (float x : voice) square += x * x;
    CHECK(square == Approx(1.0));
    again.of(last, 0);
    again.of(first, 1);
    CHECK(again.of(first, 0) == voice);
    CHECK(once.of(first, 0) == voice);
    CHECK(once.of(first, 1) != voice);
    CHECK(once.of(last, 0) != voice);
    CHECK(otherSeed.of(first, 0) != voice);
}

TEST_CASE("drawn alike, a talker of a large corpus is as likely as one of a small corpus") {
    std::vector<Recording> speech;
    const auto add = [&](const char* corpus, const char* talker, int recordings) {
        for (int i = 0; i < recordings; ++i) {
            speech.push_back(toy::speech(talker, 1.0, 24000.0, 1));
            speech.back().entry.group = corpus;
            speech.back().entry.speaker = talker;
        }
    };
    add("large", "a", 40);
    add("large", "b", 1);
    add("small", "c", 1);
    std::erase_if(speech, [](const Recording& r) { return isHeldOut(r.entry, Kind::speech); });
    std::map<std::string, double> alike, usual;
    const Picker alikePicker(speech, Kind::speech, Split::train, true),
        usualPicker(speech, Kind::speech, Split::train);
    Random random{1};
    constexpr int draws = 6000;
    for (int i = 0; i < draws; ++i) {
        alike[alikePicker.pick(random).entry.speaker] += 1.0 / draws;
        usual[usualPicker.pick(random).entry.speaker] += 1.0 / draws;
    }
    REQUIRE(alike.size() == 3);
    for (const auto& [talker, share] : alike) CHECK(share == Approx(1.0 / 3.0).margin(0.03));
    CHECK(usual["a"] > 1.5 * usual["c"]); // corpora by the square root of their duration
}
