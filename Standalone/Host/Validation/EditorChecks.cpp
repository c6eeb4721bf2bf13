// The editor: opened, resized and closed, also while audio runs and parameters move.
#include "Base/Error.h"
#include "Validation/Support.h"

namespace solus::host {
namespace {

void needDisplay(const Bench& bench, juce::AudioPluginInstance& plugin) {
    if (!bench.display) throw Skip{"no display (run it under xvfb-run -a)"};
    if (!plugin.hasEditor()) throw Skip{"the plugin has no editor"};
}

/// An editor on the screen, for the lifetime of this object.
class OpenEditor {
public:
    explicit OpenEditor(juce::AudioPluginInstance& plugin) : editor_(plugin.createEditorIfNeeded()) {
        expect(editor_ != nullptr, "the plugin claims to have an editor but makes none");
        editor_->addToDesktop(0);
        editor_->setVisible(true);
        dispatchMessages(60);
    }
    // JUCE's host gets messages from the window, and would crash on one that comes after the window has gone.
    ~OpenEditor() { dispatchMessages(300); }
    OpenEditor(const OpenEditor&) = delete;
    OpenEditor& operator=(const OpenEditor&) = delete;
    juce::AudioProcessorEditor& get() { return *editor_; }

private:
    std::unique_ptr<juce::AudioProcessorEditor> editor_;
};

void openAndClose(Bench& bench) {
    const Plugin plugin = bench.loader.load();
    needDisplay(bench, *plugin);
    for (int i = 0; i < 3; ++i) {
        OpenEditor editor(*plugin);
        expect(editor.get().getWidth() > 50 && editor.get().getHeight() > 50, "the editor has no size");
        bench.note =
            std::to_string(editor.get().getWidth()) + " x " + std::to_string(editor.get().getHeight());
    }
}

void besideAudio(Bench& bench) {
    const Plugin plugin = bench.loader.load();
    needDisplay(bench, *plugin);
    Session session(*plugin, {48000.0, 512, 2, 2, false, false});
    const AudioThread audio(session, 2, 512, 4);
    for (int i = 0; i < 3; ++i) {
        OpenEditor editor(*plugin);
        for (int turn = 0; turn < 5; ++turn) {
            editor.get().setSize(600 + static_cast<int>(bench.random() % 900),
                                 400 + static_cast<int>(bench.random() % 500));
            for (auto* p : plugin->getParameters())
                if (p->isAutomatable())
                    p->setValueNotifyingHost(static_cast<float>(bench.random() % 1001) / 1000.0f);
            dispatchMessages(40);
        }
    }
    expect(audio.blocks() > 10, "the audio thread hardly ran");
    expect(audio.stayedFinite(), "not every sample is finite");
}

void stateWhileOpen(Bench& bench) {
    const Plugin plugin = bench.loader.load();
    needDisplay(bench, *plugin);
    Session session(*plugin, {});
    juce::MemoryBlock state;
    plugin->getStateInformation(state);
    const OpenEditor editor(*plugin);
    for (int i = 0; i < 10; ++i) {
        plugin->setStateInformation(state.getData(), static_cast<int>(state.getSize()));
        dispatchMessages(20);
    }
}

void severalEditors(Bench& bench) {
    std::vector<Plugin> plugins;
    std::vector<std::unique_ptr<OpenEditor>> editors;
    for (int i = 0; i < 3; ++i) {
        plugins.push_back(bench.loader.load());
        needDisplay(bench, *plugins.back());
        editors.push_back(std::make_unique<OpenEditor>(*plugins.back()));
    }
    editors.erase(editors.begin() + 1);
    plugins.erase(plugins.begin() + 1);
    dispatchMessages(60);
}

} // namespace

std::vector<Check> editorChecks() {
    return {{"editor opened and closed", openAndClose},
            {"editor opened, resized and closed while audio runs", besideAudio},
            {"states restored while the editor is open", stateWhileOpen},
            {"three editors of three instances", severalEditors}};
}

} // namespace solus::host
