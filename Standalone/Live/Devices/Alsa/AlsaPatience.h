// ALSA's blocking calls, made interruptible for threads that should end. Included before JUCE's ALSA code
// (Juce.cmake).
#pragma once

#include <alsa/asoundlib.h>

namespace solus::alsa {

// Like snd_pcm_readi() and similar, blocking until all frames are done. But a JUCE thread that is asked to end gets
// -ECANCELED within a tenth of a second, even if the device has stalled (a server's nodes are gone, a headset is
// unplugged). Without this JUCE closes the device under the waiting thread, then kills it, which ends the program.
snd_pcm_sframes_t readi(snd_pcm_t*, void*, snd_pcm_uframes_t);
snd_pcm_sframes_t readn(snd_pcm_t*, void**, snd_pcm_uframes_t);
snd_pcm_sframes_t writei(snd_pcm_t*, const void*, snd_pcm_uframes_t);
snd_pcm_sframes_t writen(snd_pcm_t*, void**, snd_pcm_uframes_t);
int wait(snd_pcm_t*, int milliseconds);

} // namespace solus::alsa

#define snd_pcm_readi solus::alsa::readi
#define snd_pcm_readn solus::alsa::readn
#define snd_pcm_writei solus::alsa::writei
#define snd_pcm_writen solus::alsa::writen
#define snd_pcm_wait solus::alsa::wait
