// The interface of a layer, and what it is built from.
#pragma once

#include "Inference/Kernels.h"
#include "Inference/Model.h"

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace solus {

/// One frame between two layers: `channels` rows of `length` values. A plain vector is 1 x length.
struct Shape {
    int channels = 1;
    int length = 0;

    int size() const noexcept { return channels * length; }
    bool operator==(const Shape&) const = default;
    std::string text() const { return std::to_string(channels) + " x " + std::to_string(length); }
};

/// Holds state and scratch memory; weights belong to the Model.
class Layer {
public:
    virtual ~Layer() = default;
    /// `inputs`: one pointer per entry of LayerPlan::inputs. Real-time safe.
    virtual void process(const float* const* inputs, float* output) noexcept = 0;
    virtual void reset() noexcept {}
    /// Earlier frames affect its output, so it must run on every frame.
    virtual bool remembers() const noexcept { return false; }
    /// Its output depends on all frames so far; setPoolingMemory() sets how many (0: all).
    virtual bool pools() const noexcept { return false; }
    virtual void setPoolingMemory(int /*frames*/) noexcept {}
    /// Its output is the enrolled voice, not computed from its input.
    virtual bool isVoice() const noexcept { return false; }
    virtual void setVoice(const float* /*values*/) noexcept {}
};

/// y = W x + b with a full W, or a low-rank pair W ~= U V, which is computed as two thin products.
class LinearMap {
public:
    explicit LinearMap(const PackedMatrix& whole) : first_(whole.view()) {}
    LinearMap(const PackedMatrix& u, const PackedMatrix& v)
        : first_(v.view()), second_(u.view()), between_(static_cast<size_t>(v.rows())) {}

    int rows() const noexcept { return second_ ? second_->rows : first_.rows; }
    int cols() const noexcept { return first_.cols; }

    /// `bias` may be null, or y itself to accumulate.
    void apply(const Kernels& kernels, const float* x, const float* bias, float* y) noexcept {
        if (!second_) return kernels.matVec(first_, x, bias, y);
        kernels.matVec(first_, x, nullptr, between_.data());
        kernels.matVec(*second_, between_.data(), bias, y);
    }

    /// The same for `count` vectors, which begin `stride` values apart in x and lie one after the other in y.
    void applyToAll(const Kernels& kernels, const float* x, int stride, int count, const float* bias,
                    float* y) noexcept {
        if (!second_) return kernels.matMul(first_, x, stride, count, bias, y);
        for (int j = 0; j < count; ++j, x += stride, y += rows()) apply(kernels, x, bias, y);
    }

private:
    MatrixView first_;
    std::optional<MatrixView> second_;
    std::vector<float> between_;
};

/// One layer of the graph under construction: reads and checks options and tensors, and records which ones it read.
/// All member functions throw Error naming the layer if something does not fit.
class LayerPlan {
public:
    LayerPlan(const Model& model, const LayerSpec& layer, std::vector<Shape> inputs);

    const std::string& name() const { return layer_.name; }
    const std::string& type() const { return layer_.type; }
    const std::vector<Shape>& inputs() const { return inputs_; }
    const Shape& input() const { return inputs_.front(); }
    const Kernels& kernels() const { return kernels_; }

    /// The input as a plain vector; else an Error that asks for a flatten layer.
    int vectorInput() const;

    /// Options of the layer.
    int integer(const std::string& key, int fallback, int low, int high);
    int integer(const std::string& key, int low, int high); ///< required
    float number(const std::string& key, float fallback, float low, float high);

    /// The tensor "<layer>.<suffix>", which must have this shape.
    const Tensor& tensor(const std::string& suffix, const std::vector<int>& shape);
    /// The same, but an empty list if there is none.
    std::vector<float> optionalVector(const std::string& suffix, int size);
    /// The same, but `fallback` everywhere.
    std::vector<float> vectorOr(const std::string& suffix, int size, float fallback);
    /// Its extents, unchecked.
    const std::vector<int>& shapeOf(const std::string& suffix);

    /// The weight "<layer>.<suffix>" [rows, cols], or the pair "<layer>.<suffix>.u" [rows, r], ".v" [r,
    /// cols].
    LinearMap linear(const std::string& suffix, int rows, int cols);
    /// The number of rows of such a weight, checked to be a multiple of `parts`.
    int rowsOf(const std::string& suffix, int parts = 1);
    /// The weight of a convolution, [outputs, channels, kernel]: a row for each output, whose columns are those of the
    /// input under the kernel, position by position.
    LinearMap convolution(const std::string& suffix, const std::vector<int>& shape);

    /// Throws if the layer has an option that was not read.
    void checkOptions() const;
    const std::set<std::string>& tensorsRead() const { return tensorsRead_; }

    [[noreturn]] void fail(const std::string& reason) const;

private:
    const Tensor& find(const std::string& suffix);
    const PackedMatrix& packed(const std::string& suffix, int rows, int cols);

    const Model& model_;
    const LayerSpec& layer_;
    std::vector<Shape> inputs_;
    const Kernels& kernels_;
    std::set<std::string> optionsRead_, tensorsRead_;
};

struct BuiltLayer {
    std::unique_ptr<Layer> layer;
    Shape output;
    size_t scratch = 0; ///< scratch values besides its output, where a small file can request many
};

/// Builds the layer of plan.type(). Throws Error for an unknown type.
BuiltLayer buildLayer(LayerPlan& plan);

} // namespace solus
