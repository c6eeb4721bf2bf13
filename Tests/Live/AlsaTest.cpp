// A stalled sound card: a waiting thread returns as soon as the program asks it to end.
#include "Devices/Alsa/AlsaPatience.h"

#include <alsa/pcm_external.h>
#include <catch2/catch.hpp>
#include <juce_core/juce_core.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

namespace {

/// An ALSA device that opens and starts, and never moves a sample.
class Stalled {
public:
    explicit Stalled(snd_pcm_stream_t stream) {
        static const snd_pcm_ioplug_callback_t callbacks = [] {
            snd_pcm_ioplug_callback_t c{};
            c.start = c.stop = [](snd_pcm_ioplug_t*) { return 0; };
            c.pointer = [](snd_pcm_ioplug_t*) -> snd_pcm_sframes_t { return 0; };
            return c;
        }();
        plug_.version = SND_PCM_IOPLUG_VERSION;
        plug_.name = "stalled";
        plug_.callback = &callbacks;
        plug_.poll_fd = eventfd(0, 0);
        plug_.poll_events = POLLIN;
        REQUIRE(snd_pcm_ioplug_create(&plug_, "stalled", stream, 0) == 0);
        const unsigned access = SND_PCM_ACCESS_RW_INTERLEAVED, format = SND_PCM_FORMAT_FLOAT_LE;
        snd_pcm_ioplug_set_param_list(&plug_, SND_PCM_IOPLUG_HW_ACCESS, 1, &access);
        snd_pcm_ioplug_set_param_list(&plug_, SND_PCM_IOPLUG_HW_FORMAT, 1, &format);
        snd_pcm_ioplug_set_param_minmax(&plug_, SND_PCM_IOPLUG_HW_CHANNELS, 1, 2);
        snd_pcm_ioplug_set_param_minmax(&plug_, SND_PCM_IOPLUG_HW_RATE, 48000, 48000);
        REQUIRE(snd_pcm_set_params(pcm(), SND_PCM_FORMAT_FLOAT_LE, SND_PCM_ACCESS_RW_INTERLEAVED, 1, 48000, 0,
                                   50000) == 0);
    }
    ~Stalled() {
        snd_pcm_close(pcm());
        ::close(plug_.poll_fd);
    }
    snd_pcm_t* pcm() { return plug_.pcm; }

private:
    snd_pcm_ioplug_t plug_{};
};

class Waiting final : public juce::Thread {
public:
    explicit Waiting(std::function<long()> what) : juce::Thread("waiting"), what_(std::move(what)) {}
    ~Waiting() override { stopThread(-1); }
    void run() override { result = what_(); }
    std::atomic<long> result{1};

private:
    std::function<long()> what_;
};

void checkComesBack(const std::function<long()>& what, long expected) {
    Waiting thread(what);
    thread.startThread();
    juce::Thread::sleep(200);
    CHECK(thread.isThreadRunning()); // it keeps waiting until it is asked to end
    thread.signalThreadShouldExit();
    REQUIRE(thread.waitForThreadToExit(5000));
    CHECK(thread.result == expected);
}

} // namespace

TEST_CASE("reading from and writing to a device that has stalled ends when its thread shall end") {
    std::vector<float> samples(48000, 0.0f);
    Stalled input(SND_PCM_STREAM_CAPTURE), output(SND_PCM_STREAM_PLAYBACK);
    checkComesBack([&] { return solus::alsa::readi(input.pcm(), samples.data(), 256); }, -ECANCELED);
    checkComesBack([&] { return solus::alsa::writei(output.pcm(), samples.data(), 48000); },
                   -ECANCELED); // more than fits
    Stalled other(SND_PCM_STREAM_CAPTURE);
    checkComesBack([&] { return static_cast<long>(solus::alsa::wait(other.pcm(), 60000)); }, 0);
}
