// Sets up the engine, waits for the end, and reports.
#include "Headless/Headless.h"

#include "Base/Error.h"
#include "Engine/Models.h"
#include "Engine/VoiceFolder.h"
#include "Headless/JackClient.h"
#include "Headless/Wiring.h"

#include <chrono>
#include <csignal>
#include <cstdio>
#include <ctime>
#include <thread>
#include <unistd.h>

namespace solus::live {
namespace {

volatile std::sig_atomic_t stopAsked = 0;
timer_t lastCall{};

// A server that does not answer must not block the program: 1.5 s after a request to end, this quits. Safe in a
// signal handler.
void endSoon() {
    itimerspec when{};
    when.it_value = {1, 500'000'000};
    ::timer_settime(lastCall, 0, &when, nullptr);
}

void handleSignals() {
    std::signal(SIGALRM, [](int) {
        constexpr char text[] = "solus-live: the sound server does not answer: quitting without it\n";
        (void)!::write(STDERR_FILENO, text, sizeof text - 1);
        ::_exit(3);
    });
    sigevent event{};
    event.sigev_notify = SIGEV_SIGNAL, event.sigev_signo = SIGALRM;
    if (::timer_create(CLOCK_MONOTONIC, &event, &lastCall) != 0)
        throw Error("no system timer is available: too many programs are running");
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
        const auto before = std::signal(signal, [](int) {
            if (!stopAsked) endSoon();
            stopAsked = 1;
        });
        if (before == SIG_IGN) std::signal(signal, SIG_IGN); // nohup
    }
}

void setUp(VoiceEngine& engine, const Options& options) {
    EngineSettings settings;
    settings.amountDb = options.amountDb.value_or(defaultAmountDb);
    settings.gateOn = options.gate;
    engine.setSettings(settings);
    std::vector<VoicePrint> voices;
    for (const auto& voice : options.voices) voices.push_back(VoiceFolder().load(voice, *defaultEmbedder()));
    engine.setVoices(voices);
}

void tellStart(const JackClient& client, const VoiceEngine& engine) {
    const int latency = engine.latencySamples(), rate = client.sampleRate();
    std::printf("%s: %d Hz, %d frames per period, latency %d samples (%.1f ms), first frame %lld\n",
                client.name().c_str(), rate, client.period(), latency, 1000.0 * latency / rate,
                static_cast<long long>(client.firstFrame()));
    std::fflush(stdout);
}

void tellNews(Wiring& wiring) {
    for (const auto& line : wiring.takeChanges()) std::printf("%s\n", line.c_str());
    std::fflush(stdout);
}

} // namespace

int runHeadless(const Options& options) {
    using Clock = std::chrono::steady_clock;
    VoiceEngine engine(findDenoiser(options.model), defaultEmbedder());
    setUp(engine, options);
    JackClient client(engine, "solus-live", options.channels);
    handleSignals();
    client.start();
    Wiring wiring(client, options);
    tellNews(wiring);
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
            tellNews(wiring);
            mended = Clock::now();
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    endSoon();
    std::printf("%d xruns in %.1f s\n", client.xruns(),
                std::chrono::duration<double>(Clock::now() - start).count());
    if (!client.serverGone()) return 0;
    std::fprintf(stderr, "solus-live: the sound server has stopped\n");
    return 3;
}

} // namespace solus::live
