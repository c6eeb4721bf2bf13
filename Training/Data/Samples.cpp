// Converting samples: rate and word length.
#include "Data/Decode.h"
#include "Signal/Resampler.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace solus::train {

namespace {

/// Building the filter table of a resampler costs more than resampling a few seconds with it.
Resampler& resamplerFor(int inRate, int outRate) {
    thread_local std::map<std::pair<int, int>, Resampler> made;
    auto& resampler = made.try_emplace({inRate, outRate}, inRate, outRate).first->second;
    resampler.reset();
    return resampler;
}

} // namespace

std::vector<float> resample(std::span<const float> samples, int inRate, int outRate) {
    Resampler& resampler = resamplerFor(inRate, outRate);
    // Output k is the input at exactly time k / outRate; zeros after the end flush the last outputs.
    const std::vector<float> tail(static_cast<size_t>(resampler.lookahead()) + 2, 0.0f);
    const int count = static_cast<int>(samples.size());
    std::vector<float> out(static_cast<size_t>(resampler.maxOutput(count)) +
                           resampler.maxOutput(static_cast<int>(tail.size())));
    int written = resampler.process(samples.data(), count, out.data());
    written += resampler.process(tail.data(), static_cast<int>(tail.size()), out.data() + written);
    const auto wanted = static_cast<std::int64_t>(samples.size()) * outRate / inRate;
    out.resize(static_cast<size_t>(std::min<std::int64_t>(written, wanted)));
    return out;
}

std::vector<std::int16_t> toInt16(std::span<const float> samples) {
    std::vector<std::int16_t> out(samples.size());
    std::transform(samples.begin(), samples.end(), out.begin(), [](float x) {
        return static_cast<std::int16_t>(std::clamp(std::lrint(x * 32768.0f), -32768L, 32767L));
    });
    return out;
}

std::vector<float> toFloat(std::span<const std::int16_t> samples) {
    std::vector<float> out(samples.size());
    std::transform(samples.begin(), samples.end(), out.begin(), [](std::int16_t x) { return x / 32768.0f; });
    return out;
}

} // namespace solus::train
