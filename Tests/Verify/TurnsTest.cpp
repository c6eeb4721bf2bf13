// The gate in the whole engine, on constructed turns: it acts on the exact sample.
#include "Engine/Render.h"
#include "Engine/VoiceAnalyser.h"
#include "Support/Signals.h"
#include "Support/ToyModels.h"

#include <catch2/catch.hpp>
#include <cmath>

using namespace solus;

namespace {

constexpr int hop = 512; // of the denoiser and of the embedder: decisions fall on whole hops of the output
constexpr float floorGain = 0.031622777f; // -30 dB

/// Distinguishes a low tone from a high one by the mean of the bands below and above 1.2 kHz.
std::shared_ptr<const Model> pitchEmbedder() {
    const StftSpec stft{1024, hop, 1024, "sqrt_hann"};
    const FeatureSpec features{"log_mel", 24, 60.0, 7600.0,
                               1.0f,      0,  0.0f}; // what is below |X| = 1 counts as 0
    Tensor weight{{2, 24}, std::vector<float>(48, 0.0f)};
    for (int b = 0; b < 24; ++b)
        weight.values[static_cast<size_t>((b < 10 ? 0 : 24) + b)] =
            b < 10 ? 1.0f : 2.5f; // the high tone covers fewer bands
    const Tensor bias{{2}, {0.0f, 0.0f}};
    const nlohmann::json layers{{{"type", "mean_pool"}, {"name", "pool"}},
                                {{"type", "dense"}, {"name", "embedding"}},
                                {{"type", "l2_normalise"}, {"name", "unit"}}};
    return Model::parse(toy::fileOf("embedder", stft, features, layers,
                                    {{"embedding.weight", weight}, {"embedding.bias", bias}},
                                    {{"score", R"({"type":"cosine","scale":60,"bias":-48})"}}),
                        "toy");
}

struct Turn {
    int begin, length; ///< hops
    double hz;
};

std::vector<float> speech(int hops, const std::vector<Turn>& turns) {
    std::vector<float> x(static_cast<size_t>(hops * hop), 0.0f);
    for (const Turn& turn : turns) {
        const auto tone = toy::sine(turn.hz, 48000.0, turn.length * hop, 0.05);
        std::copy(tone.begin(), tone.end(), x.begin() + turn.begin * hop);
    }
    return x;
}

constexpr double mine = 300.0, others = 4000.0;

VoicePrint myVoice(const std::shared_ptr<const Model>& embedder) {
    VoiceAnalyser analyser(toy::transparentDenoiser(), embedder, 48000, 1);
    const auto sample = speech(200, {{10, 180, mine}});
    const float* pointer = sample.data();
    analyser.push(&pointer, static_cast<int>(sample.size()));
    return enrol("me", analyser.finish(), *embedder);
}

/// The gain of every sample, with the latency removed; NaN where the input is too small to tell.
std::vector<float> gainOf(const std::vector<float>& in, double lookAheadMs, int block = 480) {
    const auto embedder = pitchEmbedder();
    VoiceEngine engine(toy::transparentDenoiser(), embedder);
    engine.setLookAhead(lookAheadMs);
    engine.prepare(48000, 1);
    engine.setVoices({myVoice(embedder)});
    EngineSettings settings;
    settings.gateOn = true;
    engine.setSettings(settings);
    const auto out = render(engine, in, block);
    std::vector<float> gain;
    for (size_t n = 0; n < in.size(); ++n) gain.push_back(std::abs(in[n]) > 0.02f ? out[n] / in[n] : NAN);
    return gain;
}

/// First sample from `from` on whose gain differs from `expected` by more than 0.001; `to` if there is none.
int firstOff(const std::vector<float>& gain, int from, int to, float expected) {
    for (int n = from; n < to; ++n)
        if (std::isfinite(gain[static_cast<size_t>(n)]) &&
            std::abs(gain[static_cast<size_t>(n)] - expected) > 1e-3f)
            return n;
    return to;
}

/// Hops of speech that a decision needs, and one about a talker who is known.
const int decision = static_cast<int>(std::ceil(VoiceTracker::decisionSeconds * 48000.0 / hop)),
          known = static_cast<int>(std::ceil(VoiceTracker::knownSeconds * 48000.0 / hop));

} // namespace

TEST_CASE("after silence the gate opens within a hop, the enrolled talker keeps it open") {
    const auto gain = gainOf(speech(260, {{100, 150, mine}}), 0.0);
    CHECK(firstOff(gain, 101 * hop, 250 * hop, 1.0f) == 250 * hop);
}

TEST_CASE("another talker passes until there is enough speech for a decision, and not one sample longer") {
    const auto gain = gainOf(speech(260, {{100, 150, others}}), 0.0);
    const int decided = (100 + decision - 1) * hop; // in the hop that completes the speech it needs
    const int closing = firstOff(gain, 101 * hop, 250 * hop, 1.0f);
    CHECK(closing >= decided);
    CHECK(closing <= decided + 8); // the sine is near zero, or the ramp has hardly begun, for a few samples
    CHECK(firstOff(gain, decided + 3 * hop, 250 * hop, floorGain) == 250 * hop); // 32 ms later: at the floor
}

