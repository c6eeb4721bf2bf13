// Right: who is talking, and who may pass.
#pragma once

#include "Editor/Card.h"
#include "Editor/LearnPanel.h"
#include "Editor/PillButton.h"
#include "Editor/ScorePlot.h"
#include "Editor/SliderRow.h"
#include "Editor/VoiceList.h"
#include "Editor/VoiceRing.h"

namespace solus {

/// The gate's switch: text and a dot.
class OnlyMeButton final : public juce::Button {
public:
    explicit OnlyMeButton(juce::AudioParameterBool&);
    void paintButton(juce::Graphics&, bool over, bool down) override;
    /// Without a voice nobody could pass: it is drawn as off, and asks for a voice when pressed.
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

    /// Score and enrolment; call it every frame, with `elapsed` seconds since the last one.
    void frame(double elapsed);
    /// The list of voices; call it a few times per second.
    void refresh();

    /// Opens the panel; for a new voice, or to learn the one of this name again.
    void learn(const juce::String& again = {});
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
