// `solus numbers`: the meaning of LADSPA's number controls, stable from call to call.
#include "Shell.h"

TEST_CASE("numbers lists models and voices, and keeps a number with its name") {
    const shell::Place place;
    place.writeBytes("data/solus/voices/ben.voice", "");
    const auto first = place.run("solus numbers");
    CHECK(first.code == 0);
    CHECK(first.err.empty());
    CHECK_THAT(first.out, Catch::Contains("model 0  the default, denoise-solus\nmodel 1  denoise-"));
    CHECK_THAT(first.out, Catch::Contains("voice 0  none: everybody passes\nvoice 1  ben\n"));
    place.writeBytes("data/solus/voices/anna.voice", "");
    CHECK_THAT(place.run("solus numbers").out, Catch::Contains("voice 1  ben\nvoice 2  anna\n"));
    const auto rows = place.run("solus numbers --json").json();
    CHECK(rows.back() == nlohmann::json{{"kind", "voice"}, {"number", 2}, {"name", "anna"}});
    place.writeBytes("data/solus/voice-numbers.txt", "one ben\n");
    const auto damaged = place.run("solus numbers");
    CHECK(damaged.code == 2);
    CHECK(damaged.errorLines() == 1);
    CHECK_THAT(damaged.err, Catch::Contains("voice-numbers.txt: line 1"));
}
