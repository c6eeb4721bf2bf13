// A second opinion on who speaks, learnt in closed form: how a voice's cepstra lie around the Gaussians of everybody's.
#pragma once

#include "Core/Export.h"
#include "Voices/BandCrop.h"
#include "Voices/GaussianMixture.h"

#include <torch/torch.h>

namespace solus::train {

struct CepstralMixtureSize {
    int cepstra = 24, gaussians = 32;
    int principal = 400, discriminants = 300;
    double prior = 16.0; ///< frames in which a Gaussian is held to be as everybody's
    int crops = 6;       ///< to learn from, of each talker at each speed
};

/// log bands -> cepstra c_k = sum_b x_b cos(pi k (b + 1/2) / B), k = 1 ... n, of deviation 1 -> mixture_pool -> the
/// discriminants of talkers -> length 1. A universal background model and total variability in the sense of Dehak et
/// al. 2011, with principal components and Fisher's discriminants in place of the factor analysis. It errs elsewhere
/// than the network and does not learn its talkers by heart, so that both together err less than either.
class CepstralMixture {
public:
    /// Learns from crops of all voices of the bank, at all speeds; shows progress. `bands`: values of a frame.
    CepstralMixture(const VoiceBank&, const BandCrop&, int bands, const CepstralMixtureSize&);

    /// x: items x frames x bands, present: items x frames, 0 where x is padding. Returns items x discriminants.
    torch::Tensor embed(const torch::Tensor& x, const torch::Tensor& present) const;
    /// Both embeddings as one, of length 1: its cosine is the mean of the two cosines.
    torch::Tensor joined(const torch::Tensor& other, const torch::Tensor& x,
                         const torch::Tensor& present) const;

    /// Puts it beside the last layer of the network, and joins both.
    void addTo(ModelCard&, TensorMap&) const;

private:
    struct Crops;
    void learnCepstra(const Crops&);

    CepstralMixtureSize size_;
    torch::Tensor cepstrum_, shift_; ///< [cepstra, bands], [cepstra]
    GaussianMixture mixture_;
    torch::Tensor matrix_, bias_; ///< [discriminants, gaussians cepstra], [discriminants]
};

} // namespace solus::train
