// Runs the speaker network on the speech frames.
#include "Verify/Embedder.h"

#include "Error.h"

#include <algorithm>
#include <cmath>

namespace solus {

Embedder::Embedder(std::shared_ptr<const Model> model, int channels)
    : model_(std::move(model)), network_(model_), features_(model_->stft, model_->features, channels) {
    if (model_->kind != "embedder")
        throw Error("model " + model_->name + " is of kind \"" + model_->kind + "\", not an embedder");
    if (network_.inputSize() != features_.size())
        throw Error("model " + model_->name + ": the network takes " + std::to_string(network_.inputSize()) +
                    " values, the features have " + std::to_string(features_.size()));
    embedding_.assign(static_cast<size_t>(network_.outputSize()), 0.0f);
}

void Embedder::reset() noexcept {
    features_.reset();
    network_.reset();
    std::fill(embedding_.begin(), embedding_.end(), 0.0f);
    speechFrames_ = pauseFrames_ = 0;
}

void Embedder::forgetTalker() noexcept {
    features_.forgetColour();
    network_.reset();
    std::fill(embedding_.begin(), embedding_.end(), 0.0f);
    speechFrames_ = 0;
}

void Embedder::setMemory(double seconds) noexcept {
    network_.setPoolingMemory(seconds > 0.0 ? std::max(1, static_cast<int>(seconds / features_.hopSeconds())) : 0);
}

void Embedder::push(const float* const* samples, int count) noexcept {
    features_.push(samples, count, [this](bool speech, const float* features) noexcept {
        if (speech)
            hear(features);
        else
            ++pauseFrames_;
    });
}

void Embedder::hear(const float* features) noexcept {
    const float* output = network_.process(features);
    if (!std::all_of(output, output + embedding_.size(), [](float x) { return std::isfinite(x); })) {
        forgetTalker(); // a poisoned recurrent state would stay poisoned for ever
        return;
    }
    std::copy(output, output + embedding_.size(), embedding_.begin());
    ++speechFrames_;
    pauseFrames_ = 0;
}

} // namespace solus
