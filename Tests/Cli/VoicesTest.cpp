// `solus enroll` and `solus verify`, on the bundled clips of real talkers.
#include "Shell.h"

#include "Engine/Models.h"
#include "Verify/VoicePrint.h"

#include <cmath>
#include <unistd.h>

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
    // At least seven digits, unrounded.
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
    const std::string before = place.readBytes("v.voice");
    checkRefused(place.run("solus enroll v.voice " + clips), {"v", "--add", "--force"});
    CHECK(place.readBytes("v.voice") == before);
    REQUIRE(place.run("solus enroll v.voice --force " + clips).code == 0);
    CHECK(seconds() == Approx(first));
    REQUIRE(place.run("solus enroll v.voice --add " + demo + "same.flac").code == 0);
    CHECK(seconds() > first);
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
    const auto refused = place.run("solus enroll v.voice --force silence.wav");
    CHECK(refused.code == 2);
    CHECK_THAT(refused.err, Catch::Contains("silence.wav") && Catch::Contains("speech"));
    CHECK(place.run("solus enroll v.voice --force " + demo + "enrol-1.flac nowhere.wav").code == 2);
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
    REQUIRE(lines.size() == 3);
    CHECK(lines[1]["file"] == demo + "same.flac");
    for (const int bad : {0, 2})
        CHECK_THAT(lines[bad]["error"].get<std::string>(), Catch::Contains(lines[bad]["file"]));
}

TEST_CASE("the name forgotten: a recording is never taken for a voice, nor replaced by one") {
    const Place place;
    const auto shouts = [&](const std::string& line, const std::vector<std::string>& words) {
        INFO(line);
        checkRefused(place.run(line), words);
    };
    REQUIRE(place
                .run("mkdir recs; for i in 1 2 3; do cp " + demo +
                     "enrol-$i.flac recs/$i.flac; done; cp recs/1.flac "
                     "link-target.flac; ln -s link-target.flac trap.voice; ln link-target.flac hard.voice; "
                     "cp recs/1.flac audio.voice; mkdir folder.voice; mkfifo pipe.voice")
                .code == 0);
    place.writeBytes("notes.txt", "milk");
    place.writeBytes("notes.voice", "milk");
    const auto recording = place.readBytes("recs/1.flac");
    for (const char* force : {"", " --force"}) {
        const std::string end = std::string(" recs/2.flac recs/3.flac") + force;
        shouts("solus enroll recs/1.flac" + end, {"recs/1.flac", ".voice", "solus enroll NAME"});
        shouts("solus enroll ./notes.txt" + end, {"./notes.txt", ".voice"});
        for (const char* taken :
             {"notes.voice", "trap.voice", "hard.voice", "audio.voice", "folder.voice", "pipe.voice"})
            shouts("solus enroll ./" + std::string(taken) + end, {taken, "not a voice"});
    }
    shouts("cd recs; solus enroll 1.flac 2.flac 3.flac", {"1.flac", "solus enroll NAME", "--force"});
    shouts("solus enroll Take.MP3 recs/1.flac", {"Take.MP3", "--force"});
    CHECK(place.readBytes("recs/1.flac") == recording);
    CHECK(place.readBytes("link-target.flac") == recording);
    CHECK(place.readBytes("audio.voice") == recording);
    CHECK(place.readBytes("notes.txt") == "milk");
    CHECK(place.readBytes("notes.voice") == "milk");
    CHECK_FALSE(place.has("data"));
    // Accepts a yes on the terminal, or --force.
    const std::string ask =
        "script -qec \"'" SOLUS_PROGRAM "' enroll 1.flac recs/2.flac recs/3.flac\" /dev/null";
    CHECK_THAT(place.run("echo n | " + ask).out, Catch::Contains("[y/N]"));
    CHECK_FALSE(place.has("data"));
    CHECK(place.run("echo y | " + ask).code == 0);
    CHECK(place.has("data/solus/voices/1.flac.voice"));
}

TEST_CASE("a damaged voice may be replaced, and a link to a voice stays a link") {
    const Place place;
    REQUIRE(place.run("solus enroll ./v.voice " + clips + "; ln -s v.voice w.voice").code == 0);
    const auto whole = place.readBytes("v.voice");
    place.writeBytes("v.voice", whole.substr(0, 100));
    REQUIRE(place.run("solus enroll ./w.voice --force " + clips + "; test -L w.voice").code == 0);
    CHECK(place.readBytes("v.voice").size() == Approx(whole.size()).margin(20.0));
}

TEST_CASE("one recording given three times counts once") {
    const Place place;
    REQUIRE(
        place.run("solus enroll ./once.voice " + demo + "enrol-1.flac; cp " + demo + "enrol-1.flac copy.flac")
            .code == 0);
    const auto thrice =
        place.run("solus enroll ./thrice.voice " + demo + "enrol-1.flac copy.flac " + demo + "enrol-1.flac");
    CHECK(thrice.code == 0);
    CHECK_THAT(thrice.err, Catch::Contains("copy.flac") && Catch::Contains("counted once"));
    const auto load = [&](const char* name) { return solus::VoicePrint::load(place.path(name)); };
    CHECK(load("thrice.voice").seconds == load("once.voice").seconds);
    CHECK(load("thrice.voice").embedding == load("once.voice").embedding);
}

