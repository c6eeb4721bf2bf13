// A row of words as radio buttons.
#include "Face/ChoiceRow.h"

namespace solus::live {
namespace {
constexpr int gap = 4;
}

ChoiceRow::ChoiceRow(const juce::String& title, const juce::StringArray& words) {
    setTitle(title);
    for (int i = 0; i < words.size(); ++i) {
        auto button = std::make_unique<PillButton>(title + ": " + words[i], words[i]);
        button->setClickingTogglesState(true);
        button->setRadioGroupId(1); // among the children of this component
        button->onClick = [this, i] {
            if (buttons_[static_cast<std::size_t>(i)]->getToggleState() && onChoice) onChoice(i);
        };
        addAndMakeVisible(*button);
        buttons_.push_back(std::move(button));
    }
}

void ChoiceRow::setChoice(int index) {
    buttons_[static_cast<std::size_t>(index)]->setToggleState(true, juce::dontSendNotification);
}

int ChoiceRow::idealWidth() const {
    int width = -gap;
    for (const auto& button : buttons_) width += button->idealWidth() + gap;
    return width;
}

void ChoiceRow::resized() {
    auto area = getLocalBounds();
    for (const auto& button : buttons_) {
        button->setBounds(area.removeFromLeft(button->idealWidth()));
        area.removeFromLeft(gap);
    }
}

} // namespace solus::live
