// Enrolment and rendering, through the same classes as every host.
#include "Evaluate/OnlyEngine.h"

#include "Base/EngineRate.h"
#include "Base/Error.h"
#include "Engine/Models.h"
#include "Engine/Render.h"
#include "Engine/VoiceAnalyser.h"
#include "Engine/VoiceEngine.h"

#include <algorithm>

namespace solus::train {

const std::vector<std::string> onlyMeNames{"gate", "isolate", "both"};

OnlyMe onlyMeOf(const std::string& name) {
    const auto found = std::find(onlyMeNames.begin(), onlyMeNames.end(), name);
    if (found == onlyMeNames.end()) throw Error(name + ": neither gate nor isolate nor both");
    return static_cast<OnlyMe>(found - onlyMeNames.begin());
}

OnlyEngine::Enrolled OnlyEngine::enrol(const std::vector<float>& recording, double seconds) const {
    VoiceAnalyser analyser(denoiser, embedder, engineRate, 1);
    constexpr size_t block = engineRate / 20;
    for (size_t at = 0; at < recording.size() && analyser.speechSeconds() < seconds; at += block) {
        const float* pointer = recording.data() + at;
        analyser.push(&pointer, static_cast<int>(std::min(block, recording.size() - at)));
    }
    const auto analysis = analyser.finish();
    return {solus::enrol("enrolled", analysis, *embedder), analysis.speechSeconds};
}

std::vector<float> OnlyEngine::render(const std::vector<float>& input, const VoicePrint& voice,
                                      std::optional<OnlyMe> by) const {
    VoiceEngine engine(denoiser, embedder, isolator);
    EngineSettings settings;
    settings.gateOn = by.has_value();
    settings.onlyMe = by.value_or(OnlyMe::gate);
    settings.gate.threshold = threshold;
    settings.gate.undecided = undecided;
    engine.setSettings(settings);
    engine.setVoices({voice});
    engine.setLookAhead(lookAheadMs);
    engine.prepare(engineRate, 1);
    return solus::render(engine, input, 512);
}

} // namespace solus::train
