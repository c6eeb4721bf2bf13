// The models that are compiled into every program, and finding a model by name or file.
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

/// Of one kind ("denoiser", "embedder"), in alphabetical order. Loads them.
std::vector<std::string> builtInNames(const std::string& kind);

inline constexpr const char* defaultDenoiserName = "denoise-solus";
inline constexpr const char* defaultEmbedderName = "verify-solus";

/// "denoise-live" for "live": the part after the first '-' will do; where several models share it, the one of
/// `kind` is meant. Any other name comes back as it is.
std::string fullModelName(const std::string& name, const std::string& kind = "denoiser");

/// One copy of the weights for all engines of a process. Throws Error for an unknown name.
std::shared_ptr<const Model> builtInModel(const std::string& name);
inline std::shared_ptr<const Model> defaultDenoiser() {
    return builtInModel(defaultDenoiserName);
}
inline std::shared_ptr<const Model> defaultEmbedder() {
    return builtInModel(defaultEmbedderName);
}

/// A path has a '/' in it or ends in ".safetensors"; anything else is a name.
bool isModelPath(const std::string& nameOrPath);
/// Whole or short (fullModelName).
bool isBuiltInName(const std::string& name);

/// A built-in name, whole or short, or a file (isModelPath); checks the kind ("denoiser", "embedder"; empty: any).
/// Throws Error; for an unknown name, one that lists what there is of this kind.
std::shared_ptr<const Model> findModel(const std::string& nameOrPath, const std::string& kind);
/// The same for a denoiser; "" is the default one.
std::shared_ptr<const Model> findDenoiser(const std::string& nameOrPath);

} // namespace solus
