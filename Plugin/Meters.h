// What the audio thread tells the display: levels, load, and the sound itself for the spectrograms.
#pragma once

#include "SampleRing.h"

#include <atomic>
#include <vector>

namespace solus {

/// The audio thread writes, one display reads; nobody waits. Audio travels only while a display watches.
class Meters {
public:
    /// Not beside audio.
    void prepare(double sampleRate);

    /// Audio thread: a slice of at most maxSlice samples, before and after the engine; how long a block took
    /// in seconds.
    void input(const float* const* samples, int channels, int count) noexcept;
    void output(const float* const* samples, int channels, int count) noexcept;
    void took(double seconds, int count) noexcept;

    /// Display thread: mono sums of what came in and, at the same place, what went out (the engine's latency
    /// later). Both arrays hold `count` samples; returns how many were there.
    int read(float* in, float* out, int count) noexcept;
    /// Display thread.
    void watch(bool on) noexcept;

    static constexpr int maxSlice = 512;

    float inputDb() const noexcept {
        return inputDb_.load(std::memory_order_relaxed);
    } ///< RMS over 0.3 s, dBFS
    float outputDb() const noexcept {
        return outputDb_.load(std::memory_order_relaxed);
    } ///< RMS over 0.3 s, dBFS
    float inputPeak() const noexcept {
        return inputPeak_.load(std::memory_order_relaxed);
    } ///< decays in a second
    float load() const noexcept {
        return load_.load(std::memory_order_relaxed);
    } ///< share of one core, smoothed
    double sampleRate() const noexcept { return rate_.load(std::memory_order_relaxed); }

private:
    void measure(const float* const* samples, int channels, int count, float& power,
                 std::atomic<float>& db) noexcept;
    void keep(const float* const* samples, int channels, int count, int side) noexcept;

    std::atomic<double> rate_{48000.0};
    std::atomic<bool> watched_{false};
    SampleRing pairs_;                        ///< in, out, in, out, ...: the two cannot get out of step
    std::array<float, 2 * maxSlice> slice_{}; ///< audio thread
    float inPower_ = 0.0f, outPower_ = 0.0f;  ///< audio thread: smoothed mean squares
    std::atomic<float> inputDb_{-120.0f}, outputDb_{-120.0f}, inputPeak_{0.0f}, load_{0.0f};
};

} // namespace solus
