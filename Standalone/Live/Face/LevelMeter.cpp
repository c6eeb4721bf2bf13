// Drawing the level.
#include "Face/LevelMeter.h"

#include "Editor/SpokenText.h"
#include "Editor/Text.h"
#include "Editor/Theme.h"

#include <cmath>

namespace solus::live {
namespace {

constexpr float lowestDb = -60.0f;

} // namespace

LevelMeter::LevelMeter(const InputMeter& meter) : meter_(meter) {
    setTitle("Input level");
}

juce::String LevelMeter::words() const {
    if (clipped_) return "Clipping: lower the gain";
    return shownDb_ <= lowestDb ? juce::String("silent")
                                : juce::String(juce::CharPointer_UTF8("\xe2\x88\x92")) +
                                      juce::String(juce::roundToInt(-shownDb_)) + " dB";
}

void LevelMeter::refresh() {
    const float db = std::max(lowestDb, 20.0f * std::log10(std::max(1e-6f, meter_.peak())));
    const bool clipped = meter_.clipped();
    if (std::abs(db - shownDb_) < 0.3f && clipped == clipped_) return;
    shownDb_ = db, clipped_ = clipped;
    repaint();
}

void LevelMeter::paint(juce::Graphics& g) {
    const Theme& theme = Theme::of(*this);
    auto area = getLocalBounds().toFloat();
    auto top = area.removeFromTop(area.getHeight() * 0.55f);
    g.setFont(inter(12.0f));
    g.setColour(theme.second);
    g.drawText("Input", top, juce::Justification::centredLeft);
    g.setColour(clipped_ ? theme.warning : theme.text);
    g.drawText(words(), top, juce::Justification::centredRight);

    const auto bar = area.withSizeKeepingCentre(area.getWidth(), 5.0f);
    g.setColour(theme.track);
    g.fillRoundedRectangle(bar, 2.5f);
    const float filled = (shownDb_ - lowestDb) / -lowestDb;
    if (filled <= 0.01f) return;
    g.setColour(clipped_ ? theme.warning : theme.accent);
    g.fillRoundedRectangle(bar.withWidth(bar.getWidth() * std::min(1.0f, filled)), 2.5f);
}

std::unique_ptr<juce::AccessibilityHandler> LevelMeter::createAccessibilityHandler() {
    return speaking(*this, juce::AccessibilityRole::progressBar, [this] { return words(); });
}

} // namespace solus::live
