// A streaming network: the layer graph of a model, with state and buffers of its own.
#pragma once

#include "Inference/Model.h"

#include <memory>
#include <vector>

namespace solus {

/// One frame of features in, one frame out. The weights stay in the shared Model; a Network holds state only.
class Network {
public:
    /// Builds the graph and sizes all memory. Throws Error where graph and tensors do not fit.
    explicit Network(std::shared_ptr<const Model>);
    ~Network();
    Network(Network&&) noexcept;
    Network& operator=(Network&&) noexcept;

    int inputSize() const noexcept;
    int outputSize() const noexcept;

    /// How many frames the running means look back, about; 0: everything since reset(). Real-time safe.
    void setPoolingMemory(int frames) noexcept;

    /// Forgets everything heard: recurrent states, running means.
    void reset() noexcept;
    /// `input`: inputSize() values. Returns outputSize() values, valid until the next call. noexcept, no
    /// allocation, no lock. A non-finite input makes non-finite output and state: the caller checks and calls
    /// reset().
    const float* process(const float* input) noexcept;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace solus
