// Waiting in short steps.
#include "AlsaPatience.h"

#include <algorithm>
#include <cerrno>
#include <juce_core/juce_core.h>

#undef snd_pcm_readi
#undef snd_pcm_readn
#undef snd_pcm_writei
#undef snd_pcm_writen
#undef snd_pcm_wait

namespace solus::alsa {
namespace {

constexpr int stepMs = 50;

// The next call reports any error of the device.
void awaitSome(snd_pcm_t* pcm) {
    if (::snd_pcm_wait(pcm, stepMs) < 0) juce::Thread::sleep(stepMs);
}

snd_pcm_sframes_t awaitFrames(snd_pcm_t* pcm, snd_pcm_uframes_t frames) {
    for (;;) {
        if (juce::Thread::currentThreadShouldExit()) return -ECANCELED;
        const auto there = ::snd_pcm_avail_update(pcm);
        if (there < 0 || there >= static_cast<snd_pcm_sframes_t>(frames)) return there;
        awaitSome(pcm);
    }
}

/// `move(done, count)` moves `count` frames from frame `done` on, and may return fewer, or an error.
template <typename Move>
snd_pcm_sframes_t moveAll(snd_pcm_t* pcm, snd_pcm_uframes_t frames, Move move) {
    snd_pcm_uframes_t done = 0;
    while (done < frames) {
        if (juce::Thread::currentThreadShouldExit()) return -ECANCELED;
        const auto moved = move(static_cast<snd_pcm_sframes_t>(done), frames - done);
        if (moved > 0)
            done += static_cast<snd_pcm_uframes_t>(moved);
        else if (moved == 0 || moved == -EAGAIN)
            awaitSome(pcm);
        else
            return moved;
    }
    return static_cast<snd_pcm_sframes_t>(done);
}

/// While the device works, the calls return at once.
class NonBlocking {
public:
    explicit NonBlocking(snd_pcm_t* pcm) : pcm_(pcm) { ::snd_pcm_nonblock(pcm_, 1); }
    ~NonBlocking() { ::snd_pcm_nonblock(pcm_, 0); }
    NonBlocking(const NonBlocking&) = delete;
    NonBlocking& operator=(const NonBlocking&) = delete;

private:
    snd_pcm_t* pcm_;
};

// A capture stream starts with the first read; a short one would not start it.
void startCapture(snd_pcm_t* pcm) {
    if (::snd_pcm_state(pcm) == SND_PCM_STATE_PREPARED) ::snd_pcm_start(pcm);
}

} // namespace

snd_pcm_sframes_t readi(snd_pcm_t* pcm, void* to, snd_pcm_uframes_t frames) {
    const NonBlocking guard(pcm);
    startCapture(pcm);
    return moveAll(pcm, frames, [&](snd_pcm_sframes_t done, snd_pcm_uframes_t count) {
        return ::snd_pcm_readi(pcm, static_cast<char*>(to) + ::snd_pcm_frames_to_bytes(pcm, done), count);
    });
}

snd_pcm_sframes_t writei(snd_pcm_t* pcm, const void* from, snd_pcm_uframes_t frames) {
    const NonBlocking guard(pcm);
    return moveAll(pcm, frames, [&](snd_pcm_sframes_t done, snd_pcm_uframes_t count) {
        return ::snd_pcm_writei(pcm, static_cast<const char*>(from) + ::snd_pcm_frames_to_bytes(pcm, done),
                                count);
    });
}

// Few devices have non-interleaved channels: these calls wait until everything fits and move it at once.
snd_pcm_sframes_t readn(snd_pcm_t* pcm, void** to, snd_pcm_uframes_t frames) {
    startCapture(pcm);
    const auto ready = awaitFrames(pcm, frames);
    return ready < 0 ? ready : ::snd_pcm_readn(pcm, to, frames);
}

snd_pcm_sframes_t writen(snd_pcm_t* pcm, void** from, snd_pcm_uframes_t frames) {
    const auto ready = awaitFrames(pcm, frames);
    return ready < 0 ? ready : ::snd_pcm_writen(pcm, from, frames);
}

int wait(snd_pcm_t* pcm, int milliseconds) {
    for (int waited = 0; waited < milliseconds; waited += stepMs) {
        if (juce::Thread::currentThreadShouldExit()) return 0;
        if (const int ready = ::snd_pcm_wait(pcm, std::min(stepMs, milliseconds - waited)); ready != 0)
            return ready;
    }
    return 0;
}

} // namespace solus::alsa
