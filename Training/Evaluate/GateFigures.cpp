// Frame by frame: who talks, is it gated, and had the gate enough speech to decide?
#include "Evaluate/GateFigures.h"

#include "Base/EngineRate.h"
#include "Measure/Frames.h"
#include "Measure/SpeechActivity.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace solus::train {
namespace {

constexpr double frameSeconds = 0.02, loudRangeDb = 20.0, gatedDb = 10.0;
constexpr double settledSeconds = 0.6, pauseSeconds = 0.3, onsetSeconds = 0.1;

} // namespace

void GateFigures::add(const GateFigures& o) {
    enrolledFrames += o.enrolledFrames, lost += o.lost, otherFrames += o.otherFrames, leaked += o.leaked;
    settledFrames += o.settledFrames, settledLeak += o.settledLeak;
    settledEnrolled += o.settledEnrolled, settledLost += o.settledLost;
    onsets += o.onsets, onsetsLost += o.onsetsLost, turnsNeverGated += o.turnsNeverGated;
    decisionSeconds.insert(decisionSeconds.end(), o.decisionSeconds.begin(), o.decisionSeconds.end());
}

double GateFigures::medianDecision() const {
    if (decisionSeconds.empty()) return std::numeric_limits<double>::quiet_NaN();
    auto sorted = decisionSeconds;
    std::sort(sorted.begin(), sorted.end());
    return sorted[sorted.size() / 2];
}

GateFigures gateFigures(const Conversation& talk, std::span<const float> open, std::span<const float> gated) {
    const auto clean = frameLevelsDb(talk.clean, engineRate, frameSeconds);
    const auto before = frameLevelsDb(open, engineRate, frameSeconds),
               after = frameLevelsDb(gated, engineRate, frameSeconds);
    const size_t frames = std::min({clean.size(), before.size(), after.size()});
    const auto frameAt = [](size_t sample) {
        return static_cast<size_t>(static_cast<double>(sample) / engineRate / frameSeconds);
    };

    // At each frame, how long speech has lasted since the last pause of 0.3 s.
    const auto speech = speechFrames(clean);
    std::vector<double> since(frames, 0.0);
    double heard = 0.0, quiet = pauseSeconds;
    for (size_t m = 0; m < frames; ++m) {
        quiet = speech[m] ? 0.0 : quiet + frameSeconds;
        if (quiet >= pauseSeconds) heard = 0.0;
        if (speech[m]) heard += frameSeconds;
        since[m] = heard;
    }
    double active[2] = {}; // each talker's own level
    for (const bool enrolled : {false, true}) {
        std::vector<double> levels;
        for (const Turn& turn : talk.turns)
            if (turn.enrolled == enrolled)
                for (size_t m = frameAt(turn.begin) + 1; m < std::min(frameAt(turn.end), frames); ++m)
                    levels.push_back(clean[m]);
        active[enrolled] = activeLevelDb(levels);
    }

    GateFigures f;
    for (const Turn& turn : talk.turns) {
        double firstLoud = -1.0, firstGated = -1.0;
        long onset = 0, onsetLost = 0;
        for (size_t m = frameAt(turn.begin) + 1; m < std::min(frameAt(turn.end), frames); ++m) {
            if (!(clean[m] >= active[turn.enrolled] - loudRangeDb)) continue;
            const double time = static_cast<double>(m) * frameSeconds;
            if (firstLoud < 0.0) firstLoud = time;
            const bool shut = after[m] <= before[m] - gatedDb, settled = since[m] > settledSeconds;
            if (turn.enrolled) {
                ++f.enrolledFrames, f.lost += shut;
                if (settled) ++f.settledEnrolled, f.settledLost += shut;
                if (time < firstLoud + onsetSeconds) ++onset, onsetLost += shut;
            } else {
                ++f.otherFrames, f.leaked += !shut;
                if (settled) ++f.settledFrames, f.settledLeak += !shut;
                if (shut && firstGated < 0.0) firstGated = time;
            }
        }
        if (firstLoud < 0.0) continue;
        if (turn.enrolled)
            ++f.onsets, f.onsetsLost += 2 * onsetLost > onset;
        else if (firstGated < 0.0)
            ++f.turnsNeverGated;
        else
            f.decisionSeconds.push_back(firstGated - firstLoud);
    }
    return f;
}

} // namespace solus::train
