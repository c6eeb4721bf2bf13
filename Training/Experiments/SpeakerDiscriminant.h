// The best linear layer behind a pooled speaker network, in closed form.
#pragma once

#include <cstdint>
#include <torch/torch.h>
#include <vector>

namespace solus::train {

/// Collects vectors x (pooled outputs of a network) with their talkers and gives the linear map y = A (x - m)
/// whose cosine tells talkers apart best, if all talkers spread alike and normally around their means
/// (Fisher 1936): with S_w the covariance within talkers and S_b that of their means,
///   S_b v_i = l_i S_w v_i,  v_i' S_w v_i = 1,  row i of A = sqrt(l_i / (l_i + 1)) v_i
/// for the largest l_i. Directions in which talkers hardly differ count little.
class SpeakerDiscriminant {
public:
    explicit SpeakerDiscriminant(std::int64_t size, std::int64_t talkers);

    /// x: n x size, talkers: n integers.
    void add(const torch::Tensor& x, const torch::Tensor& talkers);

    struct Map {
        torch::Tensor weight, bias; ///< dimensions x size, dimensions
    };
    /// `ridge`: what is added to the diagonal of S_w, as a share of its mean. Throws Error where there are
    /// not two talkers with two vectors each.
    Map solve(std::int64_t dimensions, double ridge = 0.01) const;

private:
    torch::Tensor sums_, counts_, squares_; ///< in double: per talker, per talker, size x size
};

} // namespace solus::train
