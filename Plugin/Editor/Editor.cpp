// Layout, frames, themes, keys and dropped files.
#include "Editor/Editor.h"

#include "Editor/FileDialog.h"
#include "Editor/HostKeys.h"
#include "Editor/Text.h"

namespace solus {
namespace {

constexpr int framesPerSecond = 60;
constexpr double refreshSeconds = 0.2; // numbers that change faster are unreadable
constexpr int margin = 20, gap = 16;

bool endsLike(const juce::File& file, const char* ending) {
    return file.hasFileExtension(ending);
}

bool isSound(const juce::File& file) {
    return endsLike(file, "wav;flac;ogg;oga;opus;mp3;aif;aiff;w64;rf64;caf");
}

} // namespace

Editor::Editor(SolusProcessor& p)
    : juce::AudioProcessorEditor(p), processor_(p), look_(Theme::named(p.editorMemory().theme)), actions_(p),
      top_(actions_), noise_(actions_), spectrograms_(p), voice_(p), status_(p), settings_(actions_),
      focus_(*this), tooltips_(std::make_unique<juce::TooltipWindow>(this, 900)),
      theme_(p.editorMemory().theme) {
    setLookAndFeel(&look_);
    setTitle("Solus");
    setOpaque(true);
    setWantsKeyboardFocus(true);
    addMouseListener(this, true); // to notice that the mouse is used instead of the keys
    for (auto* child :
         std::initializer_list<juce::Component*>{&top_, &noise_, &spectrograms_, &voice_, &status_})
        addAndMakeVisible(child);
    addChildComponent(settings_);
    addChildComponent(focus_);
    sendLookAndFeelChange(); // components that were made before they had a parent

    top_.onSettings = [this] { showSettings(!settings_.isVisible()); };
    noise_.onLoadModel = settings_.onLoadModel = [this] { chooseModelFile(); };
    settings_.onImportVoice = [this] { chooseVoiceFile(); };
    settings_.onClose = [this] { showSettings(false); };
    settings_.onZoom = [this](int percent) {
        processor_.setEditorZoom(percent);
        setZoom(percent);
    };
    settings_.onTheme = [this](const std::string& theme) { setTheme(theme); };

    const EditorMemory memory = p.editorMemory();
    setResizable(true, true);
    setResizeLimits(leastWidth, leastHeight, 2560, 1600);
    setSize(juce::jlimit(leastWidth, 2560, memory.width), juce::jlimit(leastHeight, 1600, memory.height));
    setZoom(memory.zoom);
    refresh();
    startTimerHz(framesPerSecond);
}

Editor::~Editor() {
    stopTimer();
    juce::PopupMenu::dismissAllActiveMenus(); // they belong to this window and call its components
    if (watching_) processor_.watch(false);
    removeMouseListener(this);
    if (window_ != nullptr && window_ != this) window_->removeKeyListener(&windowKeys_);
    setLookAndFeel(nullptr);
}

void Editor::watchOrNot() {
    const bool showing = isShowing();
    if (showing == watching_) return;
    watching_ = showing;
    processor_.watch(showing);
}

void Editor::timerCallback() {
    watchOrNot(); // minimising a window sends no notification
    const double now = juce::Time::getMillisecondCounterHiRes();
    const double elapsed = (now - lastFrameMs_) / 1000.0;
    lastFrameMs_ = now;
    if (watching_) frame(std::min(elapsed, 0.5));
}

void Editor::frame(double elapsed) {
    ++frames_;
    spectrograms_.frame();
    voice_.frame(elapsed);
    sinceRefresh_ += elapsed;
    if (sinceRefresh_ < refreshSeconds) return;
    sinceRefresh_ = 0.0;
    refresh();
}

void Editor::refresh() {
    const std::string theme = processor_.editorMemory().theme;
    if (theme != theme_) setTheme(theme); // a session was loaded
    if (const int zoom = processor_.editorMemory().zoom; zoom != zoom_) setZoom(zoom);
    top_.refresh();
    noise_.refresh();
    voice_.refresh();
    status_.refresh();
    if (settings_.isVisible()) settings_.refresh();
}

void Editor::setZoom(int percent) {
    const bool changes = percent != zoom_;
    zoom_ = percent;
    if (!changes) return;
    if (ownerZooms_)
        ownerZooms_(percent);
    else
        setScaleFactor(hostScale_);
}

void Editor::letOwnerZoom(std::function<void(int)> zooms) {
    ownerZooms_ = std::move(zooms);
    setScaleFactor(hostScale_);
}

void Editor::setScaleFactor(float scale) {
    hostScale_ = scale;
    juce::AudioProcessorEditor::setScaleFactor(ownerZooms_ ? scale
                                                           : scale * static_cast<float>(zoom_) / 100.0f);
    // Plugin wrappers react to a change of size, not of scale.
    const int height = getHeight();
    setSize(getWidth(), height + 1);
    setSize(getWidth(), height);
}

void Editor::setTheme(const std::string& theme) {
    theme_ = theme;
    actions_.setTheme(theme);
    look_.setTheme(Theme::named(theme));
    sendLookAndFeelChange();
    repaint();
}

void Editor::paint(juce::Graphics& g) {
    g.fillAll(look_.theme().ground);
}

void Editor::paintOverChildren(juce::Graphics& g) {
    if (!dropping_) return;
    const Theme& theme = look_.theme();
    g.fillAll(theme.ground.withAlpha(0.82f));
    const auto area = getLocalBounds().toFloat().reduced(24.0f);
    g.setColour(theme.accent);
    g.drawRoundedRectangle(area, 14.0f, 2.0f);
    g.setFont(inter(18.0f, Weight::semiBold));
    g.drawText("Drop it here", area.translated(0.0f, -14.0f), juce::Justification::centred);
    g.setFont(inter(13.0f));
    g.setColour(theme.second);
    g.drawText("A recording to learn a voice from, a voice, or a model", area.translated(0.0f, 14.0f),
               juce::Justification::centred);
}

void Editor::resized() {
    auto area = getLocalBounds();
    top_.setBounds(area.removeFromTop(TopBar::height));
    status_.setBounds(area.removeFromBottom(StatusBar::height));
    area = area.reduced(margin, 0).withTrimmedTop(16).withTrimmedBottom(13);
    const int left = juce::jlimit(180, 280, getWidth() * 200 / 960),
              right = juce::jlimit(190, 290, getWidth() * 208 / 960);
    noise_.setBounds(area.removeFromLeft(left));
    voice_.setBounds(area.removeFromRight(right));
    spectrograms_.setBounds(area.reduced(gap, 0));
    settings_.setBounds(getWidth() - margin - SettingsPanel::width, TopBar::height - 2, SettingsPanel::width,
                        std::min(SettingsPanel::height, getHeight() - TopBar::height - 8));
    focus_.follow();
    actions_.setSize(getWidth(), getHeight());
}

bool Editor::keyPressed(const juce::KeyPress& key) {
    focus_.showFor(true);
    const auto command = juce::ModifierKeys::commandModifier;
    const bool escape = key == juce::KeyPress::escapeKey;
    const bool closes = escape && settings_.isVisible(),
               dismisses = escape && !closes && status_.hasMessage();
    if (!closes && !dismisses && passOn(key)) return true;
    if (key == juce::KeyPress('z', command, 0))
        actions_.undo();
    else if (key == juce::KeyPress('z', command | juce::ModifierKeys::shiftModifier, 0) ||
             key == juce::KeyPress('y', command, 0))
        actions_.redo();
    else if (closes)
        showSettings(false);
    else if (dismisses)
        status_.dismiss();
    else
        return false;
    refresh();
    return true;
}

// In a host, unused keys belong to the host, "undo" included; an unused Tab moves the focus.
bool Editor::passOn(const juce::KeyPress& key) {
    return !key.isKeyCode(juce::KeyPress::tabKey) && passToHost(*this, key);
}

void Editor::parentHierarchyChanged() {
    watchOrNot();
    auto* window = getTopLevelComponent();
    if (window == window_) return;
    if (window_ != nullptr && window_ != this) window_->removeKeyListener(&windowKeys_);
    window_ = window;
    if (window_ != nullptr && window_ != this) window_->addKeyListener(&windowKeys_);
}

void Editor::mouseDown(const juce::MouseEvent& event) {
    focus_.showFor(false);
    // A click outside the panel closes it; the gear handles its own click.
    if (!settings_.isVisible()) return;
    const auto place = event.getEventRelativeTo(this).getPosition();
    if (!settings_.getBounds().contains(place) && !top_.getBounds().contains(place)) showSettings(false);
}

void Editor::showSettings(bool on) {
    settings_.refresh();
    settings_.setVisible(on);
    if (on) settings_.toFront(false);
    if (isShowing()) {
        if (on)
            settings_.focusFirst();
        else
            top_.grabKeyboardFocus();
    }
    focus_.follow();
}

void Editor::chooseModelFile() {
    chooser_ = chooseFile(*this, "A denoiser", juce::File(), "*.safetensors",
                          [this](const juce::File& file) { take(file); });
}

void Editor::chooseVoiceFile() {
    chooser_ = chooseFile(*this, "A voice", juce::File(voicesFolder()), "*.voice",
                          [this](const juce::File& file) { take(file); });
}

void Editor::take(const juce::File& file) {
    if (!file.existsAsFile()) return;
    const std::string path = file.getFullPathName().toStdString();
    if (endsLike(file, "safetensors")) {
        actions_.chooseModel(path);
    } else if (endsLike(file, "voice")) {
        try {
            processor_.voices().importFile(path);
            processor_.voicesChanged();
        } catch (const std::exception& e) {
            processor_.say(e.what());
        }
    } else {
        voice_.learnFrom(file);
    }
    refresh();
}

bool Editor::isInterestedInFileDrag(const juce::StringArray& files) {
    for (const auto& path : files) {
        const juce::File file(path);
        if (isSound(file) || endsLike(file, "voice;safetensors")) return true;
    }
    return false;
}

void Editor::fileDragEnter(const juce::StringArray&, int, int) {
    dropping_ = true;
    repaint();
}

void Editor::fileDragExit(const juce::StringArray&) {
    dropping_ = false;
    repaint();
}

void Editor::filesDropped(const juce::StringArray& files, int, int) {
    fileDragExit(files);
    for (const auto& path : files) take(juce::File(path));
}

// Here, so that the processor does not depend on the editor.
juce::AudioProcessorEditor* SolusProcessor::createEditor() {
    return new Editor(*this);
}

} // namespace solus
