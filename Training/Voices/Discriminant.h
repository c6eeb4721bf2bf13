// Linear discriminant analysis: the directions that separate talkers but not takes of the same talker.
#pragma once

#include <torch/torch.h>

namespace solus::train {

/// y = W (x - centre): matrix [kept, n], centre [n].
struct Discriminant {
    torch::Tensor matrix, centre;
};

/// x: items x n, labels: items (integers). Takes the `principal` directions of largest variance, then within these the
/// `kept` directions with the largest ratio of the variance between labels, S_b, to that within labels, S_w (Fisher 1936,
/// Rao 1948):
///   S_b v = lambda S_w v,   v' S_w v = 1
/// Returns fewer if there are fewer, and at most one less than there are labels. Computed in double precision. Throws
/// Error if there are fewer than two labels, or no label has two items.
Discriminant discriminantsOf(const torch::Tensor& x, const torch::Tensor& labels, int principal, int kept);

} // namespace solus::train
