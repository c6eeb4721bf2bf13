// Enrolment and verification give the same result, however the recording is cut into blocks.
#include "Base/Error.h"
#include "Engine/VoiceAnalyser.h"
#include "Engine/VoiceEngine.h"
#include "Support/Signals.h"
#include "Support/ToyModels.h"

#include <catch2/catch.hpp>

using namespace solus;

namespace {

VoiceAnalysis analyse(const toy::Audio& audio, int block, double rate = 16000) {
    VoiceAnalyser analyser(toy::transparentDenoiser(), toy::randomEmbedder(2), rate,
                           static_cast<int>(audio.size()));
    for (size_t at = 0; at < audio[0].size(); at += static_cast<size_t>(block)) {
        std::vector<const float*> from;
        for (const auto& channel : audio) from.push_back(channel.data() + at);
        analyser.push(from.data(), std::min(block, static_cast<int>(audio[0].size() - at)));
    }
    return analyser.finish();
}

} // namespace

TEST_CASE("the embedding does not depend on block size; its length is 1; seconds are counted") {
    const auto audio = toy::noise(1, 5 * 16000, 3);
    const VoiceAnalysis a = analyse(audio, 480), b = analyse(audio, 7777);
    CHECK(a.embedding == b.embedding);
    double norm = 0.0;
    for (float x : a.embedding) norm += x * x;
    CHECK(norm == Approx(1.0));
    CHECK(a.speechSeconds == Approx(5.0).margin(0.06));
}

TEST_CASE("a recording that is read is heard to its end, or until somebody says stop") {
    const auto audio = toy::noise(2, 3 * 16000 + 17, 3);
    VoiceAnalyser whole(toy::transparentDenoiser(), toy::randomEmbedder(2), 16000, 2);
    VoiceAnalyser part(toy::transparentDenoiser(), toy::randomEmbedder(2), 16000, 2);
    const auto reading = [&audio](size_t& at) {
        return [&audio, &at](float* to, int frames) {
            const auto count = std::min(static_cast<size_t>(frames), audio[0].size() - at);
            for (size_t n = 0; n < count; ++n, ++at)
                for (size_t c = 0; c < 2; ++c) to[2 * n + c] = audio[c][at];
            return static_cast<std::int64_t>(count);
        };
    };
    size_t at = 0;
    std::int64_t heard = 0;
    CHECK(whole.analyse(reading(at), [&](std::int64_t total) { return heard = total, true; }));
    CHECK(heard == std::ssize(audio[0]));
    CHECK(whole.finish().embedding == analyse(audio, 480).embedding);
    size_t start = 0;
    CHECK_FALSE(part.analyse(reading(start), [](std::int64_t total) { return total < 16000; }));
    CHECK((start >= 16000 && start < 32000));
}

TEST_CASE("opposite phases do not cancel a voice") {
    auto audio = toy::noise(2, 3 * 16000, 3);
    for (size_t n = 0; n < audio[0].size(); ++n) audio[1][n] = -audio[0][n];
    const VoiceAnalysis stereo = analyse(audio, 512), mono = analyse({audio[0]}, 512);
    CHECK(stereo.speechSeconds == Approx(mono.speechSeconds));
    for (size_t i = 0; i < mono.embedding.size(); ++i)
        CHECK(stereo.embedding[i] == Approx(mono.embedding[i]).margin(1e-4));
}

TEST_CASE("silence is no speech: nothing to enrol, score 0") {
    const auto embedder = toy::randomEmbedder(2);
    const VoiceAnalysis silence = analyse(toy::Audio(1, std::vector<float>(32000, 0.0f)), 512);
    CHECK(silence.speechSeconds == 0.0);
    CHECK_THROWS_AS(enrol("me", silence, *embedder), Error);
    const VoicePrint me = enrol("me", analyse(toy::noise(1, 48000, 1), 512), *embedder);
    CHECK(verify(me, silence, *embedder) == 0.0f);
    CHECK(verify(me, analyse(toy::noise(1, 48000, 1), 512), *embedder) ==
          Approx(1.0f / (1.0f + std::exp(-3.0f))));
}

TEST_CASE("a analyser takes what the engine takes, and no more channels or other rates") {
    const auto listen = [](double rate, int channels) {
        VoiceAnalyser(toy::transparentDenoiser(), toy::randomEmbedder(2), rate, channels);
    };
    CHECK_NOTHROW(listen(8000, 64));
    CHECK_THROWS_WITH(listen(48000, 65), Catch::Contains("65 channels"));
    CHECK_THROWS_WITH(listen(4000, 1), Catch::Contains("8 to 192 kHz"));
}

TEST_CASE("findings tell about quality") {
    const auto has = [](const VoiceAnalysis& analysis, const std::string& word) {
        for (const auto& finding : analysis.findings)
            if (finding.find(word) != std::string::npos) return true;
        return false;
    };
    CHECK(has(analyse(toy::noise(1, 32000, 1), 512), "only 2.0 s"));
    CHECK_FALSE(has(analyse(toy::noise(1, 160000, 1), 512), "only"));
    CHECK(has(analyse(toy::noise(1, 32000, 1, 0.002f), 512), "too quiet"));
    CHECK(has(analyse(toy::Audio{toy::sine(300, 16000, 32000, 1.0)}, 512), "clipped"));
}

TEST_CASE("a voice print of another embedder is refused and says: enrol again") {
    const auto embedder = toy::randomEmbedder(2);
    const VoicePrint foreign{"me", std::string(64, '0'), {1, 0, 0, 0, 0, 0, 0, 0}, 9.0, ""};
    CHECK_THROWS_WITH(verify(foreign, VoiceAnalysis{}, *embedder), Catch::Contains("enrol again"));
    VoiceEngine engine(toy::transparentDenoiser(), embedder);
    CHECK_THROWS_WITH(engine.setVoices({foreign}), Catch::Contains("enrol again"));
}
