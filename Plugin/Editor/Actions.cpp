// Presets, undo, A/B and model choice.
#include "Editor/Actions.h"

#include "Base/Error.h"
#include "Identity.h"

#include <cmath>

namespace solus {
namespace {

// Hosts return parameters as 32-bit fractions of their range, so equal means equal to a hundredth.
// Listening to the removed sound does not make it a different preset.
bool same(const Settings& a, const Settings& b) {
    for (const auto& [id, value] : a.parameters) {
        if (id == identity::removed || id == identity::bypass) continue;
        const auto other = b.parameters.find(id);
        if (other != b.parameters.end() && std::abs(other->second - value) > 0.01f) return false;
    }
    return a.model.name == b.model.name && a.model.path == b.model.path && a.undecided == b.undecided &&
           std::abs(a.lookAheadMs - b.lookAheadMs) < 0.5f && a.split == b.split;
}

} // namespace

Actions::Actions(SolusProcessor& processor) : processor_(processor) {
    for (auto* parameter : processor_.parameters().saved()) parameter->addListener(this);
    refreshPresets();
}

Actions::~Actions() {
    for (auto* parameter : processor_.parameters().saved()) parameter->removeListener(this);
}

// A gesture of the editor's own controls begins before the value changes and ends after that.
void Actions::parameterGestureChanged(int, bool starts) {
    if (applying_ || !juce::MessageManager::existsAndIsCurrentThread()) return;
    if (starts) {
        if (gestures_++ == 0) beforeGesture_ = now();
    } else if (gestures_ > 0 && --gestures_ == 0) {
        processor_.history().changed(beforeGesture_, now(), juce::Time::getMillisecondCounterHiRes());
    }
}

Snapshot Actions::now() const {
    return {processor_.settings(), processor_.editorMemory().preset};
}

void Actions::go(const Snapshot& to) {
    const juce::ScopedValueSetter<bool> scope(applying_, true);
    processor_.setSettings(to.settings);
    setPresetName(to.preset);
}

void Actions::change(const std::function<void()>& what) {
    const Snapshot before = now();
    {
        const juce::ScopedValueSetter<bool> scope(applying_, true);
        what();
    }
    processor_.history().changed(before, now(), juce::Time::getMillisecondCounterHiRes());
}

void Actions::undo() {
    if (const auto to = processor_.history().undo(now())) go(*to);
}

void Actions::redo() {
    if (const auto to = processor_.history().redo(now())) go(*to);
}

void Actions::toggleAb() {
    go(processor_.abCompare().toggle(now()));
}

void Actions::refreshPresets() {
    std::vector<std::string> problems;
    presets_ = allPresets(processor_.standardSettings(), &problems);
    if (!problems.empty()) processor_.say(problems.front());
}

int Actions::shown() const {
    const std::string name = processor_.editorMemory().preset;
    const Settings settings = name.empty() ? processor_.settings() : Settings();
    for (size_t i = 0; i < presets_.size(); ++i)
        if (name.empty() ? same(presets_[i].settings, settings) : presets_[i].name == name)
            return static_cast<int>(i);
    return -1;
}

std::string Actions::presetName() const {
    const int index = shown();
    if (index >= 0) return presets_[static_cast<size_t>(index)].name;
    const std::string chosen = processor_.editorMemory().preset;
    if (!chosen.empty()) return chosen;
    return same(processor_.settings(), processor_.standardSettings()) ? "Default" : "Custom settings";
}

bool Actions::presetEdited() const {
    const int index = shown();
    return index >= 0 && !same(presets_[static_cast<size_t>(index)].settings, processor_.settings());
}

void Actions::choosePreset(size_t index) {
    if (index >= presets_.size()) return;
    const Preset preset = presets_[index];
    change([&] {
        processor_.setSettings(preset.settings);
        setPresetName(preset.name);
    });
}

void Actions::stepPreset(int by) {
    const int count = static_cast<int>(presets_.size());
    if (count == 0) return;
    const int from = shown();
    const int to = from < 0 ? (by > 0 ? 0 : count - 1) : (from + by + count) % count;
    choosePreset(static_cast<size_t>(to));
}

bool Actions::saveAs(const std::string& name) {
    try {
        for (const auto& preset : presets_) {
            if (preset.name != name) continue;
            if (preset.path.empty()) throw Error("\"" + name + "\" is a factory preset: choose another name");
            if (name != presetName()) // the preset that is shown may be overwritten
                throw Error("there is a preset called \"" + name + "\": choose it first, or another name");
        }
        savePreset(name, processor_.settings());
    } catch (const std::exception& e) { // a full disk, too
        processor_.say(e.what());
        return false;
    }
    setPresetName(name);
    refreshPresets();
    return true;
}

bool Actions::mayDelete() const {
    const int index = shown();
    return index >= 0 && !presets_[static_cast<size_t>(index)].path.empty();
}

void Actions::deleteShown() {
    if (!mayDelete()) return;
    try {
        deletePreset(presets_[static_cast<size_t>(shown())]);
        setPresetName("");
    } catch (const std::exception& e) {
        processor_.say(e.what());
    }
    refreshPresets();
}

void Actions::chooseModel(const std::string& nameOrPath) {
    change([&] { processor_.chooseModel(nameOrPath); });
}

void Actions::setUndecided(Undecided undecided) {
    change([&] { processor_.setUndecided(undecided); });
}

void Actions::setLookAheadMs(float ms) {
    change([&] { processor_.setLookAheadMs(ms); });
}

void Actions::setSplit(bool split) {
    change([&] { processor_.setSplit(split); });
}

void Actions::setPresetName(const std::string& name) {
    const EditorMemory memory = processor_.editorMemory();
    processor_.setEditorMemory(name, memory.theme, memory.width, memory.height);
}

void Actions::setTheme(const std::string& theme) {
    const EditorMemory memory = processor_.editorMemory();
    processor_.setEditorMemory(memory.preset, theme, memory.width, memory.height);
}

void Actions::setSize(int width, int height) {
    const EditorMemory memory = processor_.editorMemory();
    processor_.setEditorMemory(memory.preset, memory.theme, width, height);
}

juce::String modelTitle(const std::string& name) {
    const juce::String text(name);
    if (!text.startsWith("denoise-")) return text;
    const juce::String rest = text.fromFirstOccurrenceOf("-", false, false);
    return rest.length() <= 3 ? rest.toUpperCase() : rest.substring(0, 1).toUpperCase() + rest.substring(1);
}

} // namespace solus
