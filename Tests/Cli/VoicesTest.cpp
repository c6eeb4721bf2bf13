// `solus enroll`, `solus verify` and `--only`, on the bundled clips of real talkers.
#include "Shell.h"

#include "Engine/Models.h"
#include "Verify/VoicePrint.h"

#include <cmath>

using namespace shell;

namespace {

const std::string demo = SOLUS_RESOURCES "/Demo/";
const std::string clips = demo + "enrol-1.flac " + demo + "enrol-2.flac " + demo + "enrol-3.flac ";

} // namespace

TEST_CASE("enrol a voice, then tell it from another") {
    const Place place;
    const auto enrolled = place.run("solus enroll anna " + clips);
    INFO(enrolled.err);
    REQUIRE(enrolled.code == 0);
    REQUIRE(place.has("data/solus/voices/anna.voice"));

    const auto outcome = place.run("solus verify anna " + demo + "same.flac " + demo + "other.flac --json");
    CHECK(outcome.code == 0);
    CHECK(outcome.err.empty());
    const auto lines = outcome.json();
    REQUIRE(lines.size() == 2);
    CHECK(lines[0]["file"] == demo + "same.flac");
    CHECK(lines[1]["file"] == demo + "other.flac");
    for (const auto& line : lines) {
        const double score = line["score"];
        CHECK((score >= 0.0 && score <= 1.0));
        CHECK(line["accepted"].is_boolean());
        CHECK(line["seconds"] > 0.5);
    }
    CHECK(lines[0]["score"] > lines[1]["score"]);
    // At least seven digits, as they stand there.
    const size_t at = outcome.out.find("\"score\": ") + 9;
    CHECK(outcome.out.find(',', at) - at >= 9);

    const auto readable = place.run("solus verify anna " + demo + "same.flac " + demo + "other.flac");
    CHECK(readable.code == 0);
    CHECK(std::count(readable.out.begin(), readable.out.end(), '\n') == 2);
}

TEST_CASE("enrolment replaces, --add adds") {
    const Place place;
    const auto seconds = [&] { return solus::VoicePrint::load(place.path("v.voice")).seconds; };
    REQUIRE(place.run("solus enroll ./v.voice " + clips).code == 0);
    const double first = seconds();
    REQUIRE(place.run("solus enroll v.voice " + clips).code == 0);
    CHECK(seconds() == Approx(first));
    REQUIRE(place.run("solus enroll v.voice --add " + clips).code == 0);
    CHECK(seconds() == Approx(2 * first));
    REQUIRE(place.run("solus enroll v.voice --add " + demo + "same.flac").code == 0);
    CHECK(seconds() > 2 * first);
    REQUIRE(place.run("solus enroll new.voice --add " + clips).code ==
            0); // nothing there yet: the same as without
    CHECK(place.list() == std::vector<std::string>{"new.voice", "v.voice"});
}

TEST_CASE("doubts are warnings; less than a second of speech is refused and the old voice stays") {
    const Place place;
    const auto brief = place.run("solus enroll v.voice " + demo + "enrol-1.flac");
    CHECK(brief.code == 0);
    CHECK_THAT(brief.err, Catch::Contains("warning"));
    const std::string before = place.readBytes("v.voice");
    Audio silence = makeAudio(3.0);
    std::fill(silence.samples.begin(), silence.samples.end(), 0.0f);
    save(place, "silence.wav", silence);
    const auto refused = place.run("solus enroll v.voice silence.wav");
    CHECK(refused.code == 2);
    CHECK_THAT(refused.err, Catch::Contains("silence.wav") && Catch::Contains("speech"));
    CHECK(place.run("solus enroll v.voice " + demo + "enrol-1.flac nowhere.wav").code == 2);
    CHECK(place.readBytes("v.voice") == before);

    const auto lines = place.run("solus verify v.voice silence.wav --json").json();
    REQUIRE(lines.size() == 1);
    CHECK(lines[0]["score"] == 0.0);
    CHECK(lines[0]["accepted"] == false);
    CHECK(lines[0]["seconds"] == 0.0);
}

TEST_CASE("verify goes on after a bad file") {
    const Place place;
    REQUIRE(place.run("solus enroll v.voice " + clips).code == 0);
    place.writeBytes("bad.wav", "no audio");
    const auto outcome = place.run("solus verify v.voice bad.wav " + demo + "same.flac nowhere.wav --json");
    CHECK(outcome.code == 2);
    CHECK(outcome.errorLines() == 2);
    const auto lines = outcome.json();
    REQUIRE(lines.size() == 1);
    CHECK(lines[0]["file"] == demo + "same.flac");
}

TEST_CASE("a wrong name lists the voices; a damaged or foreign voice says so") {
    const Place place;
    REQUIRE(place.run("solus enroll anna " + clips + "&& solus enroll bernd " + clips).code == 0);
    checkRefused(place.run("solus verify ana " + demo + "same.flac"),
                 {"ana", "did you mean anna?", "anna, bernd"});
    checkRefused(place.run("solus denoise " + demo + "same.flac out.wav --only carl"),
                 {"carl", "anna, bernd"});
    checkRefused(place.run("solus verify ./anna.voice " + demo + "same.flac"), {"./anna.voice"});
    place.writeBytes("damaged.voice", place.readBytes("data/solus/voices/anna.voice").substr(0, 200));
    checkRefused(place.run("solus verify damaged.voice " + demo + "same.flac"), {"damaged.voice"});

    auto foreign = solus::VoicePrint::load(place.path("data/solus/voices/anna.voice"));
    foreign.embedderHash = std::string(64, '0');
    foreign.save(place.path("foreign.voice"));
    checkRefused(place.run("solus verify foreign.voice " + demo + "same.flac"),
                 {"foreign.voice", "enrol again"});
    checkRefused(place.run("solus denoise " + demo + "same.flac out.wav --only ./foreign.voice"),
                 {"enrol again"});
    CHECK_FALSE(place.has("out.wav"));
}

TEST_CASE("--only takes one voice at a time and keeps the shape of the file") {
    const Place place;
    REQUIRE(place.run("solus enroll anna " + clips + "&& solus enroll bernd " + demo + "other.flac").code ==
            0);
    const auto outcome = place.run("solus denoise --only anna --only bernd " + demo + "same.flac out.flac");
    INFO(outcome.err);
    REQUIRE(outcome.code == 0);
    REQUIRE(place.run("cp " + demo + "same.flac in.flac").code == 0);
    CHECK(load(place, "out.flac").samples.size() == load(place, "in.flac").samples.size());
}
