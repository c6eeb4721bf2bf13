// The layer graph as JSON, and back.
#include "Inference/LayerGraph.h"

#include "Base/Error.h"
#include "Base/Text.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

namespace solus {
namespace {

using nlohmann::json;

constexpr size_t maxLayers = 256, maxInputs = 64; // hundreds of times what can run in real time

std::string readName(const json& entry, size_t index, const std::set<std::string>& known) {
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

std::vector<std::string> readSources(const json& from, const std::string& name,
                                     const std::set<std::string>& known) {
    const json list = from.is_array() ? from : json::array({from});
    if (list.empty() || list.size() > maxInputs)
        throw Error("layer " + inQuotes(name) + ": from has no or too many names");
    std::vector<std::string> sources;
    for (const json& source : list) {
        if (!source.is_string()) throw Error("layer " + inQuotes(name) + ": from must hold names of layers");
        sources.push_back(source.get<std::string>());
        if (!known.contains(sources.back()))
            throw Error("layer " + inQuotes(name) + ": from names " + inQuotes(sources.back()) +
                        ", which is not an earlier layer");
    }
    return sources;
}

} // namespace

json toJson(const LayerGraph& graph) {
    json list = json::array();
    std::string before = "input";
    for (const auto& layer : graph) {
        json entry{{"type", layer.type}, {"name", layer.name}};
        if (layer.from != std::vector{before})
            entry["from"] = layer.from.size() == 1 ? json(layer.from.front()) : json(layer.from);
        for (const auto& [key, value] : layer.options) {
            const auto whole = static_cast<std::int64_t>(value);
            entry[key] = static_cast<double>(whole) == value ? json(whole) : json(value);
        }
        list.push_back(std::move(entry));
        before = layer.name;
    }
    return list;
}

LayerGraph layerGraphFromJson(const json& list) {
    if (!list.is_array() || list.empty())
        throw Error("the layer graph is not a list with at least one layer");
    if (list.size() > maxLayers) throw Error("the layer graph has more than 256 layers");
    LayerGraph graph;
    std::set<std::string> known{"input"};
    for (const json& entry : list) {
        LayerSpec layer;
        layer.name = readName(entry, graph.size(), known);
        layer.type = entry["type"].get<std::string>();
        layer.from = entry.contains("from")
                         ? readSources(entry["from"], layer.name, known)
                         : std::vector{graph.empty() ? std::string("input") : graph.back().name};
        for (const auto& [key, value] : entry.items()) {
            if (key == "type" || key == "name" || key == "from") continue;
            if (!value.is_number())
                throw Error("layer " + inQuotes(layer.name) + ": " + inQuotes(key) + " must be a number");
            layer.options[key] = value.get<double>();
        }
        known.insert(layer.name);
        graph.push_back(std::move(layer));
    }
    return graph;
}

} // namespace solus
