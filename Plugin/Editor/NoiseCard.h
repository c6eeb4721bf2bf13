// Left: the noise reduction, and its model.
#pragma once

#include "Editor/Actions.h"
#include "Editor/Card.h"
#include "Editor/PillButton.h"
#include "Editor/SliderRow.h"

namespace solus {

class NoiseCard final : public Card {
public:
    explicit NoiseCard(Actions&);

    /// Called when the user asks for a model file.
    std::function<void()> onLoadModel;
    /// Updates model, latency and reduction; call it a few times per second.
    void refresh();

    void paint(juce::Graphics&) override;
    void resized() override;
    void lookAndFeelChanged() override;

private:
    void showModelMenu();

    Actions& actions_;
    ParamSlider amount_;
    ValueText amountText_;
    SliderRow mix_, gain_;
    MenuButton model_;
    juce::Rectangle<int> modelLabel_, takenAway_;
    juce::String takenAwayText_;
};

} // namespace solus
