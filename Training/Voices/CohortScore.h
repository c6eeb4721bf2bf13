// The score that a speaker model ships with: strangers to compare with, and what a cosine among them is worth.
#pragma once

#include "Inference/ScoreSpec.h"
#include "Voices/BandCrop.h"
#include "Voices/VoiceTrials.h"

#include <torch/torch.h>

namespace solus::train {

/// Embeddings of talkers of the training, at most 40 of each corpus, of one crop each, the same in every run: strangers
/// to every user. talkers x values of an embedding.
torch::Tensor cohortOf(const VoiceBank&, const BandCrop&, const VoiceTrials::Embed&);

/// The cosines of a and b among the cohort, as Source/Verify/SpeakerScore.h defines them (adaptive s-norm, `nearest`).
torch::Tensor amongCohort(const torch::Tensor& a, const torch::Tensor& b, const torch::Tensor& cohort,
                          std::int64_t nearest);

/// "score" of a model file: sigmoid(scale s + bias) for several lengths of speech, calibrated on trials of strangers to
/// the training, half of them clean, half with noise and from behind the denoiser. `hopSeconds`: of a frame.
ScoreSpec calibratedScore(const VoiceTrials::Embed&, const torch::Tensor& cohort, const VoiceTrials& clean,
                          const VoiceTrials& noisy, double hopSeconds);

} // namespace solus::train
