// Distributes the channels over the paths.
#include "Engine/ChannelPaths.h"

#include <algorithm>

namespace solus {

ChannelPaths::ChannelPaths(std::shared_ptr<const Model> denoiser, std::shared_ptr<const Model> isolator,
                           std::shared_ptr<const Model> embedder, int hostRate, int channels,
                           double lookAheadMs, bool split) {
    const int count = split ? channels : 1;
    for (int i = 0; i < count; ++i)
        paths_.push_back(std::make_unique<EnginePath>(denoiser, isolator, embedder, hostRate,
                                                      split ? 1 : channels, lookAheadMs));
}

void ChannelPaths::reset() noexcept {
    for (auto& path : paths_) path->reset();
}

void ChannelPaths::takeTalkersFrom(ChannelPaths& before) noexcept {
    if (before.paths_.size() != paths_.size()) return;
    for (size_t i = 0; i < paths_.size(); ++i) paths_[i]->takeTalkersFrom(*before.paths_[i]);
}

// With split channels, path i gets channel i only; the other pointers are not read.
void ChannelPaths::process(const float* const* in, float* const* out, int count,
                           const EngineSettings& settings, const PassingVoices& voices) noexcept {
    for (size_t i = 0; i < paths_.size(); ++i) paths_[i]->process(in + i, out + i, count, settings, voices);
}

void ChannelPaths::alwaysListen(bool on) noexcept {
    for (auto& path : paths_) path->alwaysListen(on);
}

HopMeters ChannelPaths::meters() const noexcept {
    const auto rank = [](Talker talker) {
        return talker == Talker::enrolled    ? 3
               : talker == Talker::other     ? 2
               : talker == Talker::undecided ? 1
                                             : 0;
    };
    HopMeters all = paths_.front()->meters();
    for (size_t i = 1; i < paths_.size(); ++i) {
        const HopMeters& one = paths_[i]->meters();
        all.reductionDb += one.reductionDb;
        all.score = std::max(all.score, one.score);
        if (rank(one.talker) > rank(all.talker)) all.talker = one.talker;
    }
    all.reductionDb /= static_cast<float>(paths_.size());
    return all;
}

} // namespace solus
