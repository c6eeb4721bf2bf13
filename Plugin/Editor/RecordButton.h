// The record button: a ring for the speech so far, around a disc that follows the level.
#pragma once

#include "Enrolment.h"

#include <juce_gui_basics/juce_gui_basics.h>

namespace solus {

class RecordButton final : public juce::Button {
public:
    RecordButton();

    void show(const EnrolmentStatus&);
    void paintButton(juce::Graphics&, bool over, bool down) override;

private:
    EnrolmentStatus status_;
};

} // namespace solus
