// The steps of an enrolment.
#include "Editor/LearnPanel.h"

#include "Editor/Card.h"
#include "Editor/FileDialog.h"
#include "Editor/Text.h"
#include "Editor/Theme.h"

namespace solus {

using Phase = EnrolmentStatus::Phase;

namespace {

constexpr double patienceMs = 1500.0; // a stopped host sends nothing, not even silence

} // namespace

LearnPanel::LearnPanel(SolusProcessor& processor)
    : processor_(processor),
      file_("Choose a recording", utf8("Choose a recording…"), PillButton::Style::bare),
      cancel_("Cancel", "Cancel"), done_("Done", "Done", PillButton::Style::filled) {
    setTitle("Learn a voice");
    name_.setTitle("Name of the voice");
    name_.setJustification(juce::Justification::centredLeft);
    name_.setSelectAllWhenFocused(true);
    name_.onReturnKey = [this] { record_.grabKeyboardFocus(); };
    name_.onEscapeKey = [this] { cancel(); };
    record_.onClick = [this] { record(); };
    file_.onClick = [this] { chooseFile(); };
    cancel_.onClick = [this] { cancel(); };
    done_.onClick = [this] { done(); };
    for (auto* child : std::initializer_list<juce::Component*>{&name_, &record_, &file_, &cancel_, &done_})
        addAndMakeVisible(child);
    lookAndFeelChanged();
}

void LearnPanel::lookAndFeelChanged() {
    const Theme& theme = Theme::of(*this);
    name_.setColour(juce::TextEditor::textColourId, theme.text);
    name_.setIndents(8, 0);
    name_.applyFontToAllText(inter(13.0f));
    name_.applyColourToAllText(theme.text);
}

void LearnPanel::open(const juce::String& again) {
    // An enrolment that ended while the window was closed needs no panel; the new voice is in the list.
    const auto phase = processor_.enrolment().status().phase;
    if (phase == Phase::done || phase == Phase::failed) processor_.enrolment().cancel();
    again_ = again;
    name_.setText(again.isEmpty() ? juce::String(processor_.voices().freeName()) : again, false);
    phase_ = Phase::idle;
    refresh();
}

void LearnPanel::openWithFile(const juce::File& file) {
    const std::string stem = file.getFileNameWithoutExtension().toStdString();
    open(again_);
    if (again_.isEmpty()) name_.setText(juce::String(processor_.voices().freeNameLike(stem)), false);
    processor_.enrolment().readFile(name(), file.getFullPathName().toStdString());
    refresh();
}

std::string LearnPanel::name() const {
    const juce::String typed = name_.getText().trim();
    return typed.isEmpty() ? processor_.voices().freeName() : typed.toStdString();
}

void LearnPanel::record() {
    auto& enrolment = processor_.enrolment();
    if (phase_ == Phase::recording)
        enrolment.finish();
    else if (phase_ != Phase::reading)
        enrolment.record(name(), processor_.meters().sampleRate());
    refresh();
}

void LearnPanel::chooseFile() {
    chooser_ = solus::chooseFile(*this, "A recording of one voice", juce::File(),
                                 "*.wav;*.flac;*.ogg;*.opus;*.mp3;*.aif;*.aiff",
                                 [this](const juce::File& file) { openWithFile(file); });
}

void LearnPanel::cancel() {
    processor_.enrolment().cancel();
    onClose();
}

void LearnPanel::done() {
    if (phase_ == Phase::recording || phase_ == Phase::reading) {
        processor_.enrolment().finish();
        refresh();
        if (phase_ == Phase::failed) return; // its hint gives the reason
    }
    processor_.enrolment().cancel(); // back to idle; the new voice stays
    onClose();
}

void LearnPanel::refresh() {
    const EnrolmentStatus status = processor_.enrolment().status();
    record_.show(status);
    const bool fresh = status.phase != phase_;
    phase_ = status.phase;
    juce::String hint(status.hint);
    if (phase_ == Phase::idle)
        hint = "Speak for ten seconds, alone and in your normal voice. Or drop a recording here.";
    if (phase_ == Phase::reading) hint = utf8("Reading the recording…");
    if (phase_ == Phase::done && hint.isEmpty()) hint = "Learnt.";
    if (fresh) phaseSince_ = juce::Time::getMillisecondCounterHiRes();
    const bool silent = phase_ == Phase::recording && hint == Enrolment::firstHint &&
                        juce::Time::getMillisecondCounterHiRes() - phaseSince_ > patienceMs;
    if (silent) hint = "No input: start playback, or turn on input monitoring for the track";
    hint = hint.substring(0, 1).toUpperCase() + hint.substring(1);
    const bool warns = silent || phase_ == Phase::failed || (phase_ == Phase::done && !status.hint.empty()) ||
                       (phase_ == Phase::recording && (hint.startsWith("Too") || hint.startsWith("Clipped")));
    done_.setEnabled(phase_ != Phase::idle && phase_ != Phase::failed);
    name_.setEnabled(phase_ == Phase::idle || phase_ == Phase::failed);
    file_.setVisible(phase_ == Phase::idle || phase_ == Phase::failed);
    if (hint != hint_ || warns != warns_) {
        hint_ = hint, warns_ = warns;
        repaint(hintArea_);
        if (fresh && isShowing())
            juce::AccessibilityHandler::postAnnouncement(
                hint_, juce::AccessibilityHandler::AnnouncementPriority::medium);
    }
}

void LearnPanel::paint(juce::Graphics& g) {
    const Theme& theme = Theme::of(*this);
    g.setColour(theme.card);
    g.fillRoundedRectangle(getLocalBounds().toFloat(), 12.0f);
    paintHeading(g, "Learn a voice", {Card::padding, 12, getWidth() - 2 * Card::padding, 22}, theme.second);
    juce::AttributedString words;
    words.append(hint_, inter(12.0f), warns_ ? theme.warning : theme.second);
    words.setJustification(juce::Justification::centredTop);
    words.setLineSpacing(2.0f);
    words.draw(g, hintArea_.toFloat());
}

void LearnPanel::resized() {
    auto area = getLocalBounds().reduced(Card::padding, 0).withTrimmedTop(42).withTrimmedBottom(16);
    name_.setBounds(area.removeFromTop(32));
    auto buttons = area.removeFromBottom(36);
    const int half = (buttons.getWidth() - 8) / 2;
    cancel_.setBounds(buttons.removeFromLeft(half));
    done_.setBounds(buttons.removeFromRight(half));
    area.removeFromBottom(10);
    file_.setBounds(area.removeFromBottom(28));
    const int side = juce::jlimit(90, 170, std::min(area.getWidth() - 40, area.getHeight() - 104));
    area.removeFromTop(std::min(22, std::max(8, (area.getHeight() - side - 90) / 3)));
    record_.setBounds(area.removeFromTop(side).withSizeKeepingCentre(side, side));
    area.removeFromTop(12);
    hintArea_ = area;
}

bool LearnPanel::keyPressed(const juce::KeyPress& key) {
    if (key != juce::KeyPress::escapeKey) return false;
    cancel();
    return true;
}

} // namespace solus
