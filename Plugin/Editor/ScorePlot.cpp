// Drawing of score and threshold.
#include "Editor/ScorePlot.h"

#include "Editor/Text.h"
#include "Editor/Theme.h"

namespace solus {
namespace {

constexpr int ends = 3; // margin above 100 % and below 0 %

} // namespace

ScorePlot::ScorePlot(juce::RangedAudioParameter& threshold)
    : ParamSlider(threshold, "Voice threshold", juce::Slider::LinearVertical) {
    words = [](double value) { return number(value, 0, "%"); };
    // The line moves relative to the mouse; a click elsewhere in the plot must not make it jump.
    setSliderSnapsToMousePosition(false);
    getProperties().set("thumb", ends);
    setMouseCursor(juce::MouseCursor::UpDownResizeCursor);
    setTooltip("Drag the line: a score above it counts as you");
}

void ScorePlot::resized() {
    ParamSlider::resized();
    setMouseDragSensitivity(std::max(1, getHeight() - 2 * ends)); // the line stays under the mouse
}

void ScorePlot::advance(double elapsed, float score, Talker talker) {
    waiting_ += elapsed;
    if (waiting_ < interval) return;
    waiting_ = std::min(waiting_ - interval, interval);
    past_[static_cast<size_t>(next_)] = {score, talker};
    next_ = (next_ + 1) % points;
    known_ = std::min(known_ + 1, points);
    repaint();
}

void ScorePlot::paint(juce::Graphics& g) {
    const Theme& theme = Theme::of(*this);
    const auto width = static_cast<float>(getWidth());
    const float bottom = static_cast<float>(getPositionOfValue(0.0));
    g.setColour(theme.track.withMultipliedAlpha(0.7f));
    g.fillRect(0.0f, bottom, width, 1.0f);

    const float threshold = static_cast<float>(getPositionOfValue(getValue()));
    const bool held = isMouseOverOrDragging();
    const float dashes[] = {held ? 5.0f : 3.0f, 3.0f};
    g.setColour(theme.warning.withMultipliedAlpha(held ? 1.0f : 0.85f));
    g.drawDashedLine({0.0f, threshold, width, threshold}, dashes, 2, held ? 1.6f : 1.1f);

    // One line per stretch of one kind: you, someone else, and undecided in a neutral colour.
    const auto colour = [&](Talker talker) {
        return talker == Talker::enrolled ? theme.accent
               : talker == Talker::other  ? theme.warning
                                          : theme.second.withAlpha(0.6f);
    };
    juce::Path line;
    Talker kind = Talker::nobody;
    const auto draw = [&] {
        g.setColour(colour(kind));
        g.strokePath(line,
                     juce::PathStrokeType(kind == Talker::enrolled || kind == Talker::other ? 1.8f : 1.2f,
                                          juce::PathStrokeType::curved));
        line.clear();
    };
    for (int i = points - known_; i < points; ++i) {
        const Point& p = past_[static_cast<size_t>((next_ + i) % points)];
        const juce::Point<float> at(width * static_cast<float>(i) / (points - 1),
                                    static_cast<float>(getPositionOfValue(100.0 * p.score)));
        if (i == points - known_) {
            line.startNewSubPath(at);
            kind = p.talker;
            continue;
        }
        line.lineTo(at);
        if (p.talker == kind && i + 1 < points) continue;
        draw();
        line.startNewSubPath(at);
        kind = p.talker;
    }

    const juce::String label = held || hasKeyboardFocus(false) ? "threshold " + getTextFromValue(getValue())
                                                               : juce::String("threshold");
    const bool below = threshold < 16.0f;
    const auto font = inter(10.0f);
    const float labelWidth = font.getStringWidthFloat(label) + 6.0f;
    // At the oldest end, so that the current score stays visible.
    const juce::Rectangle<float> place(0.0f, below ? threshold + 2.0f : threshold - 14.0f, labelWidth, 12.0f);
    g.setColour(theme.card.withAlpha(0.75f));
    g.fillRect(place);
    g.setFont(font);
    g.setColour(theme.warning);
    g.drawText(label, place, juce::Justification::centredLeft);
}

} // namespace solus
