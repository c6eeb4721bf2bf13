// Choosing a file, even on desktops whose own dialog is missing or broken.
#pragma once

#include <functional>
#include <juce_gui_basics/juce_gui_basics.h>
#include <memory>

namespace solus {

/// JUCE calls zenity or kdialog, and nothing happens on a click if that program cannot run. So it is tested first; if
/// it does not answer within two seconds, JUCE's own dialog opens, with the look of `owner`. `chosen` gets an
/// existing file.
std::unique_ptr<juce::FileChooser> chooseFile(juce::Component& owner, const juce::String& title,
                                              const juce::File& start, const juce::String& patterns,
                                              std::function<void(const juce::File&)> chosen);

/// Whether a program of this name is on the PATH.
bool isOnPath(const juce::String& program);

/// Whether the desktop's dialog works; tested once. Message thread.
bool desktopDialogWorks();

} // namespace solus
