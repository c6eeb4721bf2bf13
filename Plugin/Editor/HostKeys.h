// Passes unused keys on to the host: its space bar plays, its Ctrl+S saves.
#pragma once

#include <juce_gui_basics/juce_gui_basics.h>

namespace solus {

/// Whether the window of `component` is inside another program's window, as a plugin's is. Always false without X11:
/// on other systems hosts see unused keys anyway.
bool livesInHost(const juce::Component&);

/// Sends a key press and release to the host's window. Returns whether there is one.
bool passToHost(const juce::Component&, const juce::KeyPress&);

} // namespace solus
