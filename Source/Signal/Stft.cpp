// Streaming STFT: keep the last frame, window it, transform it; inverse by overlap-add.
#include "Signal/Stft.h"

#include <algorithm>

namespace solus {

Stft::Stft(const StftSpec& spec, std::shared_ptr<RealFft> fft)
    : spec_(spec), window_(makeWindows(spec).analysis), history_(spec.fftSize, 0.0f),
      fft_(fft ? std::move(fft) : std::make_shared<RealFft>(spec.fftSize)) {}

void Stft::reset() noexcept {
    std::fill(history_.begin(), history_.end(), 0.0f);
}

void Stft::push(const float* samples, Complex* spectrum) noexcept {
    std::copy(history_.begin() + spec_.hop, history_.end(), history_.begin());
    std::copy(samples, samples + spec_.hop, history_.end() - spec_.hop);
    float* frame = fft_->time();
    for (int n = 0; n < spec_.fftSize; ++n) frame[n] = window_[n] * history_[n];
    fft_->forward(spectrum);
}

InverseStft::InverseStft(const StftSpec& spec, std::shared_ptr<RealFft> fft)
    : spec_(spec), window_(makeWindows(spec).synthesis), overlap_(spec.synthesis, 0.0f),
      fft_(fft ? std::move(fft) : std::make_shared<RealFft>(spec.fftSize)) {}

void InverseStft::reset() noexcept {
    std::fill(overlap_.begin(), overlap_.end(), 0.0f);
}

void InverseStft::pull(const Complex* spectrum, float* samples) noexcept {
    const float* newest = fft_->inverse(spectrum) + spec_.fftSize - spec_.synthesis;
    for (int n = 0; n < spec_.synthesis; ++n) overlap_[n] += window_[n] * newest[n];
    std::copy(overlap_.begin(), overlap_.begin() + spec_.hop, samples);
    std::copy(overlap_.begin() + spec_.hop, overlap_.end(), overlap_.begin());
    std::fill(overlap_.end() - spec_.hop, overlap_.end(), 0.0f);
}

} // namespace solus
