// Right: whose voice it is, and who may pass.
#pragma once

#include "Editor/Card.h"
#include "Editor/LearnPanel.h"
#include "Editor/PillButton.h"
#include "Editor/ScorePlot.h"
#include "Editor/SliderRow.h"
#include "Editor/VoiceList.h"
#include "Editor/VoiceRing.h"

namespace solus {

/// The switch of the gate: words and a dot.
class OnlyMeButton final : public juce::Button {
public:
    explicit OnlyMeButton(juce::AudioParameterBool&);
    void paintButton(juce::Graphics&, bool over, bool down) override;
    /// Without a voice there is nobody to let pass: it does not light up, and asks for one when it is pressed.
    void setHasVoices(bool);
    std::function<void()> onNobody;

private:
    void clicked() override;
    bool hasVoices_ = false;
    juce::ParameterAttachment attachment_;
};

class VoiceCard final : public Card {
public:
    explicit VoiceCard(SolusProcessor&);

    /// Score and enrolment, every frame, `elapsed` seconds after the last one.
    void frame(double elapsed);
    /// The list of voices, a few times a second.
    void refresh();

    void learn();
    void learnFrom(const juce::File&);
    bool learning() const { return learn_.isVisible(); }

    void resized() override;

private:
    void showLearn(bool);

    SolusProcessor& processor_;
    OnlyMeButton onlyMe_;
    VoiceRing ring_;
    ScorePlot plot_;
    VoiceList list_;
    SliderRow others_;
    PillButton learnButton_;
    LearnPanel learn_;
    bool hasVoices_ = false;
};

} // namespace solus
