// The score that a speaker model ships with: the cohort, and the calibration of cosines normalised against it.
#pragma once

#include "Inference/ScoreSpec.h"
#include "Voices/BandCrop.h"
#include "Voices/VoiceTrials.h"

#include <torch/torch.h>

namespace solus::train {

/// Embeddings of training talkers, at most 40 per corpus, from one crop each, the same in every run: none of them is
/// known to any user. talkers x values of an embedding.
torch::Tensor cohortOf(const VoiceBank&, const BandCrop&, const VoiceTrials::Embed&);

/// The cosines of a and b normalised by the cohort, as Source/Verify/SpeakerScore.h defines it (adaptive s-norm,
/// `nearest`).
torch::Tensor amongCohort(const torch::Tensor& a, const torch::Tensor& b, const torch::Tensor& cohort,
                          std::int64_t nearest);

/// "score" of a model file: sigmoid(scale s + bias) for several lengths of speech, calibrated on trials of talkers not in
/// the training data, half of them clean, half noisy and denoised. `hopSeconds`: of a frame.
ScoreSpec calibratedScore(const VoiceTrials::Embed&, const torch::Tensor& cohort, const VoiceTrials& clean,
                          const VoiceTrials& noisy, double hopSeconds);

} // namespace solus::train
