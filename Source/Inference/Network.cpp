// Running a network frame by frame.
#include "Inference/Network.h"

#include "Inference/NetworkNodes.h"

#include <algorithm>

namespace solus {

Network::~Network() = default;
Network::Network(Network&&) noexcept = default;
Network& Network::operator=(Network&&) noexcept = default;

int Network::inputSize() const noexcept {
    return static_cast<int>(nodes_->input.size());
}
int Network::outputSize() const noexcept {
    return nodes_->shapes.back().size();
}

void Network::setPoolingMemory(int frames, int memory) noexcept {
    for (auto& node : nodes_->memories[memory]) node.layer->setPoolingMemory(frames);
}

void Network::reset() noexcept {
    for (auto& node : nodes_->trunk) node.layer->reset();
    for (int m = 0; m < static_cast<int>(nodes_->memories.size()); ++m) resetMemory(m);
}

void Network::resetMemory(int memory) noexcept {
    for (auto& node : nodes_->memories[memory]) node.layer->reset();
}

void Network::swapMemories(int memory, int other) noexcept {
    std::swap(nodes_->memories[memory], nodes_->memories[other]); // pointers into them stay valid
}

int Network::voiceSize() const noexcept {
    return nodes_->voiceSize;
}

void Network::setVoice(const float* voice) noexcept {
    for (auto& node : nodes_->trunk) {
        if (!node.ofVoice) continue;
        node.layer->setVoice(voice);
        node.process();
    }
}

void Network::push(const float* input) noexcept {
    std::copy_n(input, nodes_->input.size(), nodes_->input.data());
    for (auto& node : nodes_->trunk)
        if (node.everyFrame && !node.ofVoice) node.process();
    for (auto& memory : nodes_->memories)
        for (auto& node : memory)
            if (node.everyFrame) node.process();
}

const float* Network::output(int memory) noexcept {
    for (auto& node : nodes_->trunk)
        if (!node.everyFrame && !node.ofVoice) node.process();
    for (auto& node : nodes_->memories[memory])
        if (!node.everyFrame) node.process();
    return nodes_->valuesOf(static_cast<int>(nodes_->places.size()), static_cast<size_t>(memory));
}

} // namespace solus