TEST_CASE("a gate that was off begins anew: nobody is taken for the talker before it was switched off") {
    const auto embedder = pitchEmbedder();
    VoiceEngine engine(toy::transparentDenoiser(), embedder);
    engine.prepare(48000, 1);
    engine.setVoices({myVoice(embedder)});
    const auto analyse = [&](bool gateOn, double hz, int hops) {
        EngineSettings settings;
        settings.gateOn = gateOn;
        engine.setSettings(settings);
        toy::run(engine, {speech(hops, {{0, hops, hz}})}, 480);
    };
    analyse(true, others, 100);
    CHECK(engine.talker() == Talker::other);
    analyse(false, mine, 4);
    CHECK(engine.talker() == Talker::nobody);
    CHECK(engine.speakerScore() == 0.0f);
    analyse(true, mine, decision / 2);
    CHECK(engine.talker() == Talker::undecided);
    CHECK(engine.speakerScore() == 0.0f);
    analyse(true, mine, decision);
    CHECK(engine.talker() == Talker::enrolled);
    CHECK(engine.speakerScore() > 0.5f);
}

TEST_CASE("with look-ahead another talker never gets through, and the enrolled one loses nothing") {
    const auto gain = gainOf(speech(420, {{100, 100, others}, {260, 100, mine}}), 1000.0);
    CHECK(firstOff(gain, 100 * hop, 200 * hop, floorGain) == 200 * hop);
    CHECK(firstOff(gain, 260 * hop, 360 * hop, 1.0f) == 360 * hop);
}

TEST_CASE("turns with pauses between: each is decided anew") {
    const auto gain =
        gainOf(speech(700, {{50, 120, mine}, {210, 120, others}, {370, 120, mine}, {530, 120, others}}), 0.0);
    CHECK(firstOff(gain, 51 * hop, 170 * hop, 1.0f) == 170 * hop);
    CHECK(firstOff(gain, (210 + decision + 2) * hop, 330 * hop, floorGain) == 330 * hop);
    CHECK(firstOff(gain, 371 * hop, 490 * hop, 1.0f) == 490 * hop);
    CHECK(firstOff(gain, (530 + decision + 2) * hop, 650 * hop, floorGain) == 650 * hop);
}

TEST_CASE("the second turn of another talker, who is known by then, is decided earlier") {
    REQUIRE(known < decision);
    const auto gain = gainOf(speech(400, {{50, 120, others}, {210, 120, others}}), 0.0);
    CHECK(firstOff(gain, 51 * hop, 170 * hop, 1.0f) >= (50 + decision - 1) * hop);
    CHECK(firstOff(gain, 211 * hop, 330 * hop, 1.0f) >= (210 + known - 1) * hop);
    CHECK(firstOff(gain, (210 + known + 2) * hop, 330 * hop, floorGain) == 330 * hop);
}

TEST_CASE("a change of talker without a pause is noticed within a second, both ways") {
    const auto gain = gainOf(speech(900, {{50, 300, mine}, {350, 300, others}, {650, 200, mine}}), 0.0);
    const int second = 94 * hop;
    CHECK(firstOff(gain, 51 * hop, 350 * hop, 1.0f) == 350 * hop);
    CHECK(firstOff(gain, 350 * hop + second, 650 * hop, floorGain) == 650 * hop);
    CHECK(firstOff(gain, 650 * hop + second, 850 * hop, 1.0f) == 850 * hop);
}

TEST_CASE("the gate acts at the same sample for any block size, and moves with the turn by whole hops") {
    const auto turns = speech(400, {{60, 100, others}, {220, 150, mine}});
    const auto reference = gainOf(turns, 200.0);
    for (const int block : {1, 333, 4096}) {
        const auto gain = gainOf(turns, 200.0, block);
        for (size_t n = 0; n < gain.size(); ++n)
            REQUIRE((gain[n] == reference[n] || (std::isnan(gain[n]) && std::isnan(reference[n]))));
    }
    const auto later = gainOf(speech(407, {{67, 100, others}, {227, 150, mine}}), 200.0);
    for (size_t n = static_cast<size_t>(60 * hop); n < turns.size(); ++n)
        if (std::isfinite(reference[n])) REQUIRE(later[n + 7 * hop] == Approx(reference[n]).margin(1e-4));
}

TEST_CASE(
    "another model or look-ahead while another talker speaks: the gate stays closed, and the session is known") {
    const auto embedder = pitchEmbedder();
    const auto in = speech(900, {{50, 400, others}, {500, 60, others}, {600, 200, mine}});
    for (const bool model : {true, false}) {
        VoiceEngine engine(toy::transparentDenoiser(), embedder);
        engine.prepare(48000, 1);
        engine.setVoices({myVoice(embedder)});
        EngineSettings settings;
        settings.gateOn = true;
        engine.setSettings(settings);
        std::vector<float> out(in.size());
        for (int at = 0; at < static_cast<int>(in.size()); at += hop) {
            if (at == 200 * hop)
                model ? engine.setDenoiser(toy::transparentDenoiser()) : engine.setLookAhead(100);
            const float* from = in.data() + at;
            float* to = out.data() + at;
            engine.process(&from, &to, hop);
            if (at > 150 * hop && at < 440 * hop) REQUIRE(engine.talker() == Talker::other);
        }
        const auto level = [&](int begin, int end) {
            return toy::levelDb(out, static_cast<size_t>(begin * hop), static_cast<size_t>(end * hop));
        };
        INFO((model ? "model" : "look-ahead"));
        CHECK(level(150, 195) == Approx(level(200, 440)).margin(0.5)); // never open
        CHECK(level(700, 780) == Approx(level(150, 195) + 30.0).margin(1.0));
    }
}
