// Building a network from its layer graph, and running it frame by frame.
#include "Inference/Network.h"

#include "Base/Error.h"
#include "Base/Text.h"
#include "Inference/Layer.h"

#include <algorithm>
#include <map>

namespace solus {
namespace {

// Hundreds of times what can run live, and little enough that no file exhausts the memory.
constexpr size_t maxLayers = 256, maxInputs = 64;
constexpr int maxFrame = 1'000'000;
constexpr size_t maxValues = 16'000'000; // in all buffers of layers and between them together

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
        bool everyFrame = true; ///< it remembers, or something behind it does

        void process() noexcept {
            if (joinedData != nullptr) {
                float* to = joined.data();
                for (size_t i = 0; i < sources.size(); ++i) to = std::copy_n(sources[i], sourceSizes[i], to);
            }
            layer->process(joinedData != nullptr ? &joinedData : sources.data(), output.data());
        }
    };
    /// In the order of the graph.
    using Nodes = std::vector<Node>;
    /// Where a layer of the graph is: in the trunk, or, if it pools or hears one that does, in each memory.
    struct Place {
        bool pooled;
        size_t index;
    };

    std::shared_ptr<const Model> model;
    std::vector<float> input;
    Nodes trunk;
    std::vector<Nodes> memories;
    std::vector<Place> places;
    std::vector<Shape> shapes; ///< [0] of the input, then of each layer

    void add(const json& entry, const std::string& name, const std::vector<int>& sources);
    void findWhatMustHearEveryFrame(const std::vector<std::vector<int>>& sourcesOf);
    Nodes& nodesAt(int layer, size_t memory) { return places[layer - 1].pooled ? memories[memory] : trunk; }
    const float* valuesOf(int source, size_t memory) {
        return source == 0 ? input.data() : nodesAt(source, memory)[places[source - 1].index].output.data();
    }

    std::set<std::string> tensorsRead;
    size_t totalValues = 0;
};

void Network::Impl::add(const json& entry, const std::string& name, const std::vector<int>& sources) {
    std::vector<Shape> inputs;
    for (int source : sources) inputs.push_back(shapes[source]);
    const bool joins = sources.size() > 1 && entry["type"] != "add";
    if (joins) inputs = {concatenated(inputs, name)};
    const auto build = [&] {
        LayerPlan plan(*model, entry, inputs);
        BuiltLayer built = buildLayer(plan);
        plan.checkOptions();
        if (static_cast<double>(built.output.channels) * built.output.length > maxFrame)
            plan.fail("its output is too large");
        tensorsRead.insert(plan.tensorsRead().begin(), plan.tensorsRead().end());
        totalValues += (joins ? static_cast<size_t>(inputs[0].size()) : 0) +
                       static_cast<size_t>(built.output.size()) + built.scratch;
        if (totalValues > maxValues) plan.fail("the network is too large");
        return built;
    };

    BuiltLayer built = build();
    const Shape output = built.output;
    const bool pooled = built.layer->pools() ||
                        std::any_of(sources.begin(), sources.end(),
                                    [this](int source) { return source > 0 && places[source - 1].pooled; });
    for (size_t m = 0; m < (pooled ? memories.size() : 1); ++m) {
        Node node;
        for (int source : sources) {
            node.sources.push_back(valuesOf(source, m));
            node.sourceSizes.push_back(shapes[source].size());
        }
        if (joins) {
            node.joined.resize(static_cast<size_t>(inputs[0].size()));
            node.joinedData = node.joined.data();
        }
        node.layer = m == 0 ? std::move(built.layer) : build().layer;
        node.output.assign(static_cast<size_t>(output.size()), 0.0f);
        (pooled ? memories[m] : trunk).push_back(std::move(node));
    }
    places.push_back({pooled, (pooled ? memories[0] : trunk).size() - 1});
    shapes.push_back(output);
}

void Network::Impl::findWhatMustHearEveryFrame(const std::vector<std::vector<int>>& sourcesOf) {
    std::vector<bool> must(sourcesOf.size(), false);
    for (size_t layer = sourcesOf.size(); layer-- > 0;) {
        const auto& node = nodesAt(static_cast<int>(layer) + 1, 0)[places[layer].index];
        must[layer] = must[layer] || node.layer->remembers();
        for (int source : sourcesOf[layer])
            if (source > 0 && must[layer]) must[source - 1] = true;
    }
    for (size_t layer = 0; layer < must.size(); ++layer)
        for (size_t m = 0; m < memories.size(); ++m)
            nodesAt(static_cast<int>(layer) + 1, m)[places[layer].index].everyFrame = must[layer];
}

Network::Network(std::shared_ptr<const Model> model, int memories) : impl_(std::make_unique<Impl>()) {
    Impl& impl = *impl_;
    impl.model = std::move(model);
    impl.memories.resize(static_cast<size_t>(std::max(memories, 1)));
    const json& layers = impl.model->layers;
    if (impl.model->inputSize < 1 || impl.model->inputSize > maxFrame)
        throw Error("a network needs a model with an input size; models come from Model::parse()");
    if (!layers.is_array() || layers.empty())
        throw Error("the layer graph is not a list with at least one layer");
    if (layers.size() > maxLayers) throw Error("the layer graph has more than 256 layers");

    impl.input.assign(static_cast<size_t>(impl.model->inputSize), 0.0f);
    impl.shapes = {{1, impl.model->inputSize}};
    std::map<std::string, int> known{{"input", 0}};
    std::vector<std::vector<int>> sourcesOf;
    for (size_t i = 0; i < layers.size(); ++i) {
        const std::string name = readName(layers[i], i, known);
        sourcesOf.push_back(readSources(layers[i], name, i, known));
        impl.add(layers[i], name, sourcesOf.back());
        known[name] = static_cast<int>(i) + 1;
    }
    impl.findWhatMustHearEveryFrame(sourcesOf);
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
    return impl_->shapes.back().size();
}

void Network::setPoolingMemory(int frames, int memory) noexcept {
    for (auto& node : impl_->memories[memory]) node.layer->setPoolingMemory(frames);
}

void Network::reset() noexcept {
    for (auto& node : impl_->trunk) node.layer->reset();
    for (int m = 0; m < static_cast<int>(impl_->memories.size()); ++m) forget(m);
}

void Network::forget(int memory) noexcept {
    for (auto& node : impl_->memories[memory]) node.layer->reset();
}

void Network::exchange(int memory, int other) noexcept {
    std::swap(impl_->memories[memory], impl_->memories[other]); // what they point to stays where it is
}

void Network::hear(const float* input) noexcept {
    std::copy_n(input, impl_->input.size(), impl_->input.data());
    for (auto& node : impl_->trunk)
        if (node.everyFrame) node.process();
    for (auto& memory : impl_->memories)
        for (auto& node : memory)
            if (node.everyFrame) node.process();
}

const float* Network::output(int memory) noexcept {
    for (auto& node : impl_->trunk)
        if (!node.everyFrame) node.process();
    for (auto& node : impl_->memories[memory])
        if (!node.everyFrame) node.process();
    return impl_->valuesOf(static_cast<int>(impl_->places.size()), static_cast<size_t>(memory));
}

} // namespace solus
