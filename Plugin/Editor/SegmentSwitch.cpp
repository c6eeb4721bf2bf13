// Segments are radio buttons, for keyboard and screen readers.
#include "Editor/SegmentSwitch.h"

#include "Editor/Text.h"
#include "Editor/Theme.h"

namespace solus {

class SegmentSwitch::Segment final : public juce::Button {
public:
    Segment(const juce::String& title, const juce::String& word, bool first, bool last)
        : juce::Button(word), word_(word), first_(first), last_(last) {
        setTitle(title + ": " + word);
        setRadioGroupId(1);
        setClickingTogglesState(true);
        setMouseCursor(juce::MouseCursor::PointingHandCursor);
    }

    void paintButton(juce::Graphics& g, bool over, bool) override {
        const Theme& theme = Theme::of(*this);
        const auto area = getLocalBounds().toFloat().reduced(0.5f);
        juce::Path shape;
        shape.addRoundedRectangle(area.getX(), area.getY(), area.getWidth(), area.getHeight(), 7.0f, 7.0f,
                                  first_, last_, first_, last_);
        const bool on = getToggleState();
        if (on || over) {
            g.setColour(on ? theme.accent.withAlpha(0.14f) : theme.raised);
            g.fillPath(shape);
        }
        g.setColour(on ? theme.accent : theme.line);
        g.strokePath(shape, juce::PathStrokeType(1.0f));
        g.setFont(inter(12.0f, on ? Weight::medium : Weight::regular));
        g.setColour(on ? theme.accent : theme.text);
        g.drawText(word_, area, juce::Justification::centred);
    }

    float wordWidth() const { return inter(12.0f, Weight::medium).getStringWidthFloat(word_); }

private:
    juce::String word_;
    bool first_, last_;
};

SegmentSwitch::SegmentSwitch(const juce::String& title, const juce::StringArray& words) {
    setTitle(title);
    for (int i = 0; i < words.size(); ++i) {
        auto segment = std::make_unique<Segment>(title, words[i], i == 0, i + 1 == words.size());
        segment->onClick = [this, i] {
            if (segments_[static_cast<size_t>(i)]->getToggleState() && onChoice) onChoice(i);
        };
        addAndMakeVisible(*segment);
        segments_.push_back(std::move(segment));
    }
}

SegmentSwitch::~SegmentSwitch() = default;

void SegmentSwitch::choose(int index) {
    segments_[static_cast<size_t>(index)]->setToggleState(true, juce::dontSendNotification);
}

// The same space around every word.
void SegmentSwitch::resized() {
    auto space = static_cast<float>(getWidth());
    for (const auto& segment : segments_) space -= segment->wordWidth();
    float at = 0.0f;
    for (const auto& segment : segments_) {
        const int from = juce::roundToInt(at);
        at += segment->wordWidth() + space / static_cast<float>(segments_.size());
        segment->setBounds(from, 0, juce::roundToInt(at) - from, getHeight());
    }
}

} // namespace solus
