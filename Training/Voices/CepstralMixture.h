// A second embedder, fitted in closed form: how the cepstra of a voice lie around the Gaussians of speech in general.
#pragma once

#include "Core/Export.h"
#include "Voices/BandCrop.h"
#include "Voices/GaussianMixture.h"

#include <torch/torch.h>

namespace solus::train {

struct CepstralMixtureSize {
    int cepstra = 24, gaussians = 32;
    int principal = 400, discriminants = 300;
    double prior = 16.0; ///< frames by which each Gaussian is pulled towards speech in general
    int crops = 6;       ///< to fit to, per talker and speed
};

/// log bands -> cepstra c_k = sum_b x_b cos(pi k (b + 1/2) / B), k = 1 ... n, of deviation 1 -> mixture_pool ->
/// discriminants of talkers -> length 1. A universal background model and total variability in the sense of Dehak et al.
/// 2011, with principal components and Fisher's discriminants in place of the factor analysis. Its errors differ from the
/// network's and it does not memorise its talkers, so that both together err less than either.
class CepstralMixture {
public:
    /// Fits to crops of all voices of the bank, at all speeds; shows progress. `bands`: values per frame.
    CepstralMixture(const VoiceBank&, const BandCrop&, int bands, const CepstralMixtureSize&);

    /// x: items x frames x bands, present: items x frames, 0 where x is padding. Returns items x discriminants.
    torch::Tensor embed(const torch::Tensor& x, const torch::Tensor& present) const;
    /// Both embeddings joined into one of length 1: its cosine is the mean of the two cosines.
    torch::Tensor joined(const torch::Tensor& other, const torch::Tensor& x,
                         const torch::Tensor& present) const;

    /// Adds it in parallel to the network's last layer, and joins both.
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
