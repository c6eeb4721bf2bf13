// A switch between two or three words side by side.
#pragma once

#include "Editor/PillButton.h"

#include <functional>
#include <memory>
#include <vector>

namespace solus::live {

class ChoiceRow final : public juce::Component {
public:
    /// `title` is spoken before each word.
    ChoiceRow(const juce::String& title, const juce::StringArray& words);

    /// Called with the index of the pressed word.
    std::function<void(int)> onChoice;
    void setChoice(int index);
    juce::Button& button(int index) { return *buttons_[static_cast<std::size_t>(index)]; }
    int idealWidth() const;
    void resized() override;

private:
    std::vector<std::unique_ptr<PillButton>> buttons_;
};

} // namespace solus::live
