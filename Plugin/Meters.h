// What the audio thread reports to the display: levels, load, and audio for the spectrograms.
#pragma once

#include "SampleRing.h"

#include <atomic>
#include <vector>

namespace solus {

/// One audio thread writes, one display reads, and neither waits. Audio is passed only while a display is watching.
class Meters {
public:
    /// Not while audio runs.
    void prepare(double sampleRate);

    /// Audio thread. A slice of at most maxSlice samples, before and after the engine; and the time that a block
    /// took, in seconds.
    void input(const float* const* samples, int channels, int count) noexcept;
    void output(const float* const* samples, int channels, int count) noexcept;
    void took(double seconds, int count) noexcept;

    /// Display thread. Mono sums of the input and of the time-aligned output (the engine's latency later). Both
    /// arrays have room for `count` samples; returns how many there were.
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
    SampleRing pairs_;                        ///< in, out, in, out, ...: the two cannot lose sync
    std::array<float, 2 * maxSlice> slice_{}; ///< audio thread
    float inPower_ = 0.0f, outPower_ = 0.0f;  ///< audio thread: smoothed mean squares
    std::atomic<float> inputDb_{-120.0f}, outputDb_{-120.0f}, load_{0.0f};
};

} // namespace solus
