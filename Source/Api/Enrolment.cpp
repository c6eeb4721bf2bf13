// The C API: enrolling a voice from samples.
#include "Api/Guard.h"
#include "Engine/Models.h"
#include "Engine/VoiceAnalyser.h"
#include "Engine/VoiceFolder.h"

#include <solus/solus.h>

#include <optional>
#include <string>

using namespace solus;
using namespace solus::api;

struct solus_enrolment {
    solus_enrolment(double rate, int channelCount)
        : channels(channelCount), embedder(defaultEmbedder()),
          analyser(defaultDenoiser(), embedder, rate, channelCount) {}

    int channels;
    std::shared_ptr<const Model> embedder;
    VoiceAnalyser analyser;
    VoiceAnalysis analysis;          ///< from finish() on
    std::optional<VoicePrint> voice; ///< from finish() on
    std::string advice;
    mutable LastError error;
};

namespace {

int noEnrolment(const char* function) noexcept {
    return guarded(lastErrorOfThread(), [function] {
        throw BadArgument(std::string(function) +
                          ": the enrolment is NULL; solus_enrolment_create() makes one");
    });
}

/// Calls that come too early have their own error code.
int tooEarly(const solus_enrolment& enrolment) noexcept {
    enrolment.error.set("solus_enrolment_save: call solus_enrolment_finish() first");
    return SOLUS_NOT_PREPARED;
}

} // namespace

solus_enrolment* solus_enrolment_create(double rate, int channels) {
    solus_enrolment* made = nullptr;
    guarded(lastErrorOfThread(), [&] { made = new solus_enrolment(rate, channels); });
    return made;
}

void solus_enrolment_destroy(solus_enrolment* enrolment) {
    delete enrolment;
}

const char* solus_enrolment_last_error(const solus_enrolment* enrolment) {
    return enrolment ? enrolment->error.get() : lastErrorOfThread().get();
}

int solus_enrolment_push(solus_enrolment* enrolment, const float* const* in, int frames) {
    if (!enrolment) return noEnrolment("solus_enrolment_push");
    return guarded(enrolment->error, [&] {
        if (frames < 0) throw BadArgument("solus_enrolment_push: the number of frames is negative");
        for (int c = 0; frames > 0 && c < enrolment->channels; ++c)
            if (!in || !in[c]) throw BadArgument("solus_enrolment_push: a channel's samples are NULL");
        if (enrolment->voice)
            throw Error("solus_enrolment_push: this enrolment is finished; create another one");
        if (frames > 0) enrolment->analyser.push(in, frames);
    });
}

double solus_enrolment_seconds(const solus_enrolment* enrolment) {
    if (!enrolment) return -1.0;
    return enrolment->voice ? enrolment->analysis.speechSeconds : enrolment->analyser.speechSeconds();
}

const char* solus_enrolment_advice(solus_enrolment* enrolment, double wanted) {
    if (!enrolment || enrolment->voice) return "";
    guarded(enrolment->error, [&] { enrolment->advice = enrolment->analyser.advice(wanted); });
    return enrolment->advice.c_str();
}

int solus_enrolment_finish(solus_enrolment* enrolment) {
    if (!enrolment) return noEnrolment("solus_enrolment_finish");
    return guarded(enrolment->error, [&] {
        if (enrolment->voice) return;
        if (enrolment->analyser.speechSeconds() < minimumEnrolSeconds)
            throw Error("less than one second of speech; a good voice print needs ten");
        enrolment->analysis = enrolment->analyser.finish();
        enrolment->voice = enrol("", enrolment->analysis, *enrolment->embedder);
    });
}

int solus_enrolment_finding_count(const solus_enrolment* enrolment) {
    return enrolment ? static_cast<int>(enrolment->analysis.findings.size()) : 0;
}

const char* solus_enrolment_finding(const solus_enrolment* enrolment, int index) {
    if (index < 0 || index >= solus_enrolment_finding_count(enrolment)) return nullptr;
    return enrolment->analysis.findings[static_cast<size_t>(index)].c_str();
}

int solus_enrolment_save(solus_enrolment* enrolment, const char* voice, int replace) {
    if (!enrolment) return noEnrolment("solus_enrolment_save");
    if (!enrolment->voice) return tooEarly(*enrolment);
    return guarded(enrolment->error, [&] {
        if (!voice) throw BadArgument("solus_enrolment_save: the name of the voice is NULL");
        VoiceFolder().saveAs(*enrolment->voice, voice, replace != 0);
    });
}
