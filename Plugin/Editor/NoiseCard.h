// Left: how much noise goes, and by which model.
#pragma once

#include "Editor/Actions.h"
#include "Editor/Card.h"
#include "Editor/PillButton.h"
#include "Editor/SliderRow.h"

namespace solus {

class NoiseCard final : public Card {
public:
    explicit NoiseCard(Actions&);

    /// The user asks for a model from a file.
    std::function<void()> onLoadModel;
    /// Follows model, latency and what is taken away; a few times a second.
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
