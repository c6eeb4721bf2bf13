// The task of verify-solus: batches of many talkers, their losses, validation, and the model file.
#pragma once

#include "Core/Task.h"
#include "Core/TrainOptions.h"
#include "Data/Library.h"
#include "Engine/Models.h"
#include "Nets/SpeakerNet.h"
#include "Voices/BandCrop.h"
#include "Voices/CepstralMixture.h"

#include <memory>
#include <string>
#include <vector>

namespace solus::train {

struct SpeakerOptions {
    std::string trunk = "convolutions"; ///< or "recurrent"
    std::vector<int> channels{32, 32, 64, 64};
    int residuals = 0;
    int units = 256, layers = 2, embedding = 128, bands = 64, runningMean = 0;
    double shortest = 0.4, longest = 3.0; ///< seconds of speech before a decision
    double margin = 0.1;
    double picking = 1.0, pairs = 1.0, naming = 0.5; ///< weights of the losses
    double warp = 0.0; ///< largest change of a talker's frequencies, as a fraction
    double dropout = 0.0;
    double siblings = 0.25; ///< share of a batch that is another of its talkers at a different speed
    std::string pooling = "attentive";
    BandCropOptions crop;
    CepstralMixtureSize mixture; ///< in parallel with the network; none with 0 Gaussians
    std::string voices, denoiser = defaultDenoiserName, products = "float";
    std::string from; ///< model whose network to start from; empty: random weights
};

/// The network for these options, with a head for this many talkers.
SpeakerNetSize speakerSize(const SpeakerOptions&, int talkers);

/// Builds or reads the voice bank, which takes minutes. Throws Error.
std::unique_ptr<Task> makeVerifySolusTask(const std::shared_ptr<const Library>&, const SpeakerOptions&,
                                          const TrainOptions&);

} // namespace solus::train
