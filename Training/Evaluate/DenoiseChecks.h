// What a denoiser must never do: make speech worse, alter clean speech, fill silence, pump or leave musical noise.
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

/// From figures of files: at the highest SNR no figure of quality falls below the input's by more than twice the standard
/// error of the mean difference; the level of noise alone deviates at most 1 dB more than in the input, and its
/// log-kurtosis ratio is at most 0.3 (means over files; left out if noise alone was not measured). Steady noise, which
/// deviates by less than 6 dB in the input, must also meet the first of these limits separately: among knocks and barks,
/// which a denoiser evens out, pumping would go unnoticed.
std::vector<DenoiseCheck> checksOf(const std::vector<DenoiseItem>&);

/// By running the model: on the clean recordings of the quarter of files with the lowest noise floors (SI-SDR >= 25 dB,
/// ESTOI >= 0.99 against themselves), and on three seconds of zeros (peak 0). `clean`: their folder.
std::vector<DenoiseCheck> checkCleanSpeech(const std::shared_ptr<const Model>&, float amountDb,
                                           const std::filesystem::path& clean,
                                           std::vector<DenoiseItem> items);

/// No beginning costs more than 0.5 dB of SI-SDR on average over the recordings.
DenoiseCheck checkOf(const std::vector<BeginningFigures>&);

} // namespace solus::train
