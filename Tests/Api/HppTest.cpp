// The C++ interface: aligned renders, exceptions, moves.
#include "Api/Fixture.h"
#include "Engine/Models.h"
#include "Engine/VoiceEngine.h"

#include <solus/solus.hpp>

extern "C" int tourInC(void);

TEST_CASE("solus.h is C99, and works from C") {
    CHECK(tourInC() == 0);
}

TEST_CASE("render() gives the engine's samples without the delay, as many as went in") {
    for (const double rate : {48000.0, 44100.0}) {
        for (const int frames : {0, 1, 100, 4096, 20000}) {
            const auto in = toy::noise(2, frames, 2);
            solus::Isolator isolator("live");
            isolator.set("lookahead", 50.0f);
            const auto out = isolator.render(in, rate);
            REQUIRE(out.size() == 2);
            REQUIRE(out[1].size() == static_cast<size_t>(frames));

            solus::VoiceEngine engine(solus::builtInModel("denoise-live"), solus::defaultEmbedder());
            engine.setLookAhead(50.0);
            engine.prepare(rate, 2);
            auto padded = in;
            const auto delay = static_cast<size_t>(engine.latencySamples());
            for (auto& channel : padded) channel.resize(channel.size() + delay, 0.0f);
            const auto expected = toy::run(engine, padded, 777);
            for (size_t c = 0; c < 2; ++c)
                CHECK(
                    std::equal(out[c].begin(), out[c].end(), expected[c].begin() + static_cast<long>(delay)));
            CHECK(isolator.render(in, rate) == out); // no trace of the first render
        }
    }
}

TEST_CASE("errors are exceptions with the message; process() only says no") {
    CHECK_THROWS_WITH(solus::Isolator("no-such-model"), Catch::Contains("no-such-model"));
    solus::Isolator isolator;
    CHECK_THROWS_WITH(isolator.prepare(1.0, 1), Catch::Contains("8 to 192 kHz"));
    CHECK_THROWS_WITH(isolator.set("loudness", 1), Catch::Contains("loudness"));
    CHECK_THROWS_WITH(isolator.setVoices({"/nowhere/ben.voice"}), Catch::Contains("ben.voice"));
    CHECK_THROWS_AS(isolator.setModel("no-such-model"), solus::Exception);
    CHECK_THROWS_AS(isolator.render({}, 48000.0), solus::Exception);
    CHECK_THROWS_WITH(isolator.render({{1.0f}, {}}, 48000.0), Catch::Contains("equally long"));
    float x = 0.0f;
    float* channel = &x;
    CHECK_FALSE(isolator.process(&channel, &channel, 1));
    isolator.prepare(48000.0, 1);
    CHECK(isolator.process(&channel, &channel, 1));
}

TEST_CASE("an isolator moves, lists and remembers") {
    solus::Isolator first("light");
    first.set("floor", -20.0f);
    solus::Isolator second = std::move(first);
    CHECK(second.get("floor") == -20.0f);
    first = solus::Isolator();
    CHECK(first.get("floor") == -30.0f);
    CHECK(solus::Isolator::parameters().size() == static_cast<size_t>(solus_parameter_count()));
    const auto models = solus::Isolator::models();
    CHECK(std::find(models.begin(), models.end(), "denoise-solus") != models.end());
    CHECK(std::find(models.begin(), models.end(), "verify-solus") == models.end());
}
