// The layer graph of a model file, from which networks are built, trained, drawn and counted.
#pragma once

#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

namespace solus {

/// One layer; docs/model-format.md lists the types and their options.
struct LayerSpec {
    std::string type, name;
    /// Its inputs: names of earlier layers, or "input". Never empty.
    std::vector<std::string> from;
    std::map<std::string, double> options;

    bool operator==(const LayerSpec&) const = default;
};

/// In topological order; the last layer's output is the network's.
using LayerGraph = std::vector<LayerSpec>;

/// The metadata "layers" of a model file. `from` is omitted where it is just the previous layer.
nlohmann::json toJson(const LayerGraph&);
/// Checks names, sources and the number of layers. Types, options and shapes are checked when the network is built.
/// Throws Error.
LayerGraph layerGraphFromJson(const nlohmann::json&);

} // namespace solus
