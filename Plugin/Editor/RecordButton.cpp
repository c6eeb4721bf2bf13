// Drawing of the record button.
#include "Editor/RecordButton.h"

#include "Editor/Text.h"
#include "Editor/Theme.h"

#include <numbers>

namespace solus {

using Phase = EnrolmentStatus::Phase;

RecordButton::RecordButton() : juce::Button("Record") {
    setTitle("Record");
    setMouseCursor(juce::MouseCursor::PointingHandCursor);
}

void RecordButton::show(const EnrolmentStatus& status) {
    if (status.phase == status_.phase && status.speechSeconds == status_.speechSeconds &&
        status.level == status_.level)
        return;
    status_ = status;
    const bool busy = status.phase == Phase::recording || status.phase == Phase::reading;
    setTitle(busy ? "Stop and keep" : "Record");
    setDescription(number(status.speechSeconds, 0, "s") + " of speech");
    repaint();
}

void RecordButton::paintButton(juce::Graphics& g, bool over, bool down) {
    const Theme& theme = Theme::of(*this);
    const auto area = getLocalBounds().toFloat();
    const float side = std::min(area.getWidth(), area.getHeight());
    const float thickness = side * 0.068f, radius = (side - thickness) / 2.0f;
    const auto centre = area.getCentre();
    const auto arc = [&](float share, juce::Colour colour) {
        juce::Path path;
        path.addCentredArc(centre.x, centre.y, radius, radius, 0.0f, 0.0f,
                           share * 2.0f * std::numbers::pi_v<float>, true);
        g.setColour(colour);
        g.strokePath(path, juce::PathStrokeType(thickness, juce::PathStrokeType::curved,
                                                juce::PathStrokeType::rounded));
    };
    const bool busy = status_.phase == Phase::recording || status_.phase == Phase::reading;
    const bool done = status_.phase == Phase::done;
    arc(1.0f, theme.track);
    const float share =
        done ? 1.0f
             : juce::jlimit(0.0f, 1.0f, static_cast<float>(status_.speechSeconds / Enrolment::enoughSeconds));
    if (share > 0.0f) arc(share, theme.accent);

    // Loudness in decibels, -50 ... 0, as the radius of the disc.
    const float inner = side / 2.0f - thickness - 4.0f;
    if (status_.phase == Phase::recording) {
        const float db = juce::Decibels::gainToDecibels(status_.level, -50.0f);
        const float loud = inner * (0.35f + 0.65f * (db + 50.0f) / 50.0f);
        g.setColour(theme.accent.withAlpha(0.18f));
        g.fillEllipse(juce::Rectangle<float>(2.0f * loud, 2.0f * loud).withCentre(centre));
    } else if (over) {
        g.setColour(theme.raised);
        g.fillEllipse(juce::Rectangle<float>(2.0f * inner, 2.0f * inner).withCentre(centre));
    }
    if (busy || done) {
        g.setColour(theme.text);
        g.setFont(inter(side * 0.2f, Weight::semiBold));
        g.drawText(number(std::floor(status_.speechSeconds), 0, "s"), area.translated(0.0f, -side * 0.04f),
                   juce::Justification::centred);
        g.setFont(inter(juce::jlimit(10.0f, 14.0f, side * 0.095f)));
        g.setColour(theme.second);
        g.drawText(done ? "of speech" : "click to stop", area.translated(0.0f, side * 0.13f),
                   juce::Justification::centred);
    } else {
        const float dot = side * (down ? 0.24f : 0.27f);
        g.setColour(theme.accent);
        g.fillEllipse(juce::Rectangle<float>(dot, dot).withCentre({centre.x, centre.y - side * 0.06f}));
        g.setFont(inter(juce::jlimit(10.0f, 14.0f, side * 0.098f)));
        g.setColour(theme.second);
        g.drawText("Record", area.translated(0.0f, side * 0.2f), juce::Justification::centred);
    }
}

} // namespace solus
