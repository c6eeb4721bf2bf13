// The embedding that a user's enrolment would give, for training on mixtures of enrolled voices.
#pragma once

#include "Core/Random.h"
#include "Data/Picker.h"
#include "Inference/Model.h"

#include <memory>
#include <vector>

namespace solus::train {

class Enrolment {
public:
    Enrolment(std::shared_ptr<const Model> denoiser, std::shared_ptr<const Model> embedder);

    /// Of speech at 48 kHz, through another microphone and with some noise, denoised as in the engine. Empty if there is
    /// less than a second of speech. Thread-safe.
    std::vector<float> embed(std::vector<float> speech, const Picker& noise, Random&) const;
    /// The same of a recording as it is.
    std::vector<float> embed(std::vector<float> speech) const;

    const Model& embedder() const { return *embedder_; }

private:
    std::shared_ptr<const Model> denoiser_, embedder_;
};

} // namespace solus::train
