// Existing files at the output path, and what is left behind by runs that end early.
#include "Shell.h"

#include "Files/AudioFileReader.h"

using namespace shell;

TEST_CASE("an existing output is replaced, and the file before it was never half gone") {
    const Place place;
    save(place, "in.wav", makeAudio(0.5));
    const std::string old = "RIFF0000WAVE, of an earlier run";
    for (const auto& before : {old, std::string()}) {
        place.writeBytes("out.wav", before);
        REQUIRE(place.run("solus denoise in.wav out.wav").code == 0);
        CHECK(load(place, "out.wav").frames() == 24000);
    }
    place.writeBytes("out.wav", old);
    place.writeBytes("bad.wav", "no audio");
    CHECK(place.run("solus denoise bad.wav out.wav").code == 2);
    CHECK(place.readBytes("out.wav") == old);
    CHECK(place.list() == std::vector<std::string>{"bad.wav", "in.wav", "out.wav"});
}

TEST_CASE("what is no audio is not replaced, whatever it is called and whichever link leads to it") {
    const Place place;
    save(place, "in.wav", makeAudio(0.3));
    for (const std::string& text :
         {std::string("a letter"), std::string("\xFF\xFE u t f 1 6"), std::string("RIFF....AVI LIST"),
          std::string("{\"format\": \"solus-voice\"}")}) {
        place.writeBytes("letter.wav", text);
        checkRefused(place.run("ln -sf letter.wav link.flac; solus denoise in.wav letter.wav"),
                     {"letter.wav", "not audio"});
        checkRefused(place.run("solus denoise in.wav link.flac"), {"link.flac", "not audio"});
        CHECK(place.readBytes("letter.wav") == text);
    }
    CHECK(place.list() == std::vector<std::string>{"in.wav", "letter.wav", "link.flac"});
}

TEST_CASE("a recording that comes by redirection is not replaced either") {
    const Place place;
    save(place, "in.wav", makeAudio(0.3));
    const auto before = place.readBytes("in.wav");
    checkRefused(place.run("solus denoise - in.wav < in.wav"), {"in.wav", "input file itself"});
    checkRefused(place.run("ln -s in.wav l.wav; solus denoise - l.wav < in.wav"),
                 {"l.wav", "input file itself"});
    place.run("solus denoise in.wav - >> in.wav");
    place.run("solus denoise - - < in.wav 1<> in.wav");
    CHECK(place.readBytes("in.wav") == before);
}

TEST_CASE("a signal takes the half-drawn bar away") {
    const Place place;
    RawWav minutes;
    minutes.data.resize(60'000'000);
    place.writeBytes("long.wav", minutes.honest().bytes());
    place.writeBytes("on-a-terminal", "'" SOLUS_PROGRAM "' denoise long.wav out.wav & tool=$!\n"
                                      "while ! grep -q '%' seen; do sleep 0.02; done\n"
                                      "kill -TERM $tool; wait $tool\n");
    place.run("script -qefc 'sh on-a-terminal' seen");
    const std::string seen = place.readBytes("seen");
    REQUIRE(seen.find('%') != std::string::npos);
    REQUIRE(seen.rfind("\r\033[K") != std::string::npos);
    CHECK(seen.rfind("\r\033[K") > seen.rfind('%'));
    CHECK_FALSE(place.has("out.wav"));
}

TEST_CASE("a killed run leaves nothing behind") {
    const Place place;
    save(place, "in.wav", makeAudio(2.0));
    // The pipe stays open after half the samples: the tool waits for more until the signal comes.
    for (const char* signal : {"INT", "TERM", "HUP"}) {
        const auto outcome =
            place.run("mkfifo pipe; sh -c 'exec \"$0\" denoise pipe out.wav' '" SOLUS_PROGRAM "' & tool=$!\n"
                      "exec 9> pipe; head -c 100000 in.wav >&9\n"
                      "while ! ls -A | grep -q tmp; do sleep 0.05; done\n"
                      // A shell starts background jobs with SIGINT ignored; then SIGTERM is used.
                      "kill -" +
                      std::string(signal) +
                      " $tool; sleep 0.2; kill -TERM $tool 2> /dev/null; wait $tool; code=$?\n"
                      "exec 9>&-; rm pipe; exit $code");
        INFO(signal << " " << outcome.err);
        CHECK(outcome.code > 128);
        CHECK(place.list() == std::vector<std::string>{"in.wav"});
    }
}
