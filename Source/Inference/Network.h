// A streaming network: the layer graph of a model, with state and buffers of its own.
#pragma once

#include "Inference/Model.h"

#include <memory>
#include <vector>

namespace solus {

/// One frame of features in, one frame out. The weights stay in the shared Model; a Network holds state only.
/// Several poolings may run side by side over the same recurrent layers, each with a memory of its own length: the
/// poolings, and what hears them, are there once for each.
class Network {
public:
    /// Builds the graph and sizes all memory. Throws Error where graph and tensors do not fit.
    explicit Network(std::shared_ptr<const Model>, int memories = 1);
    ~Network();
    Network(Network&&) noexcept;
    Network& operator=(Network&&) noexcept;

    int inputSize() const noexcept;
    int outputSize() const noexcept;

    /// How many frames a pooling looks back, about; 0: everything since reset(). Real-time safe.
    void setPoolingMemory(int frames, int memory = 0) noexcept;
    /// Forgets everything heard: recurrent states, poolings.
    void reset() noexcept;
    /// One memory forgets, with all layers that hear it; what it hears does not.
    void forget(int memory) noexcept;
    /// Two poolings change places, with the lengths of their memories.
    void exchange(int memory, int other) noexcept;

    /// `input`: inputSize() values. Returns outputSize() values, valid until the next call. noexcept, no
    /// allocation, no lock. A non-finite input makes non-finite output and state: the caller checks and calls
    /// reset().
    const float* process(const float* input) noexcept {
        hear(input);
        return output();
    }
    /// process() in two halves: only the layers that must hear every frame, and what is left to do for an answer about
    /// what was heard since reset() or forget(). Who does not ask after every frame saves the second.
    void hear(const float* input) noexcept;
    const float* output(int memory = 0) noexcept;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace solus
