// Digital silence before, within and after a recording does not change what follows.
#include "Engine/Models.h"
#include "Engine/VoiceEngine.h"
#include "Support/Signals.h"

#include <catch2/catch.hpp>

using namespace solus;

namespace {

/// The engine's output for `in`, without its part before sample `start` (delayed by the latency).
std::vector<float> cleaned(const std::shared_ptr<const Model>& model, const toy::Audio& in, size_t start) {
    VoiceEngine engine(model);
    engine.prepare(48000, static_cast<int>(in.size()));
    const auto out = toy::run(engine, in);
    return {out[0].begin() + static_cast<std::ptrdiff_t>(start), out[0].end()};
}

toy::Audio withSilence(const toy::Audio& sound, size_t before) {
    toy::Audio in = sound;
    for (auto& channel : in) channel.insert(channel.begin(), before, 0.0f);
    return in;
}

} // namespace

TEST_CASE("every shipped model: silence in front, of any number of hops, changes no sample") {
    for (const auto& name : builtInNames("denoiser")) {
        const auto model = findModel(name, "denoiser");
        const auto hop = static_cast<size_t>(model->stft.hop);
        const auto sound = toy::noise(1, 48000, 11);
        const auto plain = cleaned(model, sound, 0);
        for (size_t hops : {1u, 2u, 37u, 400u}) {
            const auto after = cleaned(model, withSilence(sound, hops * hop), hops * hop);
            INFO(name << ", " << hops << " hops");
            // Before the latency: the overlap of the last silent frame with the first other one, -190 dBFS.
            CHECK(
                std::equal(after.begin() + model->latency(), after.end(), plain.begin() + model->latency()));
        }
    }
}

TEST_CASE("every shipped model: after near-silence, sound comes out as if it were the beginning") {
    for (const auto& name : builtInNames("denoiser")) {
        const auto model = findModel(name, "denoiser");
        const auto sound = toy::noise(1, 2 * 48000, 13);
        const auto plain = cleaned(model, sound, 0);
        for (const float db : {-105.0f, -94.0f, -84.0f}) {
            auto in = toy::noise(1, 120 * model->stft.hop, 14, std::pow(10.0f, db / 20.0f));
            const size_t before = in[0].size();
            in[0].insert(in[0].end(), sound[0].begin(), sound[0].end());
            const auto after = cleaned(model, in, before);
            double error = 0.0, power = 1e-30;
            for (size_t n = 14400; n < plain.size(); ++n) { // from 0.3 s on
                error += std::pow(static_cast<double>(after[n]) - plain[n], 2);
                power += std::pow(static_cast<double>(plain[n]), 2);
            }
            INFO(name << ", " << db << " dBFS");
            CHECK(10.0 * std::log10(error / power) < -40.0);
        }
    }
}

TEST_CASE("noise after a mute of any length is as quiet as it was before it") {
    const auto model = defaultDenoiser();
    for (const double seconds : {0.01, 0.1, 0.4, 0.6, 3.0}) {
        auto in = toy::noise(1, 8 * 48000, 12);
        const auto from = static_cast<size_t>(4.0 * 48000), length = static_cast<size_t>(seconds * 48000);
        in[0].insert(in[0].begin() + static_cast<std::ptrdiff_t>(from), length, 0.0f);
        const auto out = cleaned(model, in, 0);
        const double before = toy::levelDb(out, from - 48000, from);
        const size_t resumed = from + length + 14400; // 0.3 s
        INFO(seconds << " s");
        CHECK(toy::levelDb(out, resumed, resumed + 48000) < before + 3.0);
        CHECK(toy::levelDb(out, from + length / 2 + 1000, from + length) <
              -200.0 + (length < 2000 ? 300.0 : 0.0));
    }
}
