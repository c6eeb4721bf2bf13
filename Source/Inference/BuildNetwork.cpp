// From the layer graph of a model to the nodes of a network, with every check that an untrusted file needs.
#include "Base/Error.h"
#include "Base/Text.h"
#include "Inference/Layers.h"
#include "Inference/NetworkNodes.h"

#include <map>
#include <utility>

namespace solus {
namespace {

// Hundreds of times what can run in real time, and small enough that no file exhausts the memory.
constexpr int maxFrame = 1'000'000;
constexpr size_t maxValues = 16'000'000; // in all buffers within and between layers

/// Plain vectors are concatenated; otherwise the channels are stacked, and the lengths must agree.
Shape concatenated(const std::vector<Shape>& shapes, const std::string& name) {
    Shape sum = shapes.front();
    const bool vectors =
        std::all_of(shapes.begin(), shapes.end(), [](const Shape& s) { return s.channels == 1; });
    for (size_t i = 1; i < shapes.size(); ++i) {
        if (!vectors && shapes[i].length != sum.length)
            throw Error("layer " + inQuotes(name) + ": its inputs " + sum.text() + " and " +
                        shapes[i].text() + " cannot be joined");
        (vectors ? sum.length : sum.channels) += vectors ? shapes[i].length : shapes[i].channels;
        if (sum.size() > maxFrame) throw Error("layer " + inQuotes(name) + ": its inputs are too large");
    }
    return sum;
}

} // namespace

/// Adds one layer after the other.
class NetworkBuilder {
public:
    NetworkBuilder(Network::Nodes& nodes) : nodes_(nodes) {}

    void add(const LayerSpec& layer);
    /// Throws Error if a tensor of the model belongs to no layer.
    void checkTensors() const;
    void findWhatRunsEveryFrame();

private:
    BuiltLayer build(const LayerSpec& layer, const std::vector<Shape>& inputs, bool joins);

    Network::Nodes& nodes_;
    std::map<std::string, int> known_{{"input", 0}};
    std::vector<std::vector<int>> sourcesOf_;
    std::set<std::string> tensorsRead_;
    size_t totalValues_ = 0;
};

BuiltLayer NetworkBuilder::build(const LayerSpec& layer, const std::vector<Shape>& inputs, bool joins) {
    LayerPlan plan(*nodes_.model, layer, inputs);
    BuiltLayer built = buildLayer(plan);
    plan.checkOptions();
    if (static_cast<double>(built.output.channels) * built.output.length > maxFrame)
        plan.fail("its output is too large");
    tensorsRead_.insert(plan.tensorsRead().begin(), plan.tensorsRead().end());
    totalValues_ += (joins ? static_cast<size_t>(inputs[0].size()) : 0) +
                    static_cast<size_t>(built.output.size()) + built.scratch;
    if (totalValues_ > maxValues) plan.fail("the network is too large");
    return built;
}

void NetworkBuilder::add(const LayerSpec& layer) {
    std::vector<int> sources;
    for (const auto& name : layer.from) sources.push_back(known_.at(name));
    std::vector<Shape> inputs;
    for (int source : sources) inputs.push_back(nodes_.shapes[source]);
    const bool joins = sources.size() > 1 && !takesInputsApart(layer.type);
    if (joins) inputs = {concatenated(inputs, layer.name)};

    BuiltLayer built = build(layer, inputs, joins);
    const Shape output = built.output;
    const bool isVoice = built.layer->isVoice();
    if (isVoice && std::exchange(nodes_.voiceSize, output.size()) > 0)
        throw Error("layer " + inQuotes(layer.name) + ": a network takes one voice, and this is the second");
    const auto ofVoice = [this](int source) { return source > 0 && nodes_.nodeOf(source, 0).ofVoice; };
    const bool dependsOnVoiceAlone = isVoice || (!built.layer->remembers() && !built.layer->pools() &&
                                                 std::all_of(sources.begin(), sources.end(), ofVoice));
    const bool pooled =
        built.layer->pools() || std::any_of(sources.begin(), sources.end(), [this](int source) {
            return source > 0 && nodes_.places[source - 1].pooled;
        });
    for (size_t m = 0; m < (pooled ? nodes_.memories.size() : 1); ++m) {
        NetworkNode node;
        for (int source : sources) {
            node.sources.push_back(nodes_.valuesOf(source, m));
            node.sourceSizes.push_back(nodes_.shapes[source].size());
        }
        if (joins) {
            node.joined.resize(static_cast<size_t>(inputs[0].size()));
            node.joinedData = node.joined.data();
        }
        node.layer = m == 0 ? std::move(built.layer) : build(layer, inputs, joins).layer;
        node.output.assign(static_cast<size_t>(output.size()), 0.0f);
        node.ofVoice = dependsOnVoiceAlone;
        (pooled ? nodes_.memories[m] : nodes_.trunk).push_back(std::move(node));
    }
    nodes_.places.push_back({pooled, (pooled ? nodes_.memories[0] : nodes_.trunk).size() - 1});
    nodes_.shapes.push_back(output);
    sourcesOf_.push_back(std::move(sources));
    known_[layer.name] = static_cast<int>(sourcesOf_.size());
}

void NetworkBuilder::findWhatRunsEveryFrame() {
    std::vector<bool> must(sourcesOf_.size(), false);
    for (size_t layer = sourcesOf_.size(); layer-- > 0;) {
        must[layer] = must[layer] || nodes_.nodeOf(static_cast<int>(layer) + 1, 0).layer->remembers();
        for (int source : sourcesOf_[layer])
            if (source > 0 && must[layer]) must[source - 1] = true;
    }
    for (size_t layer = 0; layer < must.size(); ++layer)
        for (size_t m = 0; m < nodes_.memories.size(); ++m)
            nodes_.nodeOf(static_cast<int>(layer) + 1, m).everyFrame = must[layer];
}

void NetworkBuilder::checkTensors() const {
    for (const auto& [name, tensor] : nodes_.model->tensors)
        if (!name.starts_with("score.") && !tensorsRead_.contains(name))
            throw Error("tensor " + inQuotes(name) + " belongs to no layer of the graph");
}

Network::Network(std::shared_ptr<const Model> model, int memories) : nodes_(std::make_unique<Nodes>()) {
    if (model->inputSize < 1 || model->inputSize > maxFrame || model->graph.empty())
        throw Error("a network needs a model with an input size; models come from Model::parse()");
    nodes_->model = std::move(model);
    nodes_->memories.resize(static_cast<size_t>(std::max(memories, 1)));
    nodes_->input.assign(static_cast<size_t>(nodes_->model->inputSize), 0.0f);
    nodes_->shapes = {{1, nodes_->model->inputSize}};
    NetworkBuilder builder(*nodes_);
    for (const auto& layer : nodes_->model->graph) builder.add(layer);
    builder.findWhatRunsEveryFrame();
    builder.checkTensors();
    setVoice(std::vector<float>(static_cast<size_t>(nodes_->voiceSize)).data());
}

} // namespace solus
