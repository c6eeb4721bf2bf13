// Streaming STFT: keep the last frame, window it, transform it; and overlap-add on the way back.
#include "Signal/Stft.h"

#include <algorithm>

namespace solus {

Stft::Stft(const StftSpec& spec)
    : spec_(spec), window_(makeWindows(spec).analysis), history_(spec.fftSize, 0.0f), frame_(spec.fftSize, 0.0f),
      fft_(spec.fftSize) {}

void Stft::reset() noexcept { std::fill(history_.begin(), history_.end(), 0.0f); }

void Stft::push(const float* samples, Complex* spectrum) noexcept {
    std::copy(history_.begin() + spec_.hop, history_.end(), history_.begin());
    std::copy(samples, samples + spec_.hop, history_.end() - spec_.hop);
    for (int n = 0; n < spec_.fftSize; ++n) frame_[n] = window_[n] * history_[n];
    fft_.forward(frame_.data(), spectrum);
}

InverseStft::InverseStft(const StftSpec& spec)
    : spec_(spec), window_(makeWindows(spec).synthesis), overlap_(spec.synthesis, 0.0f), frame_(spec.fftSize, 0.0f),
      fft_(spec.fftSize) {}

void InverseStft::reset() noexcept { std::fill(overlap_.begin(), overlap_.end(), 0.0f); }

void InverseStft::pull(const Complex* spectrum, float* samples) noexcept {
    fft_.inverse(spectrum, frame_.data());
    const float* newest = frame_.data() + spec_.fftSize - spec_.synthesis;
    for (int n = 0; n < spec_.synthesis; ++n) overlap_[n] += window_[n] * newest[n];
    std::copy(overlap_.begin(), overlap_.begin() + spec_.hop, samples);
    std::copy(overlap_.begin() + spec_.hop, overlap_.end(), overlap_.begin());
    std::fill(overlap_.end() - spec_.hop, overlap_.end(), 0.0f);
}

} // namespace solus
