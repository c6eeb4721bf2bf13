// A mixture of Gaussians with diagonal covariance: a model of speech in general, whoever speaks.
#pragma once

#include "Core/Random.h"

#include <torch/torch.h>

namespace solus::train {

/// Density sum_c w_c N(x; mean_c, deviation_c^2); offset_c = log w_c - sum_i log deviation_ci.
struct GaussianMixture {
    torch::Tensor mean, deviation, offset; ///< [gaussians, n], [gaussians, n], [gaussians]

    /// By expectation maximisation (Dempster et al. 1977), initialised with `gaussians` of the frames; x: frames x n, of
    /// deviation about 1. Fewer Gaussians if there are fewer frames.
    static GaussianMixture fit(const torch::Tensor& x, int gaussians, int rounds, Random&);

    /// The log probability of each Gaussian, up to a common term: ... x gaussians.
    torch::Tensor logOdds(const torch::Tensor& x) const;

    /// The output of the engine's layer mixture_pool after the last frame of each item, with p_c =
    /// softmax_c(logOdds(x_t)):
    ///   sum_t p_c (x_t - mean_c) / deviation_c / (sum_t p_c + prior)
    /// x: items x frames x n, present: items x frames, 0 where x is padding. Returns items x (gaussians n).
    torch::Tensor statistics(const torch::Tensor& x, const torch::Tensor& present, double prior) const;

    /// The mean log density of frames.
    double fitness(const torch::Tensor& x) const;
};

} // namespace solus::train
