// Rows, renaming, deleting, exporting.
#include "Editor/VoiceList.h"

#include "Editor/FileDialog.h"
#include "Editor/Look.h"
#include "Editor/Text.h"

namespace solus {

VoiceRow::VoiceRow(const KnownVoice& voice)
    : juce::Button(juce::String(voice.print.name)), name_(voice.print.name),
      seconds_(number(std::round(voice.print.seconds), 0, "s")), usable_(voice.usable),
      menu_("Options for " + juce::String(voice.print.name), "", PillButton::Style::bare, Icon::dots) {
    setTitle(name_);
    setDescription(usable_ ? seconds_ + " of speech"
                           : "Learnt with another speaker model: click to learn this voice again");
    setTooltip(
        name_ + "\n" +
        (usable_ ? juce::String("Click to let this voice pass, or to turn it down") : getDescription()));
    setClickingTogglesState(usable_);
    setToggleState(voice.active, juce::dontSendNotification);
    setEnabled(true);
    menu_.onClick = [this] { onMenu(); };
    addAndMakeVisible(menu_);
}

void VoiceRow::askForName() {
    editor_ = std::make_unique<juce::TextEditor>();
    editor_->setTitle("New name of " + name_);
    editor_->setFont(inter(13.0f));
    editor_->setIndents(6, 6);
    editor_->setText(name_, false);
    editor_->onReturnKey = [this] { leaveName(true); };
    editor_->onEscapeKey = [this] { leaveName(false); };
    addAndMakeVisible(*editor_);
    resized();
    editor_->grabKeyboardFocus();
    editor_->selectAll();
    editor_->onFocusLost = [this] { leaveName(false); };
}

// Deferred: the text box is still on the stack, and a new name creates new rows.
void VoiceRow::leaveName(bool keep) {
    if (editor_ == nullptr) return;
    editor_->onFocusLost = nullptr;
    juce::MessageManager::callAsync(
        [row = SafePointer<VoiceRow>(this), keep, name = editor_->getText().trim()] {
            if (row == nullptr) return;
            row->editor_.reset();
            if (keep) row->onRename(name);
        });
}

void VoiceRow::paintButton(juce::Graphics& g, bool over, bool) {
    const Theme& theme = Theme::of(*this);
    auto area = getLocalBounds().toFloat();
    const bool on = getToggleState();
    if (on || over) {
        g.setColour(theme.raised.withMultipliedAlpha(on ? 1.0f : 0.5f));
        g.fillRoundedRectangle(area, 6.0f);
    }
    g.setColour(!usable_ ? theme.warning : on ? theme.accent : theme.track);
    g.fillEllipse(juce::Rectangle<float>(9.0f, 9.0f).withCentre({12.5f, area.getCentreY()}));
    area.removeFromLeft(26.0f);
    area.removeFromRight(27.0f);
    g.setFont(inter(11.0f));
    g.setColour(theme.second);
    const auto seconds = area.removeFromRight(inter(11.0f).getStringWidthFloat(seconds_) + 2.0f);
    g.drawText(seconds_, seconds, juce::Justification::centredRight);
    g.setFont(inter(13.0f));
    g.setColour(on ? theme.text : theme.second);
    g.drawText(name_, area.withTrimmedRight(4.0f), juce::Justification::centredLeft);
}

void VoiceRow::resized() {
    menu_.setBounds(getLocalBounds().removeFromRight(28).withSizeKeepingCentre(24, 24));
    if (editor_) editor_->setBounds(getLocalBounds().withTrimmedLeft(20).withTrimmedRight(28).reduced(0, 2));
}

void VoiceRow::focusGained(FocusChangeType cause) {
    juce::Button::focusGained(cause);
    if (auto* viewport = findParentComponentOfClass<juce::Viewport>()) {
        const int top = viewport->getViewPositionY(), room = viewport->getViewHeight();
        viewport->setViewPosition(
            0, juce::jlimit(getBottom() - room, std::max(getBottom() - room, getY()), top));
    }
}

VoiceList::VoiceList(SolusProcessor& processor) : processor_(processor) {
    setTitle("Voices");
    viewport_.setViewedComponent(&column_, false);
    viewport_.setScrollBarsShown(true, false);
    viewport_.setScrollBarThickness(6);
    viewport_.setWantsKeyboardFocus(false); // its rows are the tab stops
    addAndMakeVisible(viewport_);
    refresh();
}

void VoiceList::refresh() {
    const auto voices = processor_.voices().list();
    std::string now;
    for (const auto& voice : voices)
        now += voice.print.name + (voice.active ? "\n+" : "\n-") + (voice.usable ? "+" : "-") +
               std::to_string(voice.print.seconds) + "\n";
    if (now == shown_) return;
    shown_ = now;
    build(voices);
}

void VoiceList::build(const std::vector<KnownVoice>& voices) {
    // All rows are made anew; the one that had the keyboard's focus, or its successor, gets it again.
    const auto focused =
        std::find_if(rows_.begin(), rows_.end(), [](const auto& row) { return row->hasKeyboardFocus(true); });
    const bool hadFocus = focused != rows_.end(),
               onMenu = hadFocus && (*focused)->menuButton().hasKeyboardFocus(false);
    const juce::String whose = hadFocus ? (*focused)->name() : juce::String();
    const auto place = static_cast<size_t>(focused - rows_.begin());
    rows_.clear();
    for (const auto& voice : voices) {
        auto row = std::make_unique<VoiceRow>(voice);
        VoiceRow* pointer = row.get();
        row->onClick = [this, pointer] {
            if (!pointer->usable()) return onLearnAgain(pointer->name());
            const std::string name = pointer->name().toStdString();
            const bool active = pointer->getToggleState();
            change([&](VoiceBook& book) { book.setActive(name, active); });
        };
        row->onMenu = [this, pointer] { showMenu(*pointer); };
        row->onRename = [this, from = voice.print.name](const juce::String& to) {
            change([&](VoiceBook& book) { book.rename(from, to.toStdString()); });
        };
        column_.addAndMakeVisible(*row);
        rows_.push_back(std::move(row));
    }
    resized();
    repaint();
    if (!hadFocus || rows_.empty()) return;
    auto again =
        std::find_if(rows_.begin(), rows_.end(), [&](const auto& row) { return row->name() == whose; });
    if (again == rows_.end())
        again = rows_.begin() + static_cast<std::ptrdiff_t>(std::min(place, rows_.size() - 1));
    (onMenu ? static_cast<juce::Component&>((*again)->menuButton()) : **again).grabKeyboardFocus();
}

void VoiceList::change(const std::function<void(VoiceBook&)>& what) {
    std::string trouble;
    try {
        what(processor_.voices());
    } catch (const std::exception& e) {
        trouble = e.what();
    }
    processor_.voicesChanged();
    if (!trouble.empty()) processor_.say(trouble);
    // The rows must not be deleted before their own callbacks return.
    juce::MessageManager::callAsync([list = SafePointer<VoiceList>(this)] {
        if (list != nullptr) list->refresh();
    });
}

void VoiceList::showMenu(VoiceRow& row) {
    const std::string name = row.name().toStdString();
    juce::PopupMenu menu, sure;
    menu.addItem(utf8("Rename…"), [row = juce::Component::SafePointer<VoiceRow>(&row)] {
        if (row != nullptr) row->askForName();
    });
    menu.addItem(utf8("Learn again…"), [this, name] { onLearnAgain(juce::String(name)); });
    menu.addItem(utf8("Export…"), [this, name] { exportVoice(name); });
    sure.addItem("In this session", [this, name] { change([&](VoiceBook& book) { book.remove(name); }); });
    sure.addItem("Everywhere (deletes its file)",
                 [this, name] { change([&](VoiceBook& book) { book.removeEverywhere(name); }); });
    menu.addSubMenu("Delete", sure);
    menu.setLookAndFeel(&getLookAndFeel());
    menu.showMenuAsync(menuBelow(row.menuButton()));
}

void VoiceList::exportVoice(const std::string& name) {
    const auto file = juce::File::getSpecialLocation(juce::File::userDocumentsDirectory)
                          .getChildFile(juce::File::createLegalFileName(juce::String(name)) + ".voice");
    chooser_ = std::make_unique<juce::FileChooser>("Export a voice", file, "*.voice", desktopDialogWorks(),
                                                   false, this);
    chooser_->launchAsync(juce::FileBrowserComponent::saveMode | juce::FileBrowserComponent::canSelectFiles |
                              juce::FileBrowserComponent::warnAboutOverwriting,
                          [this, name](const juce::FileChooser& chooser) {
                              const juce::File to = chooser.getResult();
                              if (to == juce::File()) return;
                              const auto file = to.hasFileExtension("voice") // "Dr. Smith" has none
                                                    ? to
                                                    : to.getSiblingFile(to.getFileName() + ".voice");
                              const auto path = file.getFullPathName().toStdString();
                              if (file != to && file.exists()) // the dialog asked about a different name
                                  return processor_.say(path + " already exists: choose another name");
                              change([&](VoiceBook& book) { book.exportFile(name, path); });
                          });
}

void VoiceList::paint(juce::Graphics& g) {
    if (!rows_.empty()) return;
    const Theme& theme = Theme::of(*this);
    const auto area = getLocalBounds().toFloat().reduced(2.0f);
    // The longest text that fits: never a cut line.
    for (const char* text :
         {"Solus knows no voice yet.\nTeach it yours: ten seconds of speech, or drop a recording here.",
          "No voice yet. Teach it yours, or drop a recording here.", "No voice yet."}) {
        juce::AttributedString words;
        words.append(text, inter(12.0f), theme.second);
        words.setLineSpacing(3.0f);
        juce::TextLayout layout;
        layout.createLayout(words, area.getWidth());
        if (layout.getHeight() > area.getHeight()) continue;
        layout.draw(g, area);
        return;
    }
}

void VoiceList::resized() {
    viewport_.setBounds(getLocalBounds());
    const int total = static_cast<int>(rows_.size()) * VoiceRow::height;
    const int width = getWidth() - (total > getHeight() ? 8 : 0);
    column_.setSize(width, total);
    for (size_t i = 0; i < rows_.size(); ++i)
        rows_[i]->setBounds(0, static_cast<int>(i) * VoiceRow::height, width, VoiceRow::height - 1);
}

} // namespace solus
