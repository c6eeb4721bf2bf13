// Drawing the position.
#include "Face/PlayPosition.h"

#include "Editor/SpokenText.h"
#include "Editor/Text.h"
#include "Editor/Theme.h"

#include <cmath>

namespace solus::live {
namespace {

juce::String clock(double seconds) {
    const int s = static_cast<int>(seconds);
    return juce::String(s / 60) + ":" + juce::String(s % 60).paddedLeft('0', 2);
}

} // namespace

PlayPosition::PlayPosition() {
    setTitle("Position in the file");
}

juce::String PlayPosition::words() const {
    return length_ > 0.0 ? clock(position_) + " / " + clock(length_) : clock(position_);
}

void PlayPosition::show(double position, double length) {
    if (std::abs(position - position_) < 0.05 && length == length_) return;
    position_ = position, length_ = length;
    repaint();
}

void PlayPosition::paint(juce::Graphics& g) {
    const Theme& theme = Theme::of(*this);
    auto area = getLocalBounds().toFloat();
    g.setFont(inter(12.0f));
    g.setColour(theme.second);
    g.drawText(words(), area.removeFromRight(76.0f), juce::Justification::centredRight);
    const auto bar = area.withSizeKeepingCentre(area.getWidth(), 5.0f);
    g.setColour(theme.track);
    g.fillRoundedRectangle(bar, 2.5f);
    if (length_ <= 0.0 || position_ <= 0.0) return;
    g.setColour(theme.accent);
    g.fillRoundedRectangle(
        bar.withWidth(
            std::max(5.0f, static_cast<float>(std::min(1.0, position_ / length_)) * bar.getWidth())),
        2.5f);
}

std::unique_ptr<juce::AccessibilityHandler> PlayPosition::createAccessibilityHandler() {
    return speaking(*this, juce::AccessibilityRole::progressBar, [this] { return words(); });
}

} // namespace solus::live
