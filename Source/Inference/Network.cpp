// Building a network from its layer graph, and running it frame by frame.
#include "Inference/Network.h"

#include "Error.h"
#include "Inference/Layer.h"
#include "Inference/Text.h"

#include <algorithm>
#include <map>

namespace solus {
namespace {

// Hundreds of times what can run live, and little enough that no file exhausts the memory.
constexpr size_t maxLayers = 256, maxInputs = 64;
constexpr int maxFrame = 1'000'000;
constexpr size_t maxValues = 16'000'000; // in all buffers between layers together

using nlohmann::json;

std::string readName(const json& entry, size_t index, const std::map<std::string, int>& known) {
    const std::string where = "layer " + std::to_string(index + 1);
    if (!entry.is_object()) throw Error(where + " of the graph is not a JSON object");
    for (const char* key : {"type", "name"})
        if (!entry.contains(key) || !entry[key].is_string())
            throw Error(where + " of the graph has no " + std::string(key));
    const auto name = entry["name"].get<std::string>();
    const auto allowed = [](unsigned char c) {
        return c < 0x80 && (std::isalnum(c) || c == '_' || c == '-');
    };
    if (name.empty() || name.size() > 64 || !std::all_of(name.begin(), name.end(), allowed))
        throw Error(where + ": its name " + inQuotes(name) + " must be 1 to 64 letters, digits, _ or -");
    if (name == "score") throw Error(where + ": the name \"score\" is reserved");
    if (known.contains(name)) throw Error(where + ": the name " + inQuotes(name) + " is taken");
    return name;
}

/// Indices of the sources; 0 is the network's input, i + 1 is layer i.
std::vector<int> readSources(const json& entry, const std::string& name, size_t index,
                             const std::map<std::string, int>& known) {
    const auto from = entry.find("from");
    if (from == entry.end()) return {static_cast<int>(index)};
    const json list = from->is_array() ? *from : json::array({*from});
    if (list.empty() || list.size() > maxInputs)
        throw Error("layer " + inQuotes(name) + ": from has no or too many names");
    std::vector<int> sources;
    for (const json& source : list) {
        if (!source.is_string()) throw Error("layer " + inQuotes(name) + ": from must hold names of layers");
        const auto found = known.find(source.get<std::string>());
        if (found == known.end())
            throw Error("layer " + inQuotes(name) + ": from names " + inQuotes(source.get<std::string>()) +
                        ", which is no earlier layer");
        sources.push_back(found->second);
    }
    return sources;
}

/// Plain vectors become one longer vector; otherwise the channels are stacked, and the lengths must agree.
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

struct Network::Impl {
    struct Node {
        std::unique_ptr<Layer> layer;
        std::vector<const float*> sources;
        std::vector<int> sourceSizes;
        std::vector<float> joined; ///< of all sources, if the layer takes one input and has several
        const float* joinedData = nullptr;
        std::vector<float> output;
    };

    std::shared_ptr<const Model> model;
    std::vector<float> input;
    std::vector<Node> nodes;

    void add(const json& entry, const std::string& name, const std::vector<int>& sources,
             std::vector<Shape>& shapes);
    const float* valuesOf(int source) const {
        return source == 0 ? input.data() : nodes[source - 1].output.data();
    }

    std::set<std::string> tensorsRead;
    size_t totalValues = 0;
};

void Network::Impl::add(const json& entry, const std::string& name, const std::vector<int>& sources,
                        std::vector<Shape>& shapes) {
    Node node;
    std::vector<Shape> inputs;
    for (int source : sources) {
        inputs.push_back(shapes[source]);
        node.sources.push_back(valuesOf(source));
        node.sourceSizes.push_back(shapes[source].size());
    }
    if (sources.size() > 1 && entry["type"] != "add") {
        inputs = {concatenated(inputs, name)};
        node.joined.resize(static_cast<size_t>(inputs[0].size()));
        node.joinedData = node.joined.data();
    }
    LayerPlan plan(*model, entry, std::move(inputs));
    BuiltLayer built = buildLayer(plan);
    plan.checkOptions();
    if (static_cast<double>(built.output.channels) * built.output.length > maxFrame)
        plan.fail("its output is too large");
    tensorsRead.insert(plan.tensorsRead().begin(), plan.tensorsRead().end());

    node.layer = std::move(built.layer);
    totalValues += node.joined.size() + static_cast<size_t>(built.output.size());
    if (totalValues > maxValues) plan.fail("the network is too large");
    node.output.assign(static_cast<size_t>(built.output.size()), 0.0f);
    shapes.push_back(built.output);
    nodes.push_back(std::move(node));
}

Network::Network(std::shared_ptr<const Model> model) : impl_(std::make_unique<Impl>()) {
    Impl& impl = *impl_;
    impl.model = std::move(model);
    const json& layers = impl.model->layers;
    if (impl.model->inputSize < 1 || impl.model->inputSize > maxFrame)
        throw Error("a network needs a model with an input size; models come from Model::parse()");
    if (!layers.is_array() || layers.empty())
        throw Error("the layer graph is not a list with at least one layer");
    if (layers.size() > maxLayers) throw Error("the layer graph has more than 256 layers");

    impl.input.assign(static_cast<size_t>(impl.model->inputSize), 0.0f);
    impl.nodes.reserve(layers.size());
    std::vector<Shape> shapes{{1, impl.model->inputSize}};
    std::map<std::string, int> known{{"input", 0}};
    for (size_t i = 0; i < layers.size(); ++i) {
        const std::string name = readName(layers[i], i, known);
        impl.add(layers[i], name, readSources(layers[i], name, i, known), shapes);
        known[name] = static_cast<int>(i) + 1;
    }
    for (const auto& [name, tensor] : impl.model->tensors)
        if (!name.starts_with("score.") && !impl.tensorsRead.contains(name))
            throw Error("tensor " + inQuotes(name) + " belongs to no layer of the graph");
}

Network::~Network() = default;
Network::Network(Network&&) noexcept = default;
Network& Network::operator=(Network&&) noexcept = default;

int Network::inputSize() const noexcept {
    return static_cast<int>(impl_->input.size());
}
int Network::outputSize() const noexcept {
    return static_cast<int>(impl_->nodes.back().output.size());
}

void Network::setPoolingMemory(int frames) noexcept {
    for (Impl::Node& node : impl_->nodes) node.layer->setPoolingMemory(frames);
}

void Network::reset() noexcept {
    for (Impl::Node& node : impl_->nodes) node.layer->reset();
}

const float* Network::process(const float* input) noexcept {
    std::copy_n(input, impl_->input.size(), impl_->input.data());
    for (Impl::Node& node : impl_->nodes) {
        if (node.joinedData != nullptr) {
            float* to = node.joined.data();
            for (size_t i = 0; i < node.sources.size(); ++i)
                to = std::copy_n(node.sources[i], node.sourceSizes[i], to);
        }
        node.layer->process(node.joinedData != nullptr ? &node.joinedData : node.sources.data(),
                            node.output.data());
    }
    return impl_->nodes.back().output.data();
}

} // namespace solus
