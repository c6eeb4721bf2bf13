// A network is described once: the same plan is trained, exported, drawn and counted.
#pragma once

#include "Inference/LayerGraph.h"
#include "Inference/Safetensors.h"

#include <optional>
#include <string>
#include <vector>

namespace solus::train {

/// A layer of a model file, with what a file expresses by the shapes of its tensors or does not need at all.
struct PlannedLayer {
    LayerSpec spec;
    int outputs = 0; ///< values, units, channels or Gaussians
    int kernel = 0;  ///< of a convolution
    int rank = 0;    ///< rank of its large matrices, stored as products of two thin ones; 0: full matrices
    std::vector<std::string> without; ///< optional tensors that it leaves out
    bool coarse = false;              ///< products in bfloat16 while training
    double weights = 1.0;             ///< factor of its initial weights
    std::optional<double> bias;       ///< initial value
};

/// Initial weights: as in PyTorch (uniform, deviation 1/√(3 inputs)), or after He et al. 2015 (normal, deviation √(2 /
/// inputs), biases 0).
enum class Init { pytorch, he };

using From = std::vector<std::string>; ///< names of earlier layers, or "input"; empty: the layer before

/// Each member function named after a layer of docs/model-format.md appends one; the functions after those modify the
/// last one.
class NetPlan {
public:
    explicit NetPlan(int values, Init beginning = Init::pytorch) : inputs(values), init(beginning) {}
    /// The network of a model file, with its matrices at `rank` (0: full).
    static NetPlan of(int inputs, const LayerGraph&, const TensorMap&, int rank = 0);

    NetPlan& dense(const std::string& name, int outputs, const From& from = {});
    NetPlan& conv1d(const std::string& name, int channels, int kernel, int stride, int padding,
                    const From& from = {});
    NetPlan& maxPool1d(const std::string& name, int size, const From& from = {});
    NetPlan& upsample1d(const std::string& name, int factor, const From& from = {});
    NetPlan& crop1d(const std::string& name, int length, const From& from = {});
    NetPlan& flatten(const std::string& name, const From& from = {});
    NetPlan& reshape(const std::string& name, int channels, int length, const From& from = {});
    NetPlan& add(const std::string& name, const From& from);
    NetPlan& recentFrames(const std::string& name, int frames, const From& from = {});
    NetPlan& gru(const std::string& name, int units, const From& from = {});
    NetPlan& gruAcross(const std::string& name, int units, bool downwards, const From& from = {});
    NetPlan& gruEach(const std::string& name, int units, const From& from = {});
    /// One mean and deviation per channel, or per value of a plain vector; folded into the layer before it in the model
    /// file, see FoldNorms.h.
    NetPlan& batchNorm(const std::string& name, const From& from = {});
    NetPlan& layerNorm(const std::string& name, const From& from = {});
    /// y = x · scale + shift for each value; not trained: see TorchGraph::normaliseBy().
    NetPlan& affine(const std::string& name, const From& from = {});
    NetPlan& relu(const std::string& name, const From& from = {});
    NetPlan& elu(const std::string& name, const From& from = {});
    NetPlan& sigmoid(const std::string& name, const From& from = {});
    NetPlan& tanh(const std::string& name, const From& from = {});
    NetPlan& meanPool(const std::string& name, const From& from = {});
    NetPlan& statisticsPool(const std::string& name, bool attentive, const From& from = {});
    NetPlan& mixturePool(const std::string& name, int gaussians, double prior, const From& from = {});
    NetPlan& l2Normalise(const std::string& name, const From& from = {});

    /// The enrolled voice, which is given from outside.
    NetPlan& voice(const std::string& name, int values);
    /// x (1 + scale) + shift, each the name of a layer.
    NetPlan& scaleShift(const std::string& name, const std::string& x, const std::string& scale,
                        const std::string& shift);

    NetPlan& rank(int);
    NetPlan& coarse(bool);
    NetPlan& weights(double factor);
    NetPlan& bias(double);
    NetPlan& without(const std::vector<std::string>& tensors);

    LayerGraph graph() const;
    bool has(const std::string& layer) const;
    /// "Dense(128), GRU(160), GRU(160)": the trained layers, in one line.
    std::string outline() const;

    int inputs; ///< values per frame
    Init init;
    std::vector<PlannedLayer> layers;

private:
    NetPlan& append(const std::string& type, const std::string& name, const From&, int outputs = 0,
                    std::map<std::string, double> options = {});
};

} // namespace solus::train
