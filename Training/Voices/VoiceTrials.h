// Trials for the validation of speaker networks: speakers who are never trained on, levelled, short and long, clean and
// denoised.
#pragma once

#include "Inference/Model.h"
#include "Signal/Features.h"
#include "Signal/StftSpec.h"
#include "Voices/VoiceList.h"

#include <functional>
#include <memory>
#include <torch/torch.h>
#include <vector>

namespace solus::train {

/// One side of a trial.
struct TrialSide {
    int voice;              ///< in VoiceList::validation()
    torch::Tensor features; ///< frames x inputs
};

struct TrialScores {
    std::vector<double> targets, others;
};

/// Mean cross-entropy of the scores as logits, after the best scale and shift, with both kinds of trial weighted equally.
double calibratedEntropy(const TrialScores&);

/// The input of the live embedder: features of the first `limit` speech frames of a signal, frames x inputs.
torch::Tensor speechFeatures(const std::vector<float>& signal, const StftSpec&, const FeatureSpec&,
                             int limit);

/// Every enrolment of up to 8 s against every test of the same corpus, for at most 80 voices per corpus: four of each per
/// voice, or two if there are more than 200 voices.
class VoiceTrials {
public:
    /// Tests of up to `seconds`. With a denoiser, both sides go through it, and the test has noise at 5 ... 15 dB. The
    /// trials depend on nothing else: they are the same in every run.
    VoiceTrials(const VoiceList&, const Library&, const StftSpec&, const FeatureSpec&, double seconds,
                const std::shared_ptr<const Model>& denoiser = nullptr);

    using Embed = std::function<torch::Tensor(const torch::Tensor& x, const torch::Tensor& frames)>;
    /// Scores of all pairs, enrolments x tests, from their embeddings.
    using Compare = std::function<torch::Tensor(const torch::Tensor& a, const torch::Tensor& b)>;
    /// Tests end after `frames` of speech. {0} and {0} if the list has no speakers for validation.
    TrialScores score(const Embed& embed, const Compare& compare, torch::Device device,
                      int frames = 1 << 30) const {
        return score(enrolled(embed, device), embed, compare, device, frames);
    }
    /// The embeddings of all enrolments, for callers that score more than once.
    torch::Tensor enrolled(const Embed&, torch::Device) const;
    TrialScores score(const torch::Tensor& enrolled, const Embed&, const Compare&, torch::Device,
                      int frames) const;

private:
    const VoiceList& voices_;
    std::vector<TrialSide> enrols_, tests_;
};

} // namespace solus::train
