// Setting up the engine, waiting for the end, telling how it went.
#include "Headless/Headless.h"

#include "Engine/Models.h"
#include "Error.h"
#include "Headless/JackClient.h"
#include "Headless/Wiring.h"

#include <chrono>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <thread>

namespace solus::live {
namespace {

volatile std::sig_atomic_t stopAsked = 0;

VoicePrint loadVoice(const std::string& nameOrPath) {
    const bool path = nameOrPath.find('/') != std::string::npos || nameOrPath.ends_with(".voice");
    return VoicePrint::load(
        path ? nameOrPath : (std::filesystem::path(voicesFolder()) / (nameOrPath + ".voice")).string());
}

void setUp(VoiceEngine& engine, const Options& options) {
    EngineSettings settings;
    settings.amountDb = options.amountDb.value_or(defaultAmountDb);
    settings.gateOn = options.gate;
    engine.setSettings(settings);
    std::vector<VoicePrint> voices;
    for (const auto& voice : options.voices) voices.push_back(loadVoice(voice));
    engine.setVoices(voices);
}

void tellStart(const JackClient& client, const VoiceEngine& engine) {
    const int latency = engine.latencySamples(), rate = client.sampleRate();
    std::printf("%s: %d Hz, %d frames a period, latency %d samples (%.1f ms), first frame %lld\n",
                client.name().c_str(), rate, client.period(), latency, 1000.0 * latency / rate,
                static_cast<long long>(client.firstFrame()));
    std::fflush(stdout);
}

} // namespace

int runHeadless(const Options& options) {
    using Clock = std::chrono::steady_clock;
    VoiceEngine engine(options.model.empty() ? defaultDenoiser() : findModel(options.model, "denoiser"),
                       defaultEmbedder());
    setUp(engine, options);
    JackClient client(engine, "solus-live", options.channels);
    std::signal(SIGINT, [](int) { stopAsked = 1; });
    std::signal(SIGTERM, [](int) { stopAsked = 1; });
    client.start();
    Wiring wiring(client, options);
    if (!wiring.complete())
        std::printf("no microphone found: waiting for one, or connect %s:input_1 by hand\n",
                    client.name().c_str());
    const auto start = Clock::now();
    auto mended = start;
    const auto over = [&] {
        return stopAsked || client.serverGone() ||
               (options.seconds > 0.0 &&
                std::chrono::duration<double>(Clock::now() - start).count() >= options.seconds);
    };
    for (bool told = false; !over();) {
        if (!told && client.firstFrame() >= 0) {
            tellStart(client, engine);
            told = true;
        }
        if (client.rateChanged()) {
            client.restart();
            wiring.renew();
            told = false;
        }
        client.updateLatency();
        if (Clock::now() - mended > std::chrono::seconds(1) && !client.serverGone()) {
            wiring.mend();
            mended = Clock::now();
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    std::printf("%d xruns in %.1f s\n", client.xruns(),
                std::chrono::duration<double>(Clock::now() - start).count());
    if (!client.serverGone()) return 0;
    std::fprintf(stderr, "solus-live: the sound server has gone\n");
    return 3;
}

} // namespace solus::live
