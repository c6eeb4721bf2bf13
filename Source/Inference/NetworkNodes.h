// The nodes of a Network, which BuildNetwork.cpp builds and Network.cpp runs.
#pragma once

#include "Inference/Layer.h"
#include "Inference/Network.h"

#include <algorithm>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace solus {

/// A layer and its output buffer.
struct NetworkNode {
    std::unique_ptr<Layer> layer;
    std::vector<const float*> sources;
    std::vector<int> sourceSizes;
    std::vector<float> joined; ///< all sources joined, if the layer takes one input and has several
    const float* joinedData = nullptr;
    std::vector<float> output;
    bool everyFrame = true; ///< it has state, or a layer after it has
    bool ofVoice = false;   ///< depends on the enrolled voice alone: runs when that changes

    void process() noexcept {
        if (joinedData != nullptr) {
            float* to = joined.data();
            for (size_t i = 0; i < sources.size(); ++i) to = std::copy_n(sources[i], sourceSizes[i], to);
        }
        layer->process(joinedData != nullptr ? &joinedData : sources.data(), output.data());
    }
};

struct Network::Nodes {
    /// The place of a layer of the graph: in the trunk; or in each memory, if it pools or follows a layer that does.
    struct Place {
        bool pooled;
        size_t index;
    };

    std::shared_ptr<const Model> model;
    std::vector<float> input;
    std::vector<NetworkNode> trunk;                 ///< in the order of the graph
    std::vector<std::vector<NetworkNode>> memories; ///< the same
    std::vector<Place> places;                      ///< of each layer
    std::vector<Shape> shapes;                      ///< [0] is the input's, then one per layer
    int voiceSize = 0;                              ///< values of the enrolled voice; 0: it takes none

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
