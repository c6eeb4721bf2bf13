// Reads one layer of the graph, with every check that it needs.
#include "Inference/Layer.h"

#include "Base/Error.h"
#include "Base/Text.h"

#include <cmath>

namespace solus {
namespace {

std::string shapeText(const std::vector<int>& shape) {
    std::string text = "[";
    for (size_t i = 0; i < shape.size(); ++i) text += (i > 0 ? ", " : "") + std::to_string(shape[i]);
    return text + "]";
}

} // namespace

LayerPlan::LayerPlan(const Model& model, const LayerSpec& layer, std::vector<Shape> inputs)
    : model_(model), layer_(layer), inputs_(std::move(inputs)), kernels_(bestKernels()) {}

void LayerPlan::fail(const std::string& reason) const {
    throw Error("layer " + inQuotes(layer_.name) + " (" + oneLine(layer_.type.substr(0, 32)) +
                "): " + reason);
}

int LayerPlan::vectorInput() const {
    if (input().channels != 1)
        fail("its input has " + std::to_string(input().channels) +
             " channels; put a flatten layer before it");
    return input().length;
}

int LayerPlan::integer(const std::string& key, int fallback, int low, int high) {
    return layer_.options.contains(key) ? integer(key, low, high) : fallback;
}

int LayerPlan::integer(const std::string& key, int low, int high) {
    optionsRead_.insert(key);
    const auto found = layer_.options.find(key);
    if (found == layer_.options.end()) fail("the option " + key + " is missing");
    const double value = found->second;
    if (!(value >= low && value <= high) || value != std::floor(value))
        fail(key + " must be a whole number from " + std::to_string(low) + " to " + std::to_string(high));
    return static_cast<int>(value);
}

float LayerPlan::number(const std::string& key, float fallback, float low, float high) {
    optionsRead_.insert(key);
    const auto found = layer_.options.find(key);
    if (found == layer_.options.end()) return fallback;
    if (!(found->second >= low && found->second <= high)) fail(key + " is out of range");
    return static_cast<float>(found->second);
}

const Tensor& LayerPlan::find(const std::string& suffix) {
    const auto found = model_.tensors.find(layer_.name + "." + suffix);
    if (found == model_.tensors.end()) fail("tensor " + inQuotes(layer_.name + "." + suffix) + " is missing");
    tensorsRead_.insert(found->first);
    return found->second;
}

const std::vector<int>& LayerPlan::shapeOf(const std::string& suffix) {
    return find(suffix).shape;
}

const Tensor& LayerPlan::tensor(const std::string& suffix, const std::vector<int>& shape) {
    const Tensor& found = find(suffix);
    if (found.shape != shape)
        fail("tensor " + inQuotes(layer_.name + "." + suffix) + " has shape " + shapeText(found.shape) +
             ", expected " + shapeText(shape));
    return found;
}

std::vector<float> LayerPlan::optionalVector(const std::string& suffix, int size) {
    if (!model_.tensors.contains(layer_.name + "." + suffix)) return {};
    return tensor(suffix, {size}).values;
}

std::vector<float> LayerPlan::vectorOr(const std::string& suffix, int size, float fallback) {
    auto values = optionalVector(suffix, size);
    values.resize(static_cast<size_t>(size), fallback);
    return values;
}

const PackedMatrix& LayerPlan::packed(const std::string& suffix, int rows, int cols) {
    const auto found = model_.packed.find(layer_.name + "." + suffix);
    if (found == model_.packed.end() || found->second.rows() != rows || found->second.cols() != cols)
        fail("tensor " + inQuotes(layer_.name + "." + suffix) +
             " is not packed; models come from Model::parse()");
    return found->second;
}

LinearMap LayerPlan::linear(const std::string& suffix, int rows, int cols) {
    const std::string whole = layer_.name + "." + suffix, u = suffix + ".u", v = suffix + ".v";
    const bool pair = model_.tensors.contains(whole + ".u") || model_.tensors.contains(whole + ".v");
    if (!pair) {
        tensor(suffix, {rows, cols});
        return LinearMap(packed(suffix, rows, cols));
    }
    if (model_.tensors.contains(whole))
        fail("tensor " + inQuotes(whole) + " exists both in full and as a low-rank pair");
    const std::vector<int>& shape = shapeOf(u);
    const int rank = shape.size() == 2 ? shape[1] : 0;
    if (rank < 1)
        fail("tensor " + inQuotes(layer_.name + "." + u) + " has shape " + shapeText(shape) +
             ", expected two dimensions");
    tensor(u, {rows, rank});
    tensor(v, {rank, cols});
    return LinearMap(packed(u, rows, rank), packed(v, rank, cols));
}

int LayerPlan::rowsOf(const std::string& suffix, int parts) {
    const bool pair = model_.tensors.contains(layer_.name + "." + suffix + ".u");
    const std::string stored = pair ? suffix + ".u" : suffix;
    const std::vector<int>& shape = shapeOf(stored);
    if (shape.size() != 2 || shape[0] < parts || shape[0] % parts != 0)
        fail("tensor " + inQuotes(layer_.name + "." + stored) + " has shape " + shapeText(shape) +
             ", expected two dimensions" +
             (parts > 1 ? " and rows for " + std::to_string(parts) + " gates" : ""));
    return shape[0];
}

LinearMap LayerPlan::convolution(const std::string& suffix, const std::vector<int>& shape) {
    const Tensor& found = tensor(suffix, shape);
    return LinearMap(packed(suffix, shape[0], static_cast<int>(found.values.size()) / shape[0]));
}

void LayerPlan::checkOptions() const {
    for (const auto& [key, value] : layer_.options)
        if (!optionsRead_.contains(key)) fail("unknown option " + inQuotes(key));
}

} // namespace solus
