// Keys that nobody here needs go on to the host: its space bar plays, its Ctrl+S saves.
#pragma once

#include <juce_gui_basics/juce_gui_basics.h>

namespace solus {

/// Whether the window of `component` lies within another program's window, as a plugin's does. Always false where windows
/// do not come from X11: other systems' hosts see unused keys by themselves.
bool livesInHost(const juce::Component&);

/// Sends a pressed and released key to the host's window. Returns whether there is one.
bool passToHost(const juce::Component&, const juce::KeyPress&);

} // namespace solus
