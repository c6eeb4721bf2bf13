// Who is talking: a word, a percentage, and a ring around them.
#pragma once

#include "Verify/Gate.h"

#include <juce_gui_basics/juce_gui_basics.h>

namespace solus {

class VoiceRing final : public juce::Component {
public:
    VoiceRing();

    /// `score` 0 ... 1. Without enrolled voices there is nobody to recognise.
    void show(Talker, float score, bool hasVoices);

    void paint(juce::Graphics&) override;

private:
    std::unique_ptr<juce::AccessibilityHandler> createAccessibilityHandler() override;

    Talker talker_ = Talker::nobody;
    int percent_ = 0;
    bool hasVoices_ = false;
    juce::String word_, below_;
};

} // namespace solus
