// Choosing a file, on desktops whose own dialog is missing or broken as well.
#pragma once

#include <functional>
#include <juce_gui_basics/juce_gui_basics.h>
#include <memory>

namespace solus {

/// JUCE asks zenity or kdialog, and a click does nothing where that program cannot run. So it is tried first; where it does
/// not answer well within two seconds, JUCE's own dialog opens, in the look of `owner`. `chosen` hears of an existing file.
std::unique_ptr<juce::FileChooser> chooseFile(juce::Component& owner, const juce::String& title,
                                              const juce::File& start, const juce::String& patterns,
                                              std::function<void(const juce::File&)> chosen);

/// Whether there is a program of this name.
bool isOnPath(const juce::String& program);

/// Whether the desktop's dialog runs here; asked once. Message thread.
bool desktopDialogWorks();

} // namespace solus
