// Mix, bypass, removed and output gain.
#include "Engine/DryMix.h"

#include <algorithm>
#include <cmath>

namespace solus {
namespace {

constexpr double smoothingSeconds = 0.02;

} // namespace

float DbGain::of(float db) noexcept {
    if (db != db_) gain_ = std::pow(10.0f, db / 20.0f);
    db_ = db;
    return gain_;
}

void DryMix::Ramps::prepare(int samples) noexcept {
    for (Ramp* ramp : {&mix, &bypass, &removed, &gain}) ramp->prepare(samples, 0.0f);
}

void DryMix::Ramps::jump(const Weights& to) noexcept {
    mix.jump(to.mix), bypass.jump(to.bypass), removed.jump(to.removed), gain.jump(to.gain);
}

void DryMix::Ramps::setTarget(const Weights& to) noexcept {
    mix.setTarget(to.mix), bypass.setTarget(to.bypass), removed.setTarget(to.removed),
        gain.setTarget(to.gain);
}

bool DryMix::Ramps::settled() const noexcept {
    return mix.settled() && bypass.settled() && removed.settled() && gain.settled();
}

DryMix::DryMix(int channels, int sampleRate, int latency, int maxBlock)
    : latency_(latency), dryBlock_(static_cast<size_t>(maxBlock)) {
    ramps_.prepare(static_cast<int>(smoothingSeconds * sampleRate));
    for (int c = 0; c < channels; ++c) dry_.emplace_back(latency + maxBlock);
    reset();
}

void DryMix::reset() noexcept {
    for (Fifo& dry : dry_) {
        dry.clear();
        dry.pushZeros(latency_);
    }
    fresh_ = true;
}

void DryMix::process(const float* const* in, float* const* out, int count,
                     const EngineSettings& settings) noexcept {
    const Weights target{std::clamp(settings.mix, 0.0f, 1.0f), settings.bypass ? 1.0f : 0.0f,
                         settings.listenToRemoved ? 1.0f : 0.0f, outputDb_.of(settings.outputGainDb)};
    fresh_ ? ramps_.jump(target) : ramps_.setTarget(target);
    fresh_ = false;
    const bool settled = ramps_.settled();
    const Ramps start = ramps_; // the same for every channel
    for (size_t c = 0; c < dry_.size(); ++c) {
        dry_[c].push(in[c], count);
        if (settled && target.cleanedAlone()) { // the usual case: no mixing
            dry_[c].skip(count);
            continue;
        }
        dry_[c].pop(dryBlock_.data(), count);
        const float* dry = dryBlock_.data();
        float* samples = out[c];
        ramps_ = start;
        if (settled) // the same values, in a loop that vectorises
            for (int n = 0; n < count; ++n) samples[n] = target.apply(dry[n], samples[n]);
        else
            for (int n = 0; n < count; ++n) samples[n] = ramps_.next().apply(dry[n], samples[n]);
    }
}

} // namespace solus
