// The figures of one scene.
#include "Evaluate/OnlyFigures.h"

#include "Base/EngineRate.h"
#include "Data/Decode.h"
#include "Measure/Frames.h"
#include "Measure/Intelligibility.h"
#include "Measure/Metrics.h"
#include "Measure/SpeechActivity.h"

#include <algorithm>

namespace solus::train {

namespace {

constexpr double onlyFrameSeconds = 0.02, onlyLoudDb = 20.0, onlyLostDb = 10.0;

bool isSilent(std::span<const float> x) {
    return std::all_of(x.begin(), x.end(), [](float v) { return v == 0.0f; });
}

/// The level from which a frame is loud.
double loudFrom(const std::vector<double>& levels) {
    const auto speech = speechFrames(levels);
    std::vector<double> loud;
    for (size_t m = 0; m < levels.size(); ++m)
        if (speech[m]) loud.push_back(levels[m]);
    if (loud.empty()) return std::numeric_limits<double>::infinity();
    std::sort(loud.begin(), loud.end());
    return loud[static_cast<size_t>(0.95 * static_cast<double>(loud.size() - 1))] - onlyLoudDb;
}

double sumOfSquares(std::span<const float> x) {
    double sum = 1e-12;
    for (float v : x) sum += static_cast<double>(v) * v;
    return sum;
}

double intelligibility(std::span<const float> clean, std::span<const float> output) {
    return estoi(resample(clean, engineRate, intelligibilityRate),
                 resample(output, engineRate, intelligibilityRate));
}

} // namespace

void OnlyFigures::add(const OnlyFigures& o) {
    improvement.add(o.improvement), estoi.add(o.estoi), wrong.add(o.wrong);
    lost.add(o.lost), leakDb.add(o.leakDb), leaked.add(o.leaked);
}

OnlyFigures onlyFigures(const OnlyScene& scene, std::span<const float> output) {
    checkSameLength(scene.microphone, output);
    const bool owner = !isSilent(scene.owner), stranger = !isSilent(scene.stranger);
    const auto after = frameLevelsDb(output, engineRate, onlyFrameSeconds);
    OnlyFigures f;
    if (owner) {
        const double own = siSdrDb(scene.owner, output);
        f.improvement.add(own - siSdrDb(scene.owner, scene.microphone));
        f.estoi.add(intelligibility(scene.owner, output));
        if (stranger) f.wrong.add(siSdrDb(scene.stranger, output) > own ? 1.0 : 0.0);
        const auto clean = frameLevelsDb(scene.owner, engineRate, onlyFrameSeconds);
        const double loud = loudFrom(clean);
        for (size_t m = 0; m < clean.size(); ++m)
            if (clean[m] >= loud) f.lost.add(after[m] < clean[m] - onlyLostDb ? 1.0 : 0.0);
    }
    if (!scene.strangerOnly.empty()) {
        const auto clean = frameLevelsDb(scene.stranger, engineRate, onlyFrameSeconds);
        const double loud = loudFrom(clean);
        constexpr auto frame = static_cast<size_t>(onlyFrameSeconds * engineRate);
        double in = 0.0, out = 0.0;
        for (const auto& span : scene.strangerOnly) {
            const size_t length = span.end - span.begin;
            in += sumOfSquares(std::span(scene.stranger).subspan(span.begin, length));
            out += sumOfSquares(output.subspan(span.begin, length));
            for (size_t m = span.begin / frame + 1; (m + 1) * frame <= span.end; ++m) // whole frames
                if (clean[m] >= loud) f.leaked.add(after[m] >= clean[m] - onlyLostDb ? 1.0 : 0.0);
        }
        f.leakDb.add(10.0 * std::log10(out / in));
    }
    return f;
}

} // namespace solus::train
