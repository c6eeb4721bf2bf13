// JUCE in a program that is not a JUCE application.
#pragma once

#include <juce_gui_basics/juce_gui_basics.h>

namespace solus::host {

/// Make it first in main(), whose thread becomes the message thread; destroyed last.
class Runtime {
public:
    // Without a window manager JUCE's windows cause X errors, which end the program unless JUCE takes it for an
    // application. Set after JUCE has initialised; otherwise it would handle Ctrl-C.
    Runtime() {
        juce::JUCEApplicationBase::createInstance = []() -> juce::JUCEApplicationBase* { return nullptr; };
    }

private:
    juce::ScopedJuceInitialiser_GUI juce_;
};

} // namespace solus::host
