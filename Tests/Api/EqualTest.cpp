// The C API gives the samples of VoiceEngine, bit for bit, for any block sizes, at the reported latency.
#include "Api/Fixture.h"
#include "Engine/Models.h"
#include "Engine/VoiceEngine.h"
#include "Support/ToyModels.h"

#include <cmath>
#include <thread>

using namespace solus;

TEST_CASE("samples equal VoiceEngine's, with every setting moved, for any block size and in place") {
    const api::Folder folder;
    const auto embedder = defaultEmbedder();
    std::vector<float> print(static_cast<size_t>(embedder->outputSize), 0.0f);
    print[0] = 1.0f;
    const VoicePrint voice{"me", embedder->hash, print, 9.0, ""};
    voice.save(folder.path("me.voice"));
    const std::string path = folder.path("me.voice");
    const char* const voices[] = {path.c_str()};

    EngineSettings s;
    s.amountDb = 17.0f, s.mix = 0.6f, s.outputGainDb = -2.5f, s.gateOn = true;
    s.gate = {0.7f, 120.0f, 90.0f, -45.0f, Undecided::remembers};
    for (const double rate : {48000.0, 44100.0, 16000.0}) {
        const auto in = toy::noise(2, 30000, 4);
        VoiceEngine engine(defaultDenoiser(), embedder);
        engine.setSettings(s);
        engine.setLookAhead(100);
        engine.prepare(rate, 2);
        engine.setVoices({voice});
        const auto expected = toy::run(engine, in, 512);
        for (const int block : {1, 480, 8192}) {
            const auto solus = api::make();
            REQUIRE(solus);
            const std::pair<const char*, float> values[] = {
                {"amount", 17.0f},    {"mix", 60.0f},        {"gain", -2.5f},    {"gate", 1.0f},
                {"threshold", 70.0f}, {"hold", 120.0f},      {"release", 90.0f}, {"floor", -45.0f},
                {"undecided", 1.0f},  {"lookahead", 100.0f}, {"remember", 1.0f}};
            for (const auto& [id, value] : values) REQUIRE(solus_set(solus.get(), id, value) == SOLUS_OK);
            REQUIRE(solus_prepare(solus.get(), rate, 2) == SOLUS_OK);
            REQUIRE(solus_set_voices(solus.get(), voices, 1) == SOLUS_OK);
            CHECK(solus_latency(solus.get()) == engine.latencySamples());
            INFO(rate << " Hz, blocks of " << block);
            REQUIRE(api::run(solus.get(), in, block, block == 480) == expected);
        }
    }
}

TEST_CASE("each built-in denoiser by its name is that model") {
    REQUIRE(solus_model_count() >= 5);
    for (int i = 0; i < solus_model_count(); ++i) {
        const char* const name = solus_model_name(i);
        const auto in = toy::noise(1, 9000, 8);
        VoiceEngine engine(builtInModel(name), defaultEmbedder());
        engine.prepare(48000, 1);
        const auto solus = api::make(name);
        REQUIRE(solus_prepare(solus.get(), 48000, 1) == SOLUS_OK);
        INFO(name);
        CHECK(api::run(solus.get(), in, 100) == toy::run(engine, in));
    }
    CHECK(solus_model_name(-1) == nullptr);
    CHECK(solus_model_name(solus_model_count()) == nullptr);
}

TEST_CASE("an impulse comes out at solus_latency(), with a model of one's own") {
    const api::Folder folder;
    const StftSpec stft{64, 32, 64, "sqrt_hann"};
    const int bins = stft.bins();
    const nlohmann::json layers{{{"type", "dense"}, {"name", "mask"}},
                                {{"type", "sigmoid"}, {"name", "gain"}}};
    const Tensor weight{{bins, bins}, std::vector<float>(static_cast<size_t>(bins * bins))};
    const Tensor bias{{bins}, std::vector<float>(static_cast<size_t>(bins), 40.0f)};
    const auto file =
        toy::fileOf("denoiser", stft, {}, layers, {{"mask.weight", weight}, {"mask.bias", bias}});
    const auto path = folder.write("open.safetensors", file);
    for (const double rate : {8000.0, 44100.0, 48000.0, 96000.0}) {
        const auto solus = api::make(path.c_str());
        REQUIRE(solus);
        CHECK(solus_latency(solus.get()) == 0);
        REQUIRE(solus_set(solus.get(), "lookahead", 20.0f) == SOLUS_OK);
        REQUIRE(solus_prepare(solus.get(), rate, 1) == SOLUS_OK);
        toy::Audio in(1, std::vector<float>(20000, 0.0f));
        in[0][3001] = 1.0f;
        const auto out = api::run(solus.get(), in, 333)[0];
        size_t peak = 0;
        for (size_t n = 0; n < out.size(); ++n)
            if (std::abs(out[n]) > std::abs(out[peak])) peak = n;
        INFO(rate << " Hz");
        CHECK(peak == 3001u + static_cast<size_t>(solus_latency(solus.get())));
    }
}

TEST_CASE(
    "a model changed while sound runs fades in, with its latency; reset() makes it sound like a new engine") {
    const auto solus = api::make();
    REQUIRE(solus_prepare(solus.get(), 48000, 1) == SOLUS_OK);
    const auto in = toy::noise(1, 48000, 3);
    api::run(solus.get(), in, 480);
    REQUIRE(solus_set_model(solus.get(), "live") == SOLUS_OK);
    CHECK(solus_latency(solus.get()) == 480); // not yet
    api::run(solus.get(), in, 480);
    CHECK(solus_latency(solus.get()) == 240);
    REQUIRE(solus_reset(solus.get()) == SOLUS_OK);
    const auto fresh = api::make("live");
    REQUIRE(solus_prepare(fresh.get(), 48000, 1) == SOLUS_OK);
    CHECK(api::run(solus.get(), in, 480) == api::run(fresh.get(), in, 77));
}

TEST_CASE("settings, models and voices from other threads beside the audio thread") {
    const auto solus = api::make("light");
    REQUIRE(solus_prepare(solus.get(), 48000, 1) == SOLUS_OK);
    std::atomic<bool> stop{false};
    std::thread settings([&] {
        for (int i = 0; !stop; ++i) {
            solus_set(solus.get(), "mix", static_cast<float>(i % 101));
            solus_set(solus.get(), "mix", 1000.0f); // an error while other threads run
            (void)std::string(solus_last_error(solus.get()));
            (void)solus_score(solus.get());
        }
    });
    std::thread models([&] {
        for (int i = 0; !stop; ++i) solus_set_model(solus.get(), i % 2 ? "live" : "light");
    });
    const auto out = api::run(solus.get(), toy::noise(1, 100000, 1), 300);
    stop = true;
    settings.join();
    models.join();
    for (const float y : out[0]) REQUIRE(std::isfinite(y));
}
