// `solus denoise FOLDER FOLDER`: every file goes to its place, whatever happens to the others.
#include "Shell.h"

#include <algorithm>

using namespace shell;
using solus::SampleFormat;

TEST_CASE("a folder: formats, places, strangers, one bad file") {
    const Place place;
    save(place, "in/a.wav", makeAudio(0.6, 44100, 2));
    save(place, "in/deep/er/b.flac", makeAudio(0.5, 16000));
    save(place, "in/deep/C.WAV", makeAudio(0.4, 48000, 1, SampleFormat::float32));
    place.writeBytes("in/deep/bad.wav", "no audio at all");
    place.writeBytes("in/notes.txt", "text");
    place.writeBytes("in/deep/cover.jpg", "picture");
    place.writeBytes("in/deep/._a.wav", "what a file server leaves behind");

    const auto outcome = place.run("solus denoise in out");
    CHECK(outcome.code == 2);
    CHECK(outcome.errorLines() == 1);
    CHECK_THAT(outcome.err, Catch::Contains("bad.wav"));
    CHECK_THAT(outcome.out, Catch::Contains("3 files cleaned, 1 failed, 3 other skipped"));
    CHECK_THAT(outcome.out, Catch::Contains("in/notes.txt: skipped, not an audio file\n"));
    CHECK_THAT(outcome.out, Catch::Contains("in/deep/._a.wav: skipped, a hidden file\n"));
    CHECK(place.list("out") == std::vector<std::string>{"a.wav", "deep/C.WAV", "deep/er/b.flac"});
    CHECK(load(place, "out/deep/C.WAV").info.format == SampleFormat::float32);
    CHECK(load(place, "out/deep/er/b.flac").frames() == 8000);

    // The output may exist; a file on its own gives the same bytes.
    std::filesystem::remove(place.path("in/deep/bad.wav"));
    CHECK(place.run("solus denoise in out").code == 0);
    REQUIRE(place.run("solus denoise in/a.wav alone.wav").code == 0);
    CHECK(place.readBytes("alone.wav") == place.readBytes("out/a.wav"));
}

TEST_CASE("a folder: what only ffmpeg reads is cleaned where it is installed, and named where it is not") {
    const Place place;
    save(place, "in/a.wav", makeAudio(0.6));
    REQUIRE(
        place
            .run(
                "cd in; ffmpeg -v error -i a.wav b.m4a; ffmpeg -v error -i a.wav c.mkv; ffmpeg -v error -i a.wav d.caf")
            .code == 0);
    CHECK(place.run("solus denoise in out").code == 0);
    CHECK(place.list("out") == std::vector<std::string>{"a.wav", "b.wav", "c.wav", "d.wav"});
    const auto without = place.run("PATH=/nowhere; solus denoise in less --json");
    CHECK(without.code == 0);
    CHECK(without.json().back() == nlohmann::json{{"done", 2}, {"failed", 0}, {"skipped", 2}});
    CHECK_THAT(without.out, Catch::Contains("in/b.m4a") && Catch::Contains("needs ffmpeg"));
}

TEST_CASE("the number of jobs changes nothing but the time") {
    const Place place;
    for (int i = 0; i < 5; ++i)
        save(place, "in/" + std::to_string(i) + ".wav", makeAudio(0.3 + 0.2 * i, 22050));
    const auto one = place.run("solus denoise in one --jobs 1 --json");
    const auto four = place.run("solus denoise in four --jobs 4 --json");
    CHECK(one.code == 0);
    CHECK(four.code == 0);
    for (int i = 0; i < 5; ++i) {
        const std::string name = "/" + std::to_string(i) + ".wav";
        CHECK(place.readBytes("one" + name) == place.readBytes("four" + name));
    }
    const auto a = one.json(), b = four.json();
    REQUIRE(a.size() == 6);
    REQUIRE(b.size() == 6);
    for (size_t i = 0; i < 5; ++i) {
        CHECK(a[i]["file"] == "in/" + std::to_string(i) + ".wav"); // in order, whichever finished first
        CHECK(b[i]["file"] == a[i]["file"]);
    }
    CHECK(a[5] == nlohmann::json{{"done", 5}, {"failed", 0}, {"skipped", 0}});
}

TEST_CASE("--json names every file: what was made of it, why it was skipped, what was wrong") {
    const Place place;
    save(place, "in/a.wav", makeAudio(0.3));
    place.writeBytes("in/bad.wav", "no audio at all");
    place.writeBytes("in/notes.txt", "text");
    REQUIRE(place.run("mkdir elsewhere; ln -s ../elsewhere in/more").code == 0);
    const auto outcome = place.run("solus denoise in out --json");
    CHECK(outcome.code == 2);
    const auto lines = outcome.json();
    REQUIRE(lines.size() == 5);
    CHECK(lines[0]["output"] == "out/a.wav");
    CHECK(lines[1]["file"] == "in/bad.wav");
    CHECK_THAT(lines[1]["error"].get<std::string>(), Catch::Contains("in/bad.wav"));
    CHECK(lines[2] == nlohmann::json{{"file", "in/more"}, {"skipped", "a link to a folder"}});
    CHECK(lines[3] == nlohmann::json{{"file", "in/notes.txt"}, {"skipped", "not an audio file"}});
    CHECK(lines[4] == nlohmann::json{{"done", 1}, {"failed", 1}, {"skipped", 2}});

    for (const char* line : {"solus denoise in/bad.wav x.wav --json", "solus denoise nowhere x --json",
                             "solus denoise elsewhere x --json"}) {
        const auto failed = place.run(line);
        CHECK(failed.code == 2);
        CHECK(failed.errorLines() == 1);
        REQUIRE(failed.json().size() == 1);
        CHECK(failed.json()[0].contains("error"));
    }
}

