// `solus info`: describes a file, identified by its content.
#include "Base/EngineRate.h"
#include "Base/Error.h"
#include "Commands.h"
#include "Console.h"
#include "Engine/Models.h"
#include "Engine/VoiceEngine.h"
#include "Engine/VoiceFolder.h"
#include "Files/AudioFileReader.h"
#include "Inference/ModelJson.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

namespace fs = std::filesystem;

namespace solus::cli {
namespace {

using Json = nlohmann::ordered_json;

enum class Kind { audio, model, voice };

/// Models begin with the length of a JSON header and '{', voices are JSON, anything else must be audio.
Kind kindOf(const std::string& path) {
    std::error_code ignored;
    if (!fs::exists(path, ignored) && !isStream(path) && isBuiltInName(path)) return Kind::model;
    if (isStream(path)) return Kind::audio;
    if (path.ends_with(".safetensors")) return Kind::model;
    if (path.ends_with(VoiceFolder::ending)) return Kind::voice;
    char head[9] = {};
    std::ifstream(fs::path(path), std::ios::binary).read(head, sizeof head);
    if (head[0] == '{') return Kind::voice;
    if (head[8] == '{' && head[3] == 0 && head[4] == 0 && head[5] == 0 && head[6] == 0 && head[7] == 0)
        return Kind::model;
    return Kind::audio;
}

Json describeAudio(const InfoOptions& options) {
    AudioFileReader reader(options.file,
                           options.salvage ? AudioFileReader::Mode::salvage : AudioFileReader::Mode::strict);
    const AudioInfo& info = reader.info();
    const std::int64_t block = std::max<std::int64_t>(1, 65536 / info.channels);
    std::vector<float> samples(static_cast<size_t>(block * info.channels));
    std::int64_t frames = 0;
    double peak = 0.0, square = 0.0;
    for (std::int64_t got = block; got == block; frames += got) {
        got = reader.read(samples.data(), block);
        for (std::int64_t i = 0; i < got * info.channels; ++i) {
            peak = std::max(peak, std::abs(static_cast<double>(samples[i])));
            square += static_cast<double>(samples[i]) * samples[i];
        }
    }
    printWarnings(options.file, reader.warnings());
    const auto decibels = [](double x) {
        return x > 0.0 ? Json(std::round(2000.0 * std::log10(x)) / 100.0) : Json();
    };
    Json object = {{"file", options.file},
                   {"type", "audio"},
                   {"format", info.container},
                   {"encoding", info.encoding},
                   {"bits", bitDepth(info.format)},
                   {"sample_rate", info.sampleRate},
                   {"channels", info.channels},
                   {"frames", frames},
                   {"seconds", static_cast<double>(frames) / info.sampleRate},
                   {"peak_dbfs", decibels(peak)},
                   {"rms_dbfs", decibels(std::sqrt(square / static_cast<double>(frames * info.channels)))}};
    if (options.json) {
        object["missing"] = gapsJson(reader.missing(), info.sampleRate);
        object["warnings"] = reader.warnings();
    }
    return object;
}

Json describeModel(const std::string& nameOrPath) {
    std::error_code ignored;
    const auto model = fs::exists(nameOrPath, ignored) ? Model::load(nameOrPath) : findModel(nameOrPath, "");
    Json object = {{"file", nameOrPath},
                   {"type", "model"},
                   {"name", model->name},
                   {"kind", model->kind},
                   {"parameters", model->parameters},
                   {"bytes", model->bytes},
                   {"sample_rate", model->sampleRate}};
    if (model->kind == "denoiser") {
        VoiceEngine engine(model);
        engine.prepare(engineHz, 1);
        object["latency_samples"] = engine.latencySamples();
    }
    object["layers"] = Json::parse(toJson(model->graph).dump());
    object["hash"] = model->hash;
    object["metadata"] = Json::parse(aboutJson(*model).dump());
    return object;
}

Json describeVoice(const std::string& path) {
    const VoicePrint voice = VoicePrint::load(path);
    std::string embedder = "unknown";
    for (const auto& name : builtInNames("embedder"))
        if (builtInModel(name)->hash == voice.embedderHash) embedder = name;
    return {{"file", path},
            {"type", "voice"},
            {"name", voice.name},
            {"seconds", voice.seconds},
            {"created", voice.created},
            {"embedder", embedder},
            {"embedder_hash", voice.embedderHash},
            {"usable", embedder != "unknown"}};
}

/// One line "key: value" each; nested values stay JSON on one line.
void printReadably(const Json& object) {
    for (const auto& [key, value] : object.items()) {
        std::string text = value.is_string() ? value.get<std::string>() : value.dump();
        std::string label = key + ":";
        std::replace(label.begin(), label.end(), '_', ' ');
        label.resize(std::max<size_t>(label.size() + 1, 17), ' ');
        if (key == "metadata" && value.is_object()) {
            printReadably(value);
        } else {
            printLine(label + text);
        }
    }
}

} // namespace

int info(const InfoOptions& options) {
    const Kind kind = kindOf(options.file);
    const Json object = kind == Kind::audio   ? describeAudio(options)
                        : kind == Kind::model ? describeModel(options.file)
                                              : describeVoice(options.file);
    if (options.json) {
        printText(object.dump(-1, ' ', false, Json::error_handler_t::replace) + '\n');
    } else {
        printReadably(object);
    }
    return done;
}

} // namespace solus::cli
