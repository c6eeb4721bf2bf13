// Two fixed recordings on which every denoiser of the lab is demonstrated: talkers and noises that no model was trained
// on.
#pragma once

#include "Inference/Model.h"
#include "Lab/Run.h"

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace solus::train {

struct HeldOutFile {
    std::string name, about;
    std::vector<float> clean, noisy; ///< 48 kHz, equally long
};

/// The demo's recordings: share/solus/demo if the program is installed, otherwise Resources/Demo of the source tree that
/// it was built in, otherwise of the current folder.
std::filesystem::path heldOutFolder();
/// voice-in-rain and voice-by-bicycle. Throws Error naming the file that is missing.
std::vector<HeldOutFile> heldOutFiles(const std::filesystem::path& folder);

/// SNR = 10 log10(Σ s² / Σ (s − y)²) in dB, SI-SDR in dB, STOI; all at 48 kHz except STOI, at 10 kHz.
struct HeldOutFigures {
    double snr = 0.0, siSdr = 0.0, stoi = 0.0;
};
HeldOutFigures heldOutFigures(std::span<const float> clean, std::span<const float> estimate);

/// Denoises the files by the engine with this model, as `solus denoise` does, and reports it: table, results,
/// spectrograms, and NAME.before.wav, NAME.after.wav and NAME.clean.wav for listening.
void reportHeldOut(Run&, const std::shared_ptr<const Model>&, const std::vector<HeldOutFile>&);

} // namespace solus::train
