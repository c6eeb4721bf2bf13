// Layout of the window.
#include "Face/LiveFace.h"

namespace solus::live {

LiveFace::LiveFace(Session& session)
    : session_(session), look_(Theme::named(session.processor().state().theme)),
      editor_(session.processor().createEditorIfNeeded()), strip_(session), panel_(session) {
    setLookAndFeel(&look_);
    juce::LookAndFeel::setDefaultLookAndFeel(&look_); // menus and dialogs are separate windows
    editor_->setResizable(true, false);               // the window is resized by its edge instead
    if (auto* editor = dynamic_cast<Editor*>(editor_.get())) {
        editor->leaveTips();
        editor->letOwnerZoom([this](int percent) {
            if (onZoom) onZoom(percent);
        });
    }
    setFocusContainerType(FocusContainerType::keyboardFocusContainer);
    addMouseListener(this, true); // to notice that the mouse is used instead of the keys
    strip_.addChildComponent(stripFocus_);
    panel_.addChildComponent(panelFocus_);
    addAndMakeVisible(*editor_);
    addAndMakeVisible(strip_);
    addChildComponent(panel_);
    strip_.onSound = [this] { openSoundPanel(!panel_.isVisible()); };
    panel_.onClose = [this] { openSoundPanel(false); };
    setSize(editor_->getWidth(), editor_->getHeight() + Strip::height);
    editor_->addComponentListener(this);
    startTimerHz(5);
}

LiveFace::~LiveFace() {
    removeMouseListener(this);
    editor_->removeComponentListener(this);
    session_.processor().editorBeingDeleted(editor_.get());
    editor_.reset();
    setLookAndFeel(nullptr);
    juce::LookAndFeel::setDefaultLookAndFeel(nullptr);
}

void LiveFace::openSoundPanel(bool open) {
    panel_.setVisible(open);
    if (!open) return;
    panel_.refresh();
    panel_.toFront(true);
    panel_.setWantsKeyboardFocus(true);
    panel_.grabKeyboardFocus();
}

void LiveFace::resized() {
    const juce::ScopedValueSetter<bool> guard(laying_, true);
    auto area = getLocalBounds();
    strip_.setBounds(area.removeFromBottom(Strip::height));
    editor_->setBounds(area);
    // The panel is above the button that opens it.
    panel_.setBounds(juce::Rectangle<int>(SoundPanel::width, SoundPanel::height)
                         .withCentre({getWidth() / 2, 0})
                         .withBottomY(strip_.getY() - 12));
}

// The editor has its own resize grip: the window follows it.
void LiveFace::componentMovedOrResized(juce::Component&, bool, bool wasResized) {
    if (wasResized && !laying_) setSize(editor_->getWidth(), editor_->getHeight() + Strip::height);
}

// Keys that no control has used, including Tab: an unused Tab moves the focus.
bool LiveFace::keyPressed(const juce::KeyPress&) {
    stripFocus_.showFor(true), panelFocus_.showFor(true);
    return false;
}

void LiveFace::mouseDown(const juce::MouseEvent&) {
    stripFocus_.showFor(false), panelFocus_.showFor(false);
}

void LiveFace::paint(juce::Graphics& g) {
    g.fillAll(look_.theme().ground);
}

bool LiveFace::isInterestedInFileDrag(const juce::StringArray& files) {
    return files.size() == 1;
}

void LiveFace::filesDropped(const juce::StringArray& files, int, int) {
    session_.openFile(files[0].toStdString());
}

void LiveFace::timerCallback() {
    if (panel_.isVisible()) panel_.refresh();
    const auto& theme = Theme::of(*editor_); // the editor's theme applies to the whole window
    if (&theme == &look_.theme()) return;
    look_.setTheme(theme);
    sendLookAndFeelChange();
    repaint();
}

} // namespace solus::live
