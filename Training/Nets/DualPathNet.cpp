// The network with two paths.
#include "Nets/DualPathNet.h"

#include "Base/Error.h"
#include "Core/Gru.h"

namespace solus::train {

namespace {

constexpr int recentFrames = 3, rows = 3; // of the input: magnitude, and the phase advance's two parts

torch::nn::Conv1d conv(int in, int out, int width, int stride = 1) {
    return torch::nn::Conv1d(torch::nn::Conv1dOptions(in, out, width).stride(stride).padding(width / 2));
}

torch::Tensor twiceAsLong(const torch::Tensor& x) {
    return x.unsqueeze(3).expand({-1, -1, -1, 2}).reshape({x.size(0), x.size(1), -1});
}

std::string blockName(size_t index, const char* part) {
    return "block" + std::to_string(index + 1) + "_" + part;
}

} // namespace

DualPathNetImpl::DualPathNetImpl(const BandFilterNetSize& size)
    : BandFilterNetImpl(size.inputs), size_(size), positions_(size.inputs / rows) {
    using torch::nn::GRUOptions;
    const int c = size.channels, outer = size.outer, half = size.across;
    enter_ = register_module("enter", conv(rows * recentFrames, outer, 5, 2));
    narrow_ = register_module("narrow", conv(outer, c, 5, 2));
    for (size_t i = 0; i < static_cast<size_t>(size.blocks); ++i) {
        Block block;
        block.up = register_module(blockName(i, "up"), torch::nn::GRU(GRUOptions(c, half).batch_first(true)));
        block.down =
            register_module(blockName(i, "down"), torch::nn::GRU(GRUOptions(c, half).batch_first(true)));
        block.across = register_module(blockName(i, "across"), torch::nn::Linear(2 * half, c));
        block.acrossNorm = register_module(blockName(i, "across_norm"),
                                           torch::nn::LayerNorm(std::vector<int64_t>{positions_ / 4, c}));
        block.time = register_module(blockName(i, "time"),
                                     torch::nn::GRU(GRUOptions(c, size.along).batch_first(true)));
        block.along = register_module(blockName(i, "along"), torch::nn::Linear(size.along, c));
        block.alongNorm = register_module(blockName(i, "along_norm"),
                                          torch::nn::LayerNorm(std::vector<int64_t>{positions_ / 4, c}));
        blocks_.push_back(std::move(block));
    }
    decode1_ = register_module("decode1", conv(2 * c, outer, 3));
    decode2_ = register_module("decode2", conv(2 * outer, outer, 3));
    decode3_ = register_module("decode3", conv(outer + rows, size.inner, 3));
    gains_ = register_module("gains", conv(size.inner, 1, 3));
    if (size.filterValues() > 0) filter_ = register_module("filter", conv(size.inner, 2 * size.taps, 3));
    torch::NoGradGuard noGrad;
    gains_->bias.fill_(1.5); // begins by letting most of the signal through,
    if (filter_) {           // with hardly any filter
        filter_->weight.mul_(0.1);
        filter_->bias.zero_();
    }
}

// z: items x frames x positions x channels
torch::Tensor DualPathNetImpl::across(Block& block, const torch::Tensor& z) const {
    const auto x = z.reshape({-1, z.size(2), z.size(3)});
    const auto up = gruForward(block.up, x), down = gruForward(block.down, x.flip(1)).flip(1);
    return z + block.acrossNorm->forward(block.across->forward(torch::cat({up, down}, 2)).reshape(z.sizes()));
}

torch::Tensor DualPathNetImpl::along(Block& block, const torch::Tensor& z) const {
    const auto b = z.size(0), t = z.size(1), p = z.size(2), c = z.size(3);
    const auto h = gruForward(block.time, z.permute({0, 2, 1, 3}).reshape({b * p, t, c}));
    const auto y = block.along->forward(h).reshape({b, p, t, c}).permute({0, 2, 1, 3});
    return z + block.alongNorm->forward(y);
}

MaskOutput DualPathNetImpl::forward(const torch::Tensor& input) {
    const auto b = input.size(0), t = input.size(1);
    const auto x = (input * scale + shift).reshape({b, t, rows, positions_});
    const auto past = torch::constant_pad_nd(x, {0, 0, 0, 0, recentFrames - 1, 0});
    std::vector<torch::Tensor> recent;
    for (int i = 0; i < recentFrames; ++i) recent.push_back(past.narrow(1, i, t));
    const auto flat = [&](const torch::Tensor& y) { return y.reshape({b * t, y.size(2), y.size(3)}); };
    const auto e1 = torch::relu(enter_->forward(flat(torch::cat(recent, 2))));
    const auto e2 = torch::relu(narrow_->forward(e1));
    auto z = e2.transpose(1, 2).reshape({b, t, e2.size(2), e2.size(1)});
    for (auto& block : blocks_) z = along(block, across(block, z));
    const auto inner = z.reshape({b * t, z.size(2), z.size(3)}).transpose(1, 2);
    const auto d1 = torch::relu(decode1_->forward(torch::cat({inner, e2}, 1)));
    const auto d2 = torch::relu(decode2_->forward(torch::cat({twiceAsLong(d1), e1}, 1)));
    const auto d3 = torch::relu(decode3_->forward(torch::cat({twiceAsLong(d2), flat(x)}, 1)));
    MaskOutput output;
    output.gains = torch::sigmoid(gains_->forward(d3)).reshape({b, t, positions_});
    if (filter_)
        output.filter = torch::tanh(filter_->forward(d3.narrow(2, 0, size_.filterBins))).reshape({b, t, -1});
    return output;
}

void DualPathNetImpl::addTo(TensorMap& tensors) const {
    BandFilterNetImpl::addTo(tensors);
    const auto addConv = [&](const std::string& name, const torch::nn::Conv1d& layer) {
        tensors[name + ".weight"] = toTensor(layer->weight);
        tensors[name + ".bias"] = toTensor(layer->bias);
    };
    addConv("enter", enter_);
    addConv("narrow", narrow_);
    for (size_t i = 0; i < blocks_.size(); ++i) {
        const auto& block = blocks_[i];
        addRecurrent(tensors, blockName(i, "up"), block.up);
        addRecurrent(tensors, blockName(i, "down"), block.down);
        addRecurrent(tensors, blockName(i, "time"), block.time);
        for (const auto& [name, layer] : {std::pair{"across", block.across}, {"along", block.along}}) {
            tensors[blockName(i, name) + ".weight"] = toTensor(layer->weight.unsqueeze(2));
            tensors[blockName(i, name) + ".bias"] = toTensor(layer->bias);
        }
        for (const auto& [name, layer] :
             {std::pair{"across_norm", block.acrossNorm}, {"along_norm", block.alongNorm}}) {
            tensors[blockName(i, name) + ".weight"] = toTensor(layer->weight.t().reshape({-1}));
            tensors[blockName(i, name) + ".bias"] = toTensor(layer->bias.t().reshape({-1}));
        }
    }
    addConv("decode1", decode1_);
    addConv("decode2", decode2_);
    addConv("decode3", decode3_);
    addConv("bands", gains_);
    if (filter_) addConv("filter", filter_);
}

void DualPathNetImpl::load(const TensorMap& tensors) {
    torch::NoGradGuard noGrad;
    const auto take = [&](const std::string& name, torch::Tensor& to) {
        to.copy_(stored(tensors, name, to.sizes()));
    };
    const auto takeConv = [&](const std::string& name, torch::nn::Conv1d& layer) {
        take(name + ".weight", layer->weight);
        take(name + ".bias", layer->bias);
    };
    take("norm.scale", scale);
    take("norm.shift", shift);
    takeConv("enter", enter_);
    takeConv("narrow", narrow_);
    for (size_t i = 0; i < blocks_.size(); ++i) {
        auto& block = blocks_[i];
        loadRecurrent(tensors, blockName(i, "up"), block.up);
        loadRecurrent(tensors, blockName(i, "down"), block.down);
        loadRecurrent(tensors, blockName(i, "time"), block.time);
        for (auto [name, layer] : {std::pair{"across", block.across}, {"along", block.along}}) {
            const auto& w = layer->weight;
            layer->weight.copy_(
                stored(tensors, blockName(i, name) + ".weight", {w.size(0), w.size(1), 1}).squeeze(2));
            take(blockName(i, name) + ".bias", layer->bias);
        }
        for (auto [name, layer] :
             {std::pair{"across_norm", block.acrossNorm}, {"along_norm", block.alongNorm}}) {
            const auto p = layer->weight.size(0), c = layer->weight.size(1);
            layer->weight.copy_(stored(tensors, blockName(i, name) + ".weight", {p * c}).reshape({c, p}).t());
            layer->bias.copy_(stored(tensors, blockName(i, name) + ".bias", {p * c}).reshape({c, p}).t());
        }
    }
    takeConv("decode1", decode1_);
    takeConv("decode2", decode2_);
    takeConv("decode3", decode3_);
    takeConv("bands", gains_);
    if (filter_) takeConv("filter", filter_);
}

nlohmann::json dualPathLayers(const BandFilterNetSize& size) {
    using nlohmann::json;
    const int positions = size.inputs / rows;
    json layers = json::array();
    const auto add = [&](const char* type, const std::string& name, json from = {},
                         json options = json::object()) {
        json layer{{"type", type}, {"name", name}};
        if (!from.is_null()) layer["from"] = from;
        layer.update(options);
        layers.push_back(layer);
    };
    const auto addConv = [&](const std::string& name, json from, int padding, int stride = 1) {
        add("conv1d", name, from, {{"padding", padding}, {"stride", stride}});
    };
    add("affine", "norm");
    add("reshape", "x", {}, {{"channels", rows}, {"length", positions}});
    add("recent_frames", "recent", {}, {{"frames", recentFrames}});
    addConv("enter", {}, 2, 2);
    add("relu", "e1");
    addConv("narrow", {}, 2, 2);
    add("relu", "e2");
    std::string z = "e2";
    for (size_t i = 0; i < static_cast<size_t>(size.blocks); ++i) {
        const auto name = [&](const char* part) { return blockName(i, part); };
        add("gru_across", name("up"), z);
        add("gru_across", name("down"), z, {{"downwards", 1}});
        addConv(name("across"), {name("up"), name("down")}, 0);
        add("layer_norm", name("across_norm"));
        add("add", name("mixed"), {z, name("across_norm")});
        add("gru_each", name("time"));
        addConv(name("along"), {}, 0);
        add("layer_norm", name("along_norm"));
        add("add", name("out"), {name("mixed"), name("along_norm")});
        z = name("out");
    }
    addConv("decode1", {z, "e2"}, 1);
    add("relu", "d1");
    add("upsample1d", "d1_long", {}, {{"factor", 2}});
    addConv("decode2", {"d1_long", "e1"}, 1);
    add("relu", "d2");
    add("upsample1d", "d2_long", {}, {{"factor", 2}});
    addConv("decode3", {"d2_long", "x"}, 1);
    add("relu", "d3");
    addConv("bands", "d3", 1);
    add("sigmoid", "gains");
    if (size.filterValues() == 0) return layers;
    add("crop1d", "low", "d3", {{"length", size.filterBins}});
    addConv("filter", {}, 1);
    add("tanh", "taps");
    add("flatten", "filter_values");
    add("flatten", "mask", {"gains", "filter_values"});
    return layers;
}

} // namespace solus::train
