// Learning a voice: a name, a record button with what is heard, and a hint.
#pragma once

#include "Editor/PillButton.h"
#include "Editor/RecordButton.h"
#include "Processor.h"

namespace solus {

class LearnPanel final : public juce::Component {
public:
    explicit LearnPanel(SolusProcessor&);

    /// The panel has done its work.
    std::function<void()> onClose;

    /// Fresh, with a free name.
    void open();
    /// Reads a recording at once.
    void openWithFile(const juce::File&);
    /// Follows the enrolment; every frame.
    void refresh();
    /// What is said to the talker now.
    const juce::String& hint() const noexcept { return hint_; }
    /// The keys go to the button that records.
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
    juce::String hint_;
    bool warns_ = false;
    double phaseSince_ = 0.0; ///< ms
    EnrolmentStatus::Phase phase_ = EnrolmentStatus::Phase::idle;
    std::unique_ptr<juce::FileChooser> chooser_;
};

} // namespace solus
