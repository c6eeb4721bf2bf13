// The figures of one file of a denoising test set, for the noisy input and for the cleaned recording.
#pragma once

#include "Base/EngineRate.h"

#include <array>
#include <span>
#include <string>
#include <vector>

namespace solus::train {

inline constexpr int evaluationRate = engineRate; ///< Hz, of all signals here

struct DenoiseFigure {
    const char* name;  ///< in JSON
    const char* title; ///< in tables
    const char* plot;  ///< title of its plot
    int digits;        ///< decimal places
    int better;        ///< 1: higher is better, -1: lower is better
};

enum FigureIndex {
    siSdr16Figure,
    siSdr48Figure,
    snrFigure,
    lsdFigure,
    stoiFigure,
    estoiFigure,
    segmentalSnrFigure,
    distortionFigure,
    reductionFigure,
    noiseDeviationFigure, ///< of the noise alone, input and output
    logKurtosisFigure,    ///< of the noise alone; 0 for the input
    onsetLossFigure,      ///< mean over the file's audible onsets
    onsetsLostFigure,     ///< share of them that lose more than 6 dB, in percent
    figureCount
};

inline constexpr std::array<DenoiseFigure, figureCount> denoiseFigures{{
    {"si_sdr_16k", "SI-SDR 16k", "SI-SDR at 16 kHz, dB", 2, 1},
    {"si_sdr_48k", "SI-SDR 48k", "SI-SDR at 48 kHz, dB", 2, 1},
    {"snr", "SNR", "SNR, dB", 2, 1},
    {"lsd", "LSD", "log-spectral distance, dB", 2, -1},
    {"stoi", "STOI", "STOI", 3, 1},
    {"estoi", "ESTOI", "ESTOI", 3, 1},
    {"segmental_snr", "segmental SNR", "segmental SNR, dB", 2, 1},
    {"speech_distortion", "speech distort.", "speech distortion, dB", 2, -1},
    {"noise_reduction", "noise red.", "noise reduction, dB", 1, 1},
    {"noise_level_deviation", "noise pumping", "noise alone: deviation of level, dB", 2, -1},
    {"log_kurtosis_ratio", "log-kurt.", "noise alone: log-kurtosis ratio", 2, -1},
    {"onset_loss", "lost dB", "energy lost in onsets, dB", 2, -1},
    {"onsets_lost_percent", "> 6 dB %", "onsets that lose more than 6 dB, %", 0, -1},
}};

/// NaN if a file has nothing to measure (no pauses, no onsets, too short for its noise alone).
using Figures = std::array<double, figureCount>;

struct DenoiseItem {
    std::string file, noiseClass; ///< the class is empty if the test set names none
    int snrDb = 0;
    bool wideBand = false;
    double floorDb = 0.0; ///< the clean recording's own noise floor, relative to its active level
    int onsets = 0;       ///< audible ones
    Figures noisy{}, cleaned{};
};

/// All figures except those of noise alone; fills floorDb and onsets too. Throws Error if the lengths differ.
void measureSpeech(DenoiseItem&, std::span<const float> clean, std::span<const float> noisy,
                   std::span<const float> cleaned);

/// The figures of noise without speech and of the denoiser's output for it. The first second, in which the denoiser
/// adapts, is left out; recordings shorter than 1.5 s are not measured.
void measureNoise(DenoiseItem&, std::span<const float> noise, std::span<const float> cleaned);

} // namespace solus::train
