// An editor in its own window, and ways to find its components.
#pragma once

#include "../Processor/ProcessorHelp.h"
#include "../Support/Clips.h"

#include "Editor/Editor.h"
#include "Engine/Models.h"

#include <string>
#include <vector>

namespace toy {

/// A voice print with an embedding of the right length.
inline solus::VoicePrint voice(const std::string& name) {
    solus::VoicePrint print;
    const auto embedder = solus::defaultEmbedder();
    print.name = name;
    print.embedderHash = embedder->hash;
    print.embedding.assign(static_cast<size_t>(embedder->outputSize), 0.0f);
    print.embedding[0] = 1.0f;
    print.seconds = 12.0;
    print.created = "2026-01-01T00:00:00Z";
    return print;
}

struct Face {
    /// `voices` are known from the start. The window is not shown yet.
    explicit Face(const std::vector<std::string>& voices = {}, const std::string& theme = "dark",
                  int width = 960, int height = 600) {
        prepare(processor);
        processor.voices().set({});
        for (const auto& name : voices) processor.voices().add(voice(name));
        processor.voicesChanged();
        processor.setEditorMemory("", theme, width, height);
        editor = std::make_unique<solus::Editor>(processor);
    }

    void show() {
        editor->addToDesktop(0);
        editor->setVisible(true);
        wait(50);
    }

    static void wait(int ms) { juce::MessageManager::getInstance()->runDispatchLoopUntil(ms); }

    /// `seconds` of speech through the processor, with a frame of the editor every 10 ms.
    void hear(double seconds) {
        processor.watch(true);
        const auto sound = clip(2, 48000, seconds);
        play(processor, sound, 480, [this](int) { editor->frame(0.01); });
        editor->frame(0.01);
    }

    juce::Image picture() const {
        return editor->createComponentSnapshot(editor->getLocalBounds(), true, 1.0f);
    }

    solus::SolusProcessor processor;
    std::unique_ptr<solus::Editor> editor;
};

/// The visible components below `parent`, depth first, without those inside the text boxes and scroll bars of
/// `Control`s.
template <typename Component = juce::Component>
std::vector<Component*> all(juce::Component& parent) {
    std::vector<Component*> found;
    for (auto* child : parent.getChildren()) {
        if (!child->isVisible()) continue;
        if (auto* match = dynamic_cast<Component*>(child)) found.push_back(match);
        for (auto* deeper : all<Component>(*child)) found.push_back(deeper);
    }
    return found;
}

/// By the title for screen readers; fails the test if there is none.
template <typename Component = juce::Component>
Component& titled(juce::Component& parent, const juce::String& title) {
    for (auto* component : all<Component>(parent))
        if (component->getTitle() == title) return *component;
    throw std::runtime_error("nothing is called " + title.toStdString());
}

/// The controls: buttons, sliders, text boxes.
inline std::vector<juce::Component*> controls(juce::Component& parent) {
    std::vector<juce::Component*> found;
    for (auto* c : all(parent))
        if ((dynamic_cast<juce::Button*>(c) || dynamic_cast<juce::Slider*>(c) ||
             dynamic_cast<juce::TextEditor*>(c)) &&
            c->findParentComponentOfClass<juce::ScrollBar>() == nullptr)
            found.push_back(c);
    return found;
}

} // namespace toy
