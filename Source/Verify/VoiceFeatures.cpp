// Hops, speech activity and features for the speaker network.
#include "Verify/VoiceFeatures.h"

#include <algorithm>

namespace solus {

VoiceFeatures::VoiceFeatures(const StftSpec& spec, const FeatureSpec& features, int channels)
    : spec_(spec), extractor_(features, spec), activity_(spec.hop / 48000.0),
      hops_(static_cast<size_t>(channels), std::vector<float>(static_cast<size_t>(spec.hop))),
      spectrum_(static_cast<size_t>(spec.bins())), power_(spectrum_.size()),
      features_(static_cast<size_t>(extractor_.size())) {
    for (int c = 0; c < channels; ++c) stfts_.emplace_back(spec);
}

void VoiceFeatures::reset() noexcept {
    for (Stft& stft : stfts_) stft.reset();
    extractor_.reset();
    activity_.reset();
    filled_ = 0;
}

int VoiceFeatures::collect(const float* const* samples, int offset, int available) noexcept {
    const int count = std::min(available, spec_.hop - filled_);
    for (size_t c = 0; c < hops_.size(); ++c)
        std::copy(samples[c] + offset, samples[c] + offset + count, hops_[c].begin() + filled_);
    filled_ += count;
    return count;
}

bool VoiceFeatures::finishHop() noexcept {
    filled_ = 0;
    const float share = 1.0f / static_cast<float>(hops_.size());
    float meanSquare = 0.0f;
    std::fill(power_.begin(), power_.end(), 0.0f);
    for (size_t c = 0; c < hops_.size(); ++c) {
        for (float x : hops_[c]) meanSquare += x * x;
        stfts_[c].push(hops_[c].data(), spectrum_.data());
        for (size_t k = 0; k < power_.size(); ++k) power_[k] += share * std::norm(spectrum_[k]);
    }
    if (!activity_.process(meanSquare * share / static_cast<float>(spec_.hop))) return false;
    extractor_.process(power_.data(), features_.data()); // the running mean counts speech only
    return true;
}

} // namespace solus
