// The ring and its words.
#include "Editor/VoiceRing.h"

#include "Editor/SpokenText.h"
#include "Editor/Text.h"
#include "Editor/Theme.h"

#include <numbers>

namespace solus {

VoiceRing::VoiceRing() {
    setTitle("Who is talking");
    setInterceptsMouseClicks(false, false);
    show(Talker::nobody, 0.0f, false);
}

void VoiceRing::show(Talker talker, float score, bool hasVoices) {
    const int percent = juce::roundToInt(100.0f * juce::jlimit(0.0f, 1.0f, score));
    const juce::String word = !hasVoices                    ? "No voice"
                              : talker == Talker::enrolled  ? "You"
                              : talker == Talker::other     ? "Someone else"
                              : talker == Talker::undecided ? juce::String(utf8("Listening…"))
                                                            : juce::String("Nobody");
    const juce::String below = !hasVoices                 ? juce::String("learn one below")
                               : talker == Talker::nobody ? juce::String("is talking")
                                                          : number(percent, 0, "%");
    if (word == word_ && below == below_ && talker == talker_) return;
    talker_ = talker, percent_ = percent, hasVoices_ = hasVoices;
    word_ = word, below_ = below;
    setDescription(word + ", " + below);
    repaint();
}

void VoiceRing::paint(juce::Graphics& g) {
    const Theme& theme = Theme::of(*this);
    const auto area = getLocalBounds().toFloat();
    const float side = std::min(area.getWidth(), area.getHeight());
    const float thickness = side * 0.068f, radius = (side - thickness) / 2.0f;
    const auto arc = [&](float share, juce::Colour colour) {
        juce::Path path;
        path.addCentredArc(area.getCentreX(), area.getCentreY(), radius, radius, 0.0f, 0.0f,
                           share * 2.0f * std::numbers::pi_v<float>, true);
        g.setColour(colour);
        g.strokePath(path, juce::PathStrokeType(thickness, juce::PathStrokeType::curved,
                                                juce::PathStrokeType::rounded));
    };
    arc(1.0f, theme.track);
    const auto colour = talker_ == Talker::enrolled ? theme.accent
                        : talker_ == Talker::other  ? theme.warning
                                                    : theme.second;
    if (hasVoices_ && talker_ != Talker::nobody && percent_ > 0)
        arc(static_cast<float>(percent_) / 100.0f, colour);

    const float room = side - 2.0f * thickness - 10.0f;
    float size = side * (word_.length() > 3 ? 0.145f : 0.175f);
    size = std::min(size, size * room / inter(size, Weight::semiBold).getStringWidthFloat(word_));
    g.setFont(inter(size, Weight::semiBold));
    g.setColour(hasVoices_ && talker_ != Talker::nobody
                    ? (talker_ == Talker::other ? theme.warning : theme.text)
                    : theme.second);
    g.drawText(word_, area.withSizeKeepingCentre(room, size * 1.4f).translated(0.0f, -side * 0.062f),
               juce::Justification::centred);
    g.setFont(inter(juce::jlimit(10.0f, 15.0f, side * 0.098f)));
    g.setColour(theme.second);
    g.drawText(below_, area.withSizeKeepingCentre(room, 18.0f).translated(0.0f, side * 0.135f),
               juce::Justification::centred);
}

std::unique_ptr<juce::AccessibilityHandler> VoiceRing::createAccessibilityHandler() {
    return speaking(*this, juce::AccessibilityRole::staticText, [this] { return getDescription(); });
}

} // namespace solus
