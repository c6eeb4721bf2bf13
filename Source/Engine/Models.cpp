// Loads built-in models once and shares them.
#include "Engine/Models.h"

#include "Base/Error.h"
#include "Base/FileName.h"
#include "Base/Nearest.h"
#include "Base/Text.h"

#include <algorithm>
#include <map>
#include <mutex>

namespace solus {
namespace {

/// Of one kind; empty: all.
std::vector<std::string> namesOf(const std::string& kind) {
    if (!kind.empty()) return builtInNames(kind);
    std::vector<std::string> names;
    for (const EmbeddedModel& model : embeddedModels()) names.push_back(model.name);
    return names;
}

} // namespace

std::vector<std::string> builtInNames(const std::string& kind) {
    std::vector<std::string> names;
    for (const EmbeddedModel& model : embeddedModels())
        if (builtInModel(model.name)->kind == kind) names.push_back(model.name);
    return names;
}

std::string fullModelName(const std::string& name, const std::string& kind) {
    std::vector<std::string> endings;
    for (const EmbeddedModel& model : embeddedModels()) {
        if (model.name == name) return name;
        if (model.name.substr(model.name.find('-') + 1) == name) endings.push_back(model.name);
    }
    if (endings.size() > 1)
        std::erase_if(endings, [&kind](const auto& ending) { return builtInModel(ending)->kind != kind; });
    return endings.size() == 1 ? endings[0] : name;
}

std::shared_ptr<const Model> builtInModel(const std::string& name) {
    static std::mutex mutex;
    static std::map<std::string, std::shared_ptr<const Model>> loaded;
    const std::lock_guard lock(mutex);
    if (const auto found = loaded.find(name); found != loaded.end()) return found->second;
    const auto all = embeddedModels();
    const auto found = std::find_if(all.begin(), all.end(), [&](const auto& m) { return m.name == name; });
    if (found == all.end())
        throw Error("no model is called \"" + name + "\"; there are: " + joined(namesOf("")));
    return loaded[name] = Model::parse(found->file, "built-in model " + name);
}

bool isModelPath(const std::string& nameOrPath) {
    return hasSeparator(nameOrPath) || nameOrPath.ends_with(".safetensors");
}

bool isBuiltInName(const std::string& name) {
    const auto all = embeddedModels();
    return std::any_of(all.begin(), all.end(), [&](const auto& m) { return m.name == fullModelName(name); });
}

std::shared_ptr<const Model> findModel(const std::string& nameOrPath, const std::string& kind) {
    std::shared_ptr<const Model> model;
    if (isModelPath(nameOrPath)) {
        model = Model::load(nameOrPath);
    } else if (isBuiltInName(nameOrPath)) {
        model = builtInModel(fullModelName(nameOrPath, kind.empty() ? "denoiser" : kind));
    } else {
        const auto names = namesOf(kind);
        throw Error((nameOrPath.empty() ? "\"\"" : oneLine(nameOrPath, 64)) + ": there is no such model" +
                    didYouMean(nameOrPath, names) +
                    (names.empty()
                         ? " (none is built in; a file has to end in .safetensors)"
                         : " (there are " + joined(names) + "; a file has to end in .safetensors)"));
    }
    if (!kind.empty() && model->kind != kind)
        throw Error(nameOrPath + ": a model of kind \"" + model->kind + "\", a " + kind + " is needed here");
    return model;
}

std::shared_ptr<const Model> findDenoiser(const std::string& nameOrPath) {
    return nameOrPath.empty() ? defaultDenoiser() : findModel(nameOrPath, "denoiser");
}

std::shared_ptr<const Model> findIsolator(const std::string& nameOrPath, const Model& denoiser) {
    if (nameOrPath.empty()) throw Error("no isolator given: name its model file");
    auto isolator = findModel(nameOrPath, "isolator");
    if (!isolator->runsInStepWith(denoiser))
        throw Error(isolator->name + " cannot take the place of " + denoiser.name +
                    ": their STFTs or look-aheads differ");
    return isolator;
}

} // namespace solus
