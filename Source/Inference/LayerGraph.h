// The graph of layers that a model file describes: what is built, trained, drawn and counted.
#pragma once

#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

namespace solus {

/// One layer; docs/model-format.md lists the types and their options.
struct LayerSpec {
    std::string type, name;
    /// Whose outputs it takes: names of earlier layers, or "input". Never empty.
    std::vector<std::string> from;
    std::map<std::string, double> options;

    bool operator==(const LayerSpec&) const = default;
};

/// In an order in which each layer comes after those that it takes from; the last one's output is the network's.
using LayerGraph = std::vector<LayerSpec>;

/// The metadata "layers" of a model file. Names in `from` are left out where they say the layer before.
nlohmann::json toJson(const LayerGraph&);
/// Checks names, sources and the number of layers; types, options and shapes are checked where the network is built.
/// Throws Error.
LayerGraph layerGraphFromJson(const nlohmann::json&);

} // namespace solus
