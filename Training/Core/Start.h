// Resolves --start: the weights that a new run begins with.
#pragma once

#include "Inference/Model.h"

#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

namespace solus::train {

/// Exactly one of the two is set.
struct Start {
    std::filesystem::path checkpoint;   ///< best.pt of another run
    std::shared_ptr<const Model> model; ///< an exported model
};

/// `name`: a checkpoint, a model file (.safetensors), or the name of a built-in model. Throws Error.
Start findStart(const std::string& name);

/// The origin of the weights, for the summary of the new run; null if nothing is known.
nlohmann::json originOf(const Start&);

} // namespace solus::train
