// The speaker score over the last ten seconds, and the threshold line that can be dragged.
#pragma once

#include "Editor/ValueSlider.h"
#include "Verify/Gate.h"

#include <array>

namespace solus {

/// The threshold is the slider; the score runs behind it.
class ScorePlot final : public ParamSlider {
public:
    explicit ScorePlot(juce::RangedAudioParameter& threshold);

    static constexpr double seconds = 10.0, interval = 0.05;
    /// `elapsed` seconds after the last call: the score (0 ... 1) now.
    void advance(double elapsed, float score, Talker);

    void paint(juce::Graphics&) override;
    void resized() override;

private:
    struct Point {
        float score = 0.0f;
        Talker talker = Talker::nobody;
    };
    static constexpr int points = static_cast<int>(seconds / interval);
    std::array<Point, points> past_{}; ///< a ring; next_ is its oldest
    int next_ = 0, known_ = 0;
    double waiting_ = 0.0;
};

} // namespace solus
