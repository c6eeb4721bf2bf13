// Finding the weights that a new run begins with.
#include "Core/Start.h"

#include "Base/Error.h"
#include "Core/RunFolder.h"
#include "Engine/Models.h"
#include "Inference/ModelJson.h"

namespace solus::train {

namespace fs = std::filesystem;

Start findStart(const std::string& name) {
    if (name.ends_with(".safetensors")) return {{}, findModel(name, "")};
    if (fs::is_regular_file(name)) return {name, nullptr};
    if (!isModelPath(name) && !name.ends_with(".pt")) return {{}, findModel(name, "")};
    throw Error("--start " + name +
                ": no such file; name best.pt of another run, a model file (.safetensors) or a "
                "built-in model");
}

nlohmann::json originOf(const Start& start) {
    nlohmann::json origin;
    if (start.model) {
        const auto about = aboutJson(*start.model);
        if (about.contains("training")) origin = about.at("training");
        if (!origin.is_object()) origin = nlohmann::json::object();
        origin["model"] = start.model->name;
        origin["sha256"] = start.model->hash;
        origin["licence"] = about.value("licence", "not stated");
    } else if (const auto folder = fs::absolute(start.checkpoint).parent_path();
               fs::exists(folder / "summary.json"))
        origin = RunFolder(folder).readJson("summary.json");
    for (const char* key : {"command", "date", "machine", "results"}) // for a report, not a model file
        if (origin.is_object()) origin.erase(key);
    return origin;
}

} // namespace solus::train
