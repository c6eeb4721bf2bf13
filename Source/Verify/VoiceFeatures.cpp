// Hops, speech activity and features for the embedder.
#include "Verify/VoiceFeatures.h"

#include "Base/EngineRate.h"
#include <algorithm>
#include <utility>

namespace solus {

VoiceFeatures::VoiceFeatures(const StftSpec& spec, const FeatureSpec& features, int channels)
    : spec_(spec), extractor_(features, spec), activity_(spec.hop / engineHz),
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
    certainty_ = 0.0f;
    speechFrames_ = trebleFrames_ = 0;
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
    const float certainty = std::exchange(certainty_, 0.0f);
    if (!activity_.process(meanSquare * share / static_cast<float>(spec_.hop), certainty)) return false;
    ++speechFrames_;
    trebleFrames_ += powerBetween(4000.0, 8000.0) > 0.01f * powerBetween(300.0, 3400.0);
    extractor_.process(power_.data(), features_.data()); // the running mean includes speech only
    return true;
}

float VoiceFeatures::powerBetween(double lowHz, double highHz) const noexcept {
    float sum = 0.0f;
    const auto last = static_cast<size_t>(highHz * spec_.fftSize / engineHz);
    for (auto k = static_cast<size_t>(lowHz * spec_.fftSize / engineHz); k <= last && k < power_.size(); ++k)
        sum += power_[k];
    return sum;
}

} // namespace solus
