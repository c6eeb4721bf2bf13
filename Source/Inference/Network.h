// A streaming network: the layer graph of a model, with its own state and buffers.
#pragma once

#include "Inference/Model.h"

#include <memory>
#include <vector>

namespace solus {

/// One frame of features in, one frame out. The weights stay in the shared Model; a Network holds state only.
/// Poolings may run in parallel on the same recurrent layers, each with a memory of different length. The poolings,
/// and the layers after them, then exist once per memory.
class Network {
public:
    /// Builds the graph and sizes all memory. Throws Error if graph and tensors do not match.
    explicit Network(std::shared_ptr<const Model>, int memories = 1);
    ~Network();
    Network(Network&&) noexcept;
    Network& operator=(Network&&) noexcept;

    int inputSize() const noexcept;
    int outputSize() const noexcept;

    /// How many frames a pooling looks back, approximately; 0: all since reset(). Real-time safe.
    void setPoolingMemory(int frames, int memory = 0) noexcept;
    /// The enrolled voice, voiceSize() values; zeros at first. Runs the layers that depend on it alone, so that no hop
    /// pays for them. Does nothing if the network takes none. Real-time safe.
    void setVoice(const float* voice) noexcept;
    int voiceSize() const noexcept; ///< 0: the network takes no voice
    /// Clears recurrent states and poolings, not the voice. Real-time safe.
    void reset() noexcept;
    /// Clears one memory and the layers after its poolings, not the layers before them. Real-time safe.
    void resetMemory(int memory) noexcept;
    /// Swaps two memories, their lengths included. Real-time safe.
    void swapMemories(int memory, int other) noexcept;

    /// `input`: inputSize() values. Returns outputSize() values, valid until the next call. Real-time safe. A
    /// non-finite input makes the output and state non-finite: the caller must check for this and call reset().
    const float* process(const float* input) noexcept {
        push(input);
        return output();
    }
    /// process() in two halves: push() runs only the layers that need every frame, output() the rest. Callers that do not
    /// need a result every frame save the cost of output(). Real-time safe.
    void push(const float* input) noexcept;
    const float* output(int memory = 0) noexcept;

private:
    friend class NetworkBuilder;
    struct Nodes;
    std::unique_ptr<Nodes> nodes_;
};

} // namespace solus
