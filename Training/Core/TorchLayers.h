// The layers of docs/model-format.md in LibTorch: what each one trains, and what it computes for whole sequences.
#pragma once

#include "Core/NetPlan.h"

#include <functional>
#include <string>
#include <torch/torch.h>
#include <vector>

namespace solus::train {

/// The shape of a frame between two layers.
struct FrameShape {
    int channels = 1, length = 0;
    int size() const { return channels * length; }
};

/// One layer of a network: its tensors, under the names that they have in a model file.
class TorchLayer : public torch::nn::Module {
public:
    struct Part {
        std::string suffix; ///< "weight", "bias_ih", ...
        torch::Tensor whole, u, v;

        torch::Tensor value() const { return whole.defined() ? whole : u.matmul(v); }
    };

    TorchLayer(const PlannedLayer&, Init, FrameShape input);

    int option(const std::string& key, int fallback) const;
    double number(const std::string& key, double fallback) const;
    /// The effective tensor; undefined if the layer has none.
    torch::Tensor value(const std::string& suffix) const;
    const Part* find(const std::string& suffix) const;
    /// The number of trained values.
    std::int64_t parameterCount() const;

    // For the layer types' make functions.
    /// A trained matrix [rows, columns], at the rank of the plan. `fan`: the number of inputs of one unit.
    void addMatrix(const std::string& suffix, std::int64_t rows, std::int64_t columns, std::int64_t fan);
    /// A trained tensor of any shape that is never stored as a product.
    void addWeight(const std::string& suffix, const std::vector<std::int64_t>& shape, std::int64_t fan);
    void addBias(const std::string& suffix, std::int64_t size, std::int64_t fan);
    /// Trained, starting from this value; left out if the plan says so.
    void addTrained(const std::string& suffix, torch::Tensor);
    /// Measured or computed, not trained.
    void addFixed(const std::string& suffix, torch::Tensor);

    const PlannedLayer plan;
    const FrameShape input; ///< of all sources joined
    FrameShape output;
    std::vector<Part> parts;

private:
    bool leavesOut(const std::string& suffix) const;
    torch::Tensor begin(const std::vector<std::int64_t>& shape, std::int64_t fan) const;
    double variance(std::int64_t fan) const;

    const Init init_;
};

/// A row of the table of layer types. Values are items x frames x channels x length.
struct TorchLayerType {
    std::string type;
    std::string label; ///< in a drawing; empty: not drawn
    /// Creates the layer's tensors and returns the shape of its output.
    FrameShape (*make)(TorchLayer&);
    std::function<torch::Tensor(const TorchLayer&, const std::vector<torch::Tensor>&)> run;
};

const std::vector<TorchLayerType>& torchLayerTypes();
/// Throws Error if there is none.
const TorchLayerType& torchLayerType(const std::string& type);

/// A convolution and what is computed with it: at most one layer that prepares its first input, and a ReLU after it.
struct ConvStep {
    const TorchLayer* before = nullptr; ///< recent_frames, whose frames need not be stacked, or upsample1d
    const TorchLayer* conv = nullptr;
    bool relu = false;
};
torch::Tensor convolve(const ConvStep&, std::vector<torch::Tensor> inputs);

/// Joins several inputs: vectors end to end, others by their channels.
torch::Tensor joined(const std::vector<torch::Tensor>&);
/// Whether the channels of a position lie side by side in memory. What is turned stays so from layer to layer, without copies.
bool isTurned(const torch::Tensor&);

// The rows defined in their own files.
std::vector<TorchLayerType> torchWeightLayers();
std::vector<TorchLayerType> torchRecurrentLayers();
std::vector<TorchLayerType> torchNormLayers();
std::vector<TorchLayerType> torchPoolingLayers();
/// A row whose function receives all inputs joined.
TorchLayerType layerType(const std::string& type, const std::string& label, FrameShape (*make)(TorchLayer&),
                         torch::Tensor (*run)(const TorchLayer&, const torch::Tensor&));
/// The output has the shape of the input, and nothing is trained.
FrameShape sameShape(TorchLayer&);

} // namespace solus::train
