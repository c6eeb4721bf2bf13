// The speaker score over the last ten seconds, with a draggable threshold line.
#pragma once

#include "Editor/ValueSlider.h"
#include "Verify/Gate.h"

#include <array>

namespace solus {

/// The slider is the threshold; the score is drawn behind it.
class ScorePlot final : public ParamSlider {
public:
    explicit ScorePlot(juce::RangedAudioParameter& threshold);

    static constexpr double seconds = 10.0, interval = 0.05;
    /// Adds the current score (0 ... 1), `elapsed` seconds after the last call.
    void advance(double elapsed, float score, Talker);

    void paint(juce::Graphics&) override;
    void resized() override;

private:
    struct Point {
        float score = 0.0f;
        Talker talker = Talker::nobody;
    };
    static constexpr int points = static_cast<int>(seconds / interval);
    std::array<Point, points> past_{}; ///< a ring; next_ is its oldest entry
    int next_ = 0, known_ = 0;
    double waiting_ = 0.0;
};

} // namespace solus
