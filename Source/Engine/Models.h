// The models compiled into every program, and lookup of a model by name or file.
#pragma once

#include "Inference/Model.h"

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace solus {

struct EmbeddedModel {
    std::string name;
    std::span<const std::byte> file;
};

/// From Resources/Models, in alphabetical order (generated at build time).
std::vector<EmbeddedModel> embeddedModels();

/// All models of one kind ("denoiser", "isolator", "embedder"), in alphabetical order. Loads them.
std::vector<std::string> builtInNames(const std::string& kind);

inline constexpr const char* defaultDenoiserName = "denoise-solus";
inline constexpr const char* defaultEmbedderName = "verify-solus";

/// The full name of a model: "denoise-live" for "live". The part after the first '-' is enough; if several models
/// share it, the one of `kind` is chosen. Any other name is returned unchanged.
std::string fullModelName(const std::string& name, const std::string& kind = "denoiser");

/// All engines in a process share one copy of the weights. Throws Error for an unknown name.
std::shared_ptr<const Model> builtInModel(const std::string& name);
inline std::shared_ptr<const Model> defaultDenoiser() {
    return builtInModel(defaultDenoiserName);
}
inline std::shared_ptr<const Model> defaultEmbedder() {
    return builtInModel(defaultEmbedderName);
}

/// A path contains '/' (on Windows also '\' or ':') or ends in ".safetensors"; anything else is a name.
bool isModelPath(const std::string& nameOrPath);
/// Accepts full and short names (see fullModelName).
bool isBuiltInName(const std::string& name);

/// Loads a built-in model by full or short name, or a file (isModelPath). Checks its kind ("denoiser", "isolator", "embedder";
/// empty: any). Throws Error; for an unknown name, the message lists the models of this kind.
std::shared_ptr<const Model> findModel(const std::string& nameOrPath, const std::string& kind);
/// The same for a denoiser; "" means the default.
std::shared_ptr<const Model> findDenoiser(const std::string& nameOrPath);
/// The same for an isolator. Throws Error also if it cannot take this denoiser's place: the engine would run the gate
/// without a word.
std::shared_ptr<const Model> findIsolator(const std::string& nameOrPath, const Model& denoiser);

} // namespace solus
