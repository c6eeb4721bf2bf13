// JUCE for a program that is no JUCE application.
#pragma once

#include <juce_gui_basics/juce_gui_basics.h>

namespace solus::host {

/// First in main(), which becomes the message thread; last to go.
class Runtime {
public:
    // Without a window manager JUCE's windows make X complain, and only in what JUCE takes for an application
    // does that not end the program. Said after JUCE has set itself up, or it would take Ctrl-C for itself.
    Runtime() {
        juce::JUCEApplicationBase::createInstance = []() -> juce::JUCEApplicationBase* { return nullptr; };
    }

private:
    juce::ScopedJuceInitialiser_GUI juce_;
};

} // namespace solus::host