TEST_CASE("a recording that is in the voice already is not added again") {
    const Place place;
    REQUIRE(place.run("solus enroll v.voice " + clips).code == 0);
    const std::string before = place.readBytes("v.voice");
    const auto again = place.run("solus enroll v.voice --add " + clips);
    CHECK(again.code == 0);
    CHECK_THAT(again.err, Catch::Contains("enrol-2.flac") && Catch::Contains("already"));
    CHECK(place.readBytes("v.voice") == before);
    REQUIRE(place.run("solus enroll v.voice --add " + demo + "same.flac").code == 0);
    const std::string more = place.readBytes("v.voice");
    CHECK(more != before);
    CHECK(place.run("solus enroll v.voice --add " + demo + "same.flac " + demo + "enrol-1.flac").code == 0);
    CHECK(place.readBytes("v.voice") == more);
}

TEST_CASE("a stranger is not added to a voice unasked, and two voices are no enrolment") {
    const Place place;
    REQUIRE(place.run("solus enroll anna " + clips).code == 0);
    const auto before = place.readBytes("data/solus/voices/anna.voice");
    const auto stranger = place.run("solus enroll anna --add " + demo + "other.flac");
    CHECK(stranger.code == 2);
    CHECK_THAT(stranger.err, Catch::Contains("does not sound like") && Catch::Contains("--force"));
    CHECK(place.readBytes("data/solus/voices/anna.voice") == before);
    CHECK(place.run("solus enroll anna --add --force " + demo + "other.flac").code == 0);

    const auto two = place.run("solus enroll both --strict " + clips + demo + "other.flac");
    CHECK(two.code == 2);
    CHECK_THAT(two.err, Catch::Contains("two talkers"));
    CHECK_FALSE(place.has("data/solus/voices/both.voice"));
    CHECK(place.run("solus enroll alone --strict " + clips).code == 0);
}

TEST_CASE("--threshold decides, and --json says what decided") {
    const Place place;
    REQUIRE(place.run("solus enroll anna " + clips).code == 0);
    const auto accepted = [&](const std::string& option) {
        const auto lines = place.run("solus verify anna " + demo + "same.flac --json " + option).json();
        REQUIRE(lines.size() == 1);
        return std::make_pair(lines[0]["accepted"].get<bool>(), lines[0]["threshold"].get<double>());
    };
    CHECK(accepted("") == std::make_pair(true, 0.5));
    CHECK(accepted("--threshold 0") == std::make_pair(true, 0.0));
    CHECK(accepted("--threshold 1") == std::make_pair(false, 1.0));
    CHECK(accepted("--threshold 0.7").second == 0.7);
    for (const char* wrong : {"x", "-0.1", "1.1", "nan"})
        checkRefused(place.run("solus verify anna " + demo + "same.flac --threshold " + std::string(wrong)),
                     {"--threshold"});
    checkRefused(place.run("solus denoise " + demo + "same.flac out.wav --threshold 0.5"), {"--only"});
    const auto energy = [&](const std::string& threshold) {
        const auto outcome =
            place.run("solus denoise " + demo + "same.flac out.wav --json --only anna " + threshold);
        CHECK(outcome.json().at(0).contains("threshold"));
        return rms(load(place, "out.wav").samples);
    };
    CHECK(energy("--threshold 1") < 0.5 * energy("--threshold 0.01"));
}

TEST_CASE("voices live below an absolute folder, never in the current one") {
    const Place place;
    const auto name = "anna-" + std::to_string(::getpid()); // nobody's in the home that the system knows
    REQUIRE(place.run("export HOME=$PWD/home; export XDG_DATA_HOME=data; solus enroll " + name + " " + clips)
                .code == 0);
    CHECK(place.has("home/.local/share/solus/voices/" + name + ".voice"));
    CHECK_FALSE(place.has("data"));
    REQUIRE(place.run("cp -r home/.local .").code == 0);
    for (const char* home : {"unset HOME", "export HOME=", "export HOME=."})
        CHECK_THAT(place
                       .run(std::string(home) + "; unset XDG_DATA_HOME; solus verify " + name + " " + demo +
                            "same.flac")
                       .err,
                   Catch::Contains("no such voice"));
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

TEST_CASE("odd names: taken as they are, or refused in one line and nothing is written") {
    const Place place;
    const std::string longest(249, 'x');
    const auto quoted = [](const std::string& name) { return "'" + name + "'"; };
    for (const std::string& name :
         {std::string("Dr. Anna B."), std::string("ANNA"), std::string("Jos\u00e9"), longest}) {
        INFO(name);
        REQUIRE(place.run("solus enroll " + quoted(name) + " " + clips).code == 0);
        CHECK(place.has("data/solus/voices/" + name + ".voice"));
        CHECK(place.run("solus verify " + quoted(name) + " " + demo + "same.flac").code == 0);
    }
    const auto before = place.list();
    REQUIRE(before.size() == 4);
    const std::pair<std::string, std::string> odd[] = {{"", "empty"},         {".anna", "'.'"},
                                                       {" anna", "space"},    {"two\nlines", "control"},
                                                       {"\xff\xfe", "UTF-8"}, {longest + "x", "249 bytes"},
                                                       {"./.voice", "'.'"}};
    for (const auto& [name, why] : odd)
        checkRefused(place.run("solus enroll " + quoted(name) + " " + clips),
                     {"cannot be the name of a voice", why});
    checkRefused(place.run("solus enroll -- -anna " + clips), {"cannot be the name of a voice", "'-'"});
    checkRefused(place.run("solus enroll a/b " + clips), {"a/b", ".voice"}); // a path, as everywhere
    checkRefused(place.run("solus verify a/b " + clips), {"a/b", "no such voice"});
    checkRefused(place.run("solus verify " + longest + "x " + clips), {"no such voice", "249 bytes"});
    CHECK(place.list() == before);
}
