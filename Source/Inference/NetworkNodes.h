// What a Network is made of: BuildNetwork.cpp builds it, Network.cpp runs it.
#pragma once

#include "Inference/Layer.h"
#include "Inference/Network.h"

#include <algorithm>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace solus {

/// A layer with its output.
struct NetworkNode {
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

struct Network::Nodes {
    /// Where a layer of the graph is: in the trunk, or, if it pools or comes after one that does, in each memory.
    struct Place {
        bool pooled;
        size_t index;
    };

    std::shared_ptr<const Model> model;
    std::vector<float> input;
    std::vector<NetworkNode> trunk;                 ///< in the order of the graph
    std::vector<std::vector<NetworkNode>> memories; ///< likewise
    std::vector<Place> places;                      ///< of each layer
    std::vector<Shape> shapes;                      ///< [0] of the input, then of each layer

    /// Source 0 is the network's input, source i + 1 is layer i.
    NetworkNode& nodeOf(int source, size_t memory) noexcept {
        const Place place = places[static_cast<size_t>(source) - 1];
        return (place.pooled ? memories[memory] : trunk)[place.index];
    }
    const float* valuesOf(int source, size_t memory) noexcept {
        return source == 0 ? input.data() : nodeOf(source, memory).output.data();
    }
};

} // namespace solus