TEST_CASE("a result never lands on another one, nor on what is no audio") {
    const Place place;
    save(place, "in/a.wav", makeAudio(0.3));
    save(place, "in/b.wav", makeAudio(0.4));
    place.writeBytes("out/a.wav", "a letter");
    const auto outcome = place.run("solus denoise in out");
    CHECK(outcome.code == 2);
    CHECK_THAT(outcome.err, Catch::Contains("out/a.wav") && Catch::Contains("not audio"));
    CHECK(place.readBytes("out/a.wav") == "a letter");
    CHECK(load(place, "out/b.wav").frames() == 19200);
    REQUIRE(place.run("rm out/a.wav; ln -s b.wav out/a.wav").code == 0);
    checkRefused(place.run("solus denoise in out"), {"out/b.wav", "out/a.wav", "same file"});
}

TEST_CASE("lossy files become wav, and never overwrite one another") {
    const Place place;
    save(place, "in/a.wav", makeAudio(0.3));
    // A wav by content under a lossy name: libsndfile and Solus both look at the content.
    save(place, "x.wav", makeAudio(0.4));
    REQUIRE(
        place.run("cp x.wav in/a.ogg; cp x.wav in/b.mp3; cp x.wav in/b.opus; solus denoise in out").code ==
        0);
    CHECK(place.list("out") == std::vector<std::string>{"a.ogg.wav", "a.wav", "b.opus.wav", "b.wav"});
    CHECK(load(place, "out/a.wav").frames() == 14400);
    CHECK(load(place, "out/a.ogg.wav").frames() == 19200);
}

TEST_CASE("an output folder inside the input folder is not cleaned again") {
    const Place place;
    save(place, "in/a.wav", makeAudio(0.3));
    CHECK(place.run("solus denoise in in/clean").code == 0);
    CHECK(place.run("solus denoise in in/clean").code == 0);
    CHECK(place.list("in") == std::vector<std::string>{"a.wav", "clean/a.wav"});
}

TEST_CASE("a folder without audio is an error, and so is a folder that cannot be read as one") {
    const Place place;
    place.writeBytes("in/notes.txt", "text");
    checkRefused(place.run("solus denoise in out"), {"in", "no audio files", "1 other"});
    CHECK_FALSE(place.has("out"));
    checkRefused(place.run("solus denoise nowhere out"), {"nowhere", "no such file"});
}

TEST_CASE("links that run in a circle end") {
    const Place place;
    save(place, "in/a.wav", makeAudio(0.3));
    REQUIRE(place.run("ln -s ../in in/again; solus denoise in out").code == 0);
    CHECK(place.list("out") == std::vector<std::string>{"a.wav"});
}

TEST_CASE("a folder below the output folder: no recording is overwritten by another one's result") {
    const Place place;
    save(place, "n/b/x.wav", makeAudio(0.3));
    save(place, "n/b/b/x.wav", makeAudio(0.4)); // would go to n/b/x.wav
    const auto before = place.readBytes("n/b/x.wav");
    checkRefused(place.run("solus denoise n/b n"), {"n/b/x.wav", "n/b/b/x.wav"});
    CHECK(place.readBytes("n/b/x.wav") == before);
    CHECK(place.list("n") == std::vector<std::string>{"b/b/x.wav", "b/x.wav"});
}

TEST_CASE("pipes in a folder are not waited for, hidden folders not looked into") {
    const Place place;
    save(place, "in/a.wav", makeAudio(0.3));
    save(place, "in/.trash/old.wav", makeAudio(0.3));
    const auto outcome = place.run("mkfifo in/p.wav; solus denoise in out");
    CHECK(outcome.code == 0);
    CHECK_THAT(outcome.out, Catch::Contains("1 file cleaned, 0 failed, 1 other skipped"));
    CHECK(place.list("out") == std::vector<std::string>{"a.wav"});
}

TEST_CASE("nobody to print to: one error, exit 1, nothing half-written") {
    const Place place;
    for (int i = 0; i < 6; ++i) save(place, "in/" + std::to_string(i) + ".wav", makeAudio(0.5));
    const auto outcome = place.run("solus denoise in out --jobs 4 > /dev/full");
    CHECK(outcome.code == 1);
    CHECK(outcome.errorLines() == 1);
    for (const auto& name : place.list("out"))
        CHECK_THAT(name, Catch::EndsWith(".wav") && !Catch::StartsWith("."));
}

TEST_CASE("a folder that cannot be made is one clear line") {
    const Place place;
    save(place, "in/a.wav", makeAudio(0.3));
    place.writeBytes("file", "text");
    const auto outcome = place.run("solus denoise in file/out");
    CHECK(outcome.code == 1);
    CHECK(outcome.errorLines() == 1);
    CHECK_THAT(outcome.err, Catch::Contains("file/out: cannot make this folder"));
}
