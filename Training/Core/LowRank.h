// Matrices as products of two thin ones.
#pragma once

#include "Core/Export.h"

#include <string>
#include <torch/torch.h>
#include <utility>

namespace solus::train {

/// U [out, r] and V [r, in] such that U V is the best approximation of rank r in the least-squares sense (Eckart & Young
/// 1936): from the singular value decomposition W = P S Q^T,  U = P_r S_r^(1/2),  V = S_r^(1/2) Q_r^T.
std::pair<torch::Tensor, torch::Tensor> lowRankFactors(const torch::Tensor& weight, int rank);

/// A matrix that is trained as U V.
class LowRankMatrixImpl : public torch::nn::Module {
public:
    LowRankMatrixImpl(int out, int in, int rank);

    torch::Tensor product() const { return u.matmul(v); }
    /// Sets the best factors of `weight` [out, in].
    void approximate(const torch::Tensor& weight);
    /// In the form that libsolus reads: `name`.u and `name`.v.
    void addTo(TensorMap&, const std::string& name) const;

    torch::Tensor u, v;
};
TORCH_MODULE(LowRankMatrix);

} // namespace solus::train
