// Enrolment: a name, a record button with the level and progress, and a hint.
#pragma once

#include "Editor/PillButton.h"
#include "Editor/RecordButton.h"
#include "Processor.h"

namespace solus {

class LearnPanel final : public juce::Component {
public:
    explicit LearnPanel(SolusProcessor&);

    /// Called when the panel is finished.
    std::function<void()> onClose;

    /// Resets the panel, with a free name, or to learn the voice of this name again.
    void open(const juce::String& again = {});
    /// Starts reading a recording at once, of the voice that is learnt again, or of a new one called as the file is.
    void openWithFile(const juce::File&);
    /// Follows the enrolment; call it every frame.
    void refresh();
    /// The hint for the talker now.
    const juce::String& hint() const noexcept { return hint_; }
    /// Gives the keyboard focus to the record button.
    void focusFirst() { record_.grabKeyboardFocus(); }

    void paint(juce::Graphics&) override;
    void resized() override;
    bool keyPressed(const juce::KeyPress&) override;
    void lookAndFeelChanged() override;

private:
    std::string name() const;
    void record();
    void chooseFile();
    void cancel();
    void done();

    SolusProcessor& processor_;
    juce::TextEditor name_;
    RecordButton record_;
    PillButton file_, cancel_, done_;
    juce::Rectangle<int> hintArea_;
    juce::String hint_, again_; ///< again_: the voice that is learnt again, if any
    bool warns_ = false;
    double phaseSince_ = 0.0; ///< ms
    EnrolmentStatus::Phase phase_ = EnrolmentStatus::Phase::idle;
    std::unique_ptr<juce::FileChooser> chooser_;
};

} // namespace solus
