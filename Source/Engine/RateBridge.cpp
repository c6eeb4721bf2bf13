// The arithmetic of latency at any host rate.
#include "Engine/RateBridge.h"

#include "Base/EngineRate.h"
#include <algorithm>
#include <cmath>

namespace solus {
namespace {

// At host sample n, the 48 kHz samples up to index (n - a + 1) / r - 1 are available (r = host / 48000, a = taps of
// the first resampler). Final processed samples lie up to W - 1 earlier (W = synthesis window). Host output m needs
// processed samples up to m / r + b (b = taps of the second resampler). For m = n - D this always holds if D >= a + r
// (W + b + 1).
int totalLatency(int hostRate, int innerLatency, int tapsIn, int tapsOut) {
    if (hostRate == engineRate) return innerLatency;
    const double r = static_cast<double>(hostRate) / engineRate;
    return static_cast<int>(std::ceil(tapsIn + r * (innerLatency + tapsOut + 1)));
}

} // namespace

RateBridge::RateBridge(int hostRate, int channels, int hop, int innerLatency, int maxBlock)
    : hop_(hop), drop_(innerLatency - hop) {
    const bool same = hostRate == engineRate;
    std::optional<Resampler> up, down;
    if (!same) {
        up.emplace(hostRate, engineRate);
        down.emplace(engineRate, hostRate);
    }
    latency_ = totalLatency(hostRate, innerLatency, same ? 0 : up->lookahead(), same ? 0 : down->lookahead());
    const int innerBlock = same ? maxBlock : up->maxOutput(maxBlock);
    const int hostHop = same ? hop : down->maxOutput(hop);
    scratchIn_.resize(static_cast<size_t>(innerBlock));
    scratchOut_.resize(static_cast<size_t>(hostHop));
    const int hopsPerBlock = innerBlock / hop + 2;
    for (int c = 0; c < channels; ++c)
        channels_.push_back(
            {up, down, Fifo(innerBlock + hop), Fifo(latency_ + maxBlock + hopsPerBlock * hostHop), 0});
    reset();
}

void RateBridge::reset() noexcept {
    for (Channel& c : channels_) {
        if (c.up) c.up->reset();
        if (c.down) c.down->reset();
        c.inner.clear();
        c.host.clear();
        c.host.pushZeros(latency_);
        c.dropLeft = drop_;
    }
}

void RateBridge::toInner(int channel, const float* host, int count) noexcept {
    Channel& c = channels_[channel];
    if (c.up)
        c.inner.push(scratchIn_.data(), c.up->process(host, count, scratchIn_.data()));
    else
        c.inner.push(host, count);
}

bool RateBridge::popHop(Planar& hop) noexcept {
    if (channels_[0].inner.size() < hop_) return false;
    for (size_t c = 0; c < channels_.size(); ++c) channels_[c].inner.pop(hop[static_cast<int>(c)], hop_);
    return true;
}

void RateBridge::toHost(int channel, const float* hop) noexcept {
    Channel& c = channels_[channel];
    const int dropped = std::min(c.dropLeft, hop_);
    c.dropLeft -= dropped;
    if (c.down)
        c.host.push(scratchOut_.data(), c.down->process(hop + dropped, hop_ - dropped, scratchOut_.data()));
    else
        c.host.push(hop + dropped, hop_ - dropped);
}

void RateBridge::popHost(int channel, float* host, int count) noexcept {
    channels_[channel].host.pop(host, count);
}

} // namespace solus
