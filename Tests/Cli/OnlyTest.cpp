// `solus denoise --only`, by the gate and by the isolator, on the bundled clips of real talkers.
#include "Shell.h"

using namespace shell;

namespace {

const std::string demo = SOLUS_RESOURCES "/Demo/";
const std::string isolate = " --isolate " SOLUS_RESOURCES "/Experiments/isolate-solus.safetensors ";
const std::string clips = demo + "enrol-1.flac " + demo + "enrol-2.flac " + demo + "enrol-3.flac ";

} // namespace

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

TEST_CASE("--isolate takes the denoiser's place for an enrolled voice, alone or before the gate") {
    const Place place;
    REQUIRE(place.run("solus enroll anna " + clips).code == 0);
    const auto cleaned = [&](const std::string& how) {
        const auto outcome = place.run("solus denoise " + demo + "same.flac out.wav --only anna " + how);
        INFO(outcome.err);
        REQUIRE(outcome.code == 0);
        return load(place, "out.wav").samples;
    };
    const auto gate = cleaned("--gate"), isolated = cleaned(isolate), both = cleaned(isolate + "--gate");
    CHECK(cleaned("") == gate); // the default
    CHECK(isolated.size() == gate.size());
    CHECK(isolated != gate);
    CHECK(both.size() == gate.size());
    checkRefused(place.run("solus denoise " + demo + "same.flac new.wav" + isolate), {"--only"});
    checkRefused(place.run("solus denoise " + demo + "same.flac new.wav --only anna --model live" + isolate),
                 {"denoise-live", "isolate-solus"});
    checkRefused(place.run("solus denoise " + demo + "same.flac new.wav --only anna --isolate light"),
                 {"isolator is needed"});
    CHECK_FALSE(place.has("new.wav"));
}
