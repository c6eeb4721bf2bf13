// Rendering a whole recording keeps length and alignment, for any block size.
#include "Engine/Render.h"
#include "Support/Signals.h"
#include "Support/ToyModels.h"

#include <catch2/catch.hpp>

using namespace solus;

TEST_CASE("render gives the engine's samples without its latency, for every length and block") {
    for (const int rate : {48000, 44100})
        for (const int length : {0, 1, 100, 4096, 8192, 10000}) {
            const auto in = toy::noise(2, length, 4);
            VoiceEngine byHand(toy::randomDenoiser(3));
            byHand.prepare(rate, 2);
            const auto latency = static_cast<size_t>(byHand.latencySamples());
            auto longer = in;
            for (auto& channel : longer) channel.resize(channel.size() + latency, 0.0f);
            auto expected = toy::run(byHand, longer);
            for (auto& channel : expected)
                channel.erase(channel.begin(), channel.begin() + static_cast<long>(latency));
            for (const int block : {64, 480, 4096}) {
                INFO(rate << " Hz, " << length << " frames in blocks of " << block);
                VoiceEngine engine(toy::randomDenoiser(3));
                engine.prepare(rate, 2);
                CHECK(render(engine, in, block) == expected);
            }
            VoiceEngine mono(toy::randomDenoiser(3)), stereo(toy::randomDenoiser(3));
            mono.prepare(rate, 1);
            stereo.prepare(rate, 1);
            CHECK(Signal{render(mono, in[0])} == render(stereo, Signal{in[0]}));
        }
}

TEST_CASE("what a transparent model renders lies on the input, sample by sample") {
    VoiceEngine engine(toy::transparentDenoiser());
    engine.prepare(48000, 1);
    const auto in = toy::noise(1, 20000, 5)[0];
    const auto out = render(engine, in);
    REQUIRE(out.size() == in.size());
    for (size_t n = 0; n < in.size(); ++n) REQUIRE(out[n] == Approx(in[n]).margin(1e-4));
}

TEST_CASE("no channels are no recording") {
    VoiceEngine engine(toy::transparentDenoiser());
    engine.prepare(48000, 1);
    CHECK(render(engine, Signal{}).empty());
}
