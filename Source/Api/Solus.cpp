// The C API: one VoiceEngine, behind argument checks and an exception barrier.
#include "Api/Guard.h"
#include "Engine/Models.h"
#include "Engine/Parameters.h"
#include "Engine/VoiceEngine.h"
#include "Engine/VoiceFolder.h"

#include <solus/solus.h>

#include <array>
#include <atomic>
#include <cmath>
#include <cstdio>
#include <mutex>
#include <vector>

using namespace solus;
using namespace solus::api;

struct solus_engine {
    explicit solus_engine(const char* model)
        : embedder(defaultEmbedder()),
          engine(model ? findModel(model, "denoiser") : defaultDenoiser(), embedder) {
        const ParameterValues standard = standardValues();
        for (int i = 0; i < parameterCount; ++i) values[i] = standard[i];
    }

    std::shared_ptr<const Model> embedder;
    VoiceEngine engine;
    std::array<std::atomic<float>, parameterCount> values; ///< in the units of the table
    std::mutex rebuilding;        ///< a value and what is rebuilt for it change together
    std::atomic<int> channels{0}; ///< 0: not prepared
    mutable LastError error;
};

namespace {

/// Where the error of a call is stored.
LastError& errorOf(const solus_engine* solus) noexcept {
    return solus ? solus->error : lastErrorOfThread();
}

int failOnAudioThread(const solus_engine* solus, int code, const char* text) noexcept {
    solus->error.setOnAudioThread(text);
    return code;
}

std::string text(float value) {
    char digits[32];
    std::snprintf(digits, sizeof digits, "%.6g", static_cast<double>(value));
    return digits;
}

const ParameterSpec& specOf(const char* id) {
    if (!id) throw BadArgument("the parameter's ID is NULL");
    if (const ParameterSpec* spec = findParameter(id)) return *spec;
    std::string list;
    for (const ParameterSpec& spec : parameterTable())
        list += (list.empty() ? "" : ", ") + std::string(spec.id);
    throw BadArgument("\"" + std::string(id) + "\": there is no such parameter (there are " + list + ")");
}

void checkRange(const ParameterSpec& spec, float value) {
    if (value >= spec.low && value <= spec.high) return; // false for NaN
    throw BadArgument(std::string(spec.id) + ": needs a number from " + text(spec.low) + " to " +
                      text(spec.high) + (*spec.unit ? " " : "") + spec.unit + ", not " + text(value));
}

void rebuild(solus_engine& solus, Parameter parameter, float value) {
    const std::lock_guard lock(solus.rebuilding);
    if (parameter == Parameter::lookAhead)
        solus.engine.setLookAhead(value);
    else
        solus.engine.setSplit(isOn(value));
    solus.values[static_cast<size_t>(parameter)] = value;
}

/// Each call applies all values, so that two threads setting different parameters at once lose neither.
void takeSettings(solus_engine& solus) noexcept {
    ParameterValues values;
    for (int i = 0; i < parameterCount; ++i) values[i] = solus.values[i].load(std::memory_order_relaxed);
    solus.engine.setSettings(toSettings(values));
}

bool anyNull(const float* const* in, float* const* out, int channels) noexcept {
    if (!in || !out) return true;
    for (int c = 0; c < channels; ++c)
        if (!in[c] || !out[c]) return true;
    return false;
}

} // namespace

solus_engine* solus_create(const char* model) {
    solus_engine* made = nullptr;
    guarded(lastErrorOfThread(), [&] { made = new solus_engine(model); });
    return made;
}

void solus_destroy(solus_engine* solus) {
    delete solus;
}

const char* solus_last_error(const solus_engine* solus) {
    return errorOf(solus).get();
}

int solus_prepare(solus_engine* solus, double rate, int channels) {
    if (!solus) return noEngine("solus_prepare");
    return guarded(solus->error, [&] {
        takeSettings(*solus);
        solus->engine.prepare(rate, channels);
        solus->channels = channels;
    });
}

int solus_process(solus_engine* solus, const float* const* in, float* const* out, int frames) {
    if (!solus) return noEngine("solus_process");
    const int channels = solus->channels.load(std::memory_order_relaxed);
    if (channels == 0)
        return failOnAudioThread(solus, SOLUS_NOT_PREPARED, "solus_process: call solus_prepare() first");
    if (frames < 0)
        return failOnAudioThread(solus, SOLUS_BAD_ARGUMENT,
                                 "solus_process: the number of frames is negative");
    if (frames > 0 && anyNull(in, out, channels))
        return failOnAudioThread(solus, SOLUS_BAD_ARGUMENT, "solus_process: a channel's samples are NULL");
    takeSettings(*solus);
    if (frames > 0) solus->engine.process(in, out, frames);
    return SOLUS_OK;
}

int solus_reset(solus_engine* solus) {
    if (!solus) return noEngine("solus_reset");
    if (solus->channels == 0)
        return failOnAudioThread(solus, SOLUS_NOT_PREPARED, "solus_reset: call solus_prepare() first");
    solus->engine.reset();
    return SOLUS_OK;
}

int solus_latency(const solus_engine* solus) {
    return solus ? solus->engine.latencySamples() : -1;
}

int solus_set_model(solus_engine* solus, const char* model) {
    if (!solus) return noEngine("solus_set_model");
    return guarded(solus->error, [&] {
        solus->engine.setDenoiser(model ? findModel(model, "denoiser") : defaultDenoiser());
    });
}

int solus_set(solus_engine* solus, const char* id, float value) {
    if (!solus) return noEngine("solus_set");
    return guarded(solus->error, [&] {
        const ParameterSpec& spec = specOf(id);
        checkRange(spec, value);
        const auto index = &spec - parameterTable().data();
        if (spec.rebuilds)
            rebuild(*solus, static_cast<Parameter>(index), value);
        else
            solus->values[static_cast<size_t>(index)] = value;
    });
}

int solus_get(const solus_engine* solus, const char* id, float* value) {
    if (!solus) return noEngine("solus_get");
    return guarded(solus->error, [&] {
        const ParameterSpec& spec = specOf(id);
        if (!value) throw BadArgument(std::string(id) + ": the pointer for the value is NULL");
        *value = solus->values[static_cast<size_t>(&spec - parameterTable().data())];
    });
}

int solus_set_voices(solus_engine* solus, const char* const* voices, int count) {
    if (!solus) return noEngine("solus_set_voices");
    return guarded(solus->error, [&] {
        if (count < 0 || (count > 0 && !voices)) throw BadArgument("solus_set_voices: the voices are NULL");
        std::vector<VoicePrint> prints;
        for (int i = 0; i < count; ++i) {
            if (!voices[i]) throw BadArgument("solus_set_voices: the name of a voice is NULL");
            prints.push_back(VoiceFolder().load(voices[i], *solus->embedder));
        }
        solus->engine.setVoices(prints);
    });
}

int solus_clear_voices(solus_engine* solus) {
    if (!solus) return noEngine("solus_clear_voices");
    return solus_set_voices(solus, nullptr, 0);
}

int solus_listen(solus_engine* solus, int on) {
    if (!solus) return noEngine("solus_listen");
    solus->engine.alwaysListen(on != 0);
    return SOLUS_OK;
}

float solus_score(const solus_engine* solus) {
    return solus ? solus->engine.speakerScore() : -1.0f;
}
