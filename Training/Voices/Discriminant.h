// Linear discriminant analysis: the directions in which talkers differ and takes of one talker do not.
#pragma once

#include <torch/torch.h>

namespace solus::train {

/// y = W (x - centre): matrix [kept, n], centre [n].
struct Discriminant {
    torch::Tensor matrix, centre;
};

/// x: items x n, labels: items (integers). First the `principal` directions of largest variance, then of these the
/// `kept` with the largest ratio of the variance between labels, S_b, to that within them, S_w (Fisher 1936, Rao 1948):
///   S_b v = lambda S_w v,   v' S_w v = 1
/// Fewer where there are fewer, and at most one less than labels. In double precision. Throws Error with fewer than two
/// labels, or without two items of any.
Discriminant discriminantsOf(const torch::Tensor& x, const torch::Tensor& labels, int principal, int kept);

} // namespace solus::train
