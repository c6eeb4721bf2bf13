// The embedding that a user's enrolment would give, for training on mixtures of enrolled voices.
#pragma once

#include "Core/Random.h"
#include "Data/Picker.h"
#include "Inference/Model.h"

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace solus::train {

class Enrolment {
public:
    Enrolment(std::shared_ptr<const Model> denoiser, std::shared_ptr<const Model> embedder);

    /// Of speech at 48 kHz, through another microphone and half of the time with noise, then denoised as in the engine. Empty
    /// if there is less than a second of speech. Thread-safe.
    std::vector<float> embed(std::vector<float> speech, const Picker& noise, Random&) const;

    const Model& embedder() const { return *embedder_; }

private:
    std::shared_ptr<const Model> denoiser_, embedder_;
};

/// A few enrolments of each talker, each made when it is first drawn and kept: they cost more than all other mixing.
class EnrolledTalkers {
public:
    static constexpr int each = 3;
    EnrolledTalkers(std::shared_ptr<const Enrolment>, const Picker& speech, const Picker& noise,
                    std::uint64_t seed);

    /// Enrolment 0 ... each - 1 of the talker of a recording of `speech`; empty if it has too little speech. What it is
    /// depends on the seed and the talker alone. Thread-safe.
    const std::vector<float>& of(const Recording&, int number) const;

private:
    struct Talker {
        std::uint64_t number;
        std::mutex mutex;
        std::array<std::optional<std::vector<float>>, each> embeddings;
    };

    std::shared_ptr<const Enrolment> enrolment_;
    const Picker &speech_, &noise_;
    std::uint64_t seed_;
    mutable std::map<std::string, Talker> talkers_;
};

} // namespace solus::train
