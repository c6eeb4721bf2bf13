// The plugin's face.
#include "Editor/Editor.h"

#include "Processor.h"

namespace solus {

Editor::Editor(SolusProcessor& p) : juce::AudioProcessorEditor(p) {
    setSize(960, 600);
}

} // namespace solus
