// What a denoiser must never do: make speech worse, touch clean speech, fill silence, pump or sing.
#pragma once

#include "Evaluate/Beginnings.h"
#include "Evaluate/DenoiseFigures.h"
#include "Inference/Model.h"

#include <filesystem>
#include <memory>

namespace solus::train {

struct DenoiseCheck {
    std::string name;  ///< in JSON
    std::string title; ///< in the table
    double value = 0.0, limit = 0.0;
    bool atLeast = true; ///< the limit is a lower one
    int digits = 2;

    bool holds() const { return atLeast ? value >= limit : value <= limit; }
};

/// From figures of files: at the highest SNR no figure of quality falls below the input's by more than twice
/// the standard error of the mean difference; noise alone deviates at most 1 dB more than it did and its
/// log-kurtosis ratio is at most 0.3 (means over files; left out where noise alone was not measured). Steady
/// noise, which deviates less than 6 dB itself, is also held to the first limit apart: among knocks and
/// barks, which a denoiser evens out, its pumping would not be seen.
std::vector<DenoiseCheck> checksOf(const std::vector<DenoiseItem>&);

/// By running the model: the clean recordings of the quarter of files with the lowest noise floors go in
/// (SI-SDR
/// >= 25 dB, ESTOI >= 0.99 against themselves), and three seconds of zeros (peak 0). `clean`: their folder.
std::vector<DenoiseCheck> checkCleanSpeech(const std::shared_ptr<const Model>&, float amountDb,
                                           const std::filesystem::path& clean,
                                           std::vector<DenoiseItem> items);

/// No beginning costs more than 0.5 dB of SI-SDR, in the mean over the recordings.
DenoiseCheck checkOf(const std::vector<BeginningFigures>&);

} // namespace solus::train
