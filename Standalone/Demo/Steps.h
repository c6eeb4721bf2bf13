// The steps of the demo: load, clean, measure, recognise.
#pragma once

#include "Base/EngineRate.h"
#include "Engine/VoiceAnalyser.h"

#include <optional>
#include <string>
#include <vector>

namespace solus::demo {

struct Clip {
    std::vector<float> samples; // mono
    int sampleRate = engineRate;
};

Clip load(const std::string& path);
void save(const std::string& path, const Clip&);

struct Cleaned {
    Clip clip;             // aligned with the input, same length
    double realTimeFactor; // seconds of work per second of audio, one thread
    int latencySamples;
};

/// Streams the clip through the engine in blocks of 480 samples, at the default settings. `only`: the one voice that may
/// pass; the gate then looks a second ahead, as in `solus denoise --only`.
Cleaned clean(const Clip&, const std::optional<VoicePrint>& only = {});

/// Analyses clips, one after the other, with the embedder.
VoiceAnalysis analyse(const std::vector<Clip>&);

} // namespace solus::demo
