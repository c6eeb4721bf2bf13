// `solus models`: lists the built-in denoisers.
#include "Base/EngineRate.h"
#include "Commands.h"
#include "Console.h"
#include "Engine/Models.h"
#include "Engine/VoiceEngine.h"

#include <cstdio>
#include <nlohmann/json.hpp>

namespace solus::cli {

int models(const ModelsOptions& options) {
    for (const auto& name : builtInNames("denoiser")) {
        const auto model = builtInModel(name);
        VoiceEngine engine(model);
        engine.prepare(engineHz, 1);
        const int latency = engine.latencySamples();
        const bool isDefault = name == defaultDenoiserName, isForFiles = name == fileDenoiserName;
        if (options.json) {
            printJson({{"name", name},
                       {"default", isDefault},
                       {"default_for_files", isForFiles},
                       {"latency_samples", latency},
                       {"parameters", model->parameters},
                       {"bytes", model->bytes}});
            continue;
        }
        char text[160];
        std::snprintf(text, sizeof text, "  %5.1f ms (%d samples at 48 kHz)  %7zu weights  %5.2f MB%s",
                      latency / 48.0, latency, model->parameters, static_cast<double>(model->bytes) / 1e6,
                      isDefault    ? "  default"
                      : isForFiles ? "  default for files"
                                   : "");
        printLine(name + text);
    }
    return done;
}

} // namespace solus::cli
