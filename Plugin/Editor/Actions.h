// What the editor's buttons and keys do, with undo. No drawing here.
#pragma once

#include "Processor.h"

#include <functional>
#include <vector>

namespace solus {

/// Message thread only. Watches the gestures of all parameters, so that each of them can be undone.
class Actions final : private juce::AudioProcessorParameter::Listener {
public:
    explicit Actions(SolusProcessor&);
    ~Actions() override;

    SolusProcessor& processor() noexcept { return processor_; }

    void undo();
    void redo();
    bool canUndo() const noexcept { return processor_.history().canUndo(); }
    bool canRedo() const noexcept { return processor_.history().canRedo(); }

    void toggleAb();
    char side() const noexcept { return processor_.abCompare().side(); }

    /// The factory presets, then the user's; refreshPresets() reads those from their folder again.
    const std::vector<Preset>& presets() const noexcept { return presets_; }
    void refreshPresets();
    /// What to call the settings: the name of the last chosen or matching preset, "Default", or "Custom settings".
    std::string presetName() const;
    /// Whether any setting has changed since.
    bool presetEdited() const;
    void choosePreset(size_t index);
    /// +1 or -1, wrapping around.
    void stepPreset(int by);
    /// False, with a message, if the file cannot be written.
    bool saveAs(const std::string& name);
    /// Whether the preset shown is one of the user's.
    bool mayDelete() const;
    void deleteShown();

    void chooseModel(const std::string& nameOrPath);
    void setUndecided(Undecided);
    void setLookAheadMs(float);
    void setSplit(bool);

    /// Remembers the theme ("dark", "light") and the editor's size.
    void setTheme(const std::string& theme);
    void setSize(int width, int height);

private:
    void parameterValueChanged(int, float) override {}
    void parameterGestureChanged(int index, bool starts) override;

    Snapshot now() const;
    void go(const Snapshot&);
    void change(const std::function<void()>& what);
    void setPresetName(const std::string&);
    int shown() const;

    SolusProcessor& processor_;
    std::vector<Preset> presets_;
    Snapshot beforeGesture_;
    int gestures_ = 0;
    bool applying_ = false; ///< settings change because of an action, not by hand
};

/// "Solus" for "denoise-solus", "IBM" for "denoise-ibm"; other names as they are.
juce::String modelTitle(const std::string& name);

} // namespace solus
