// Buttons of the top bar and the preset menu.
#include "Editor/TopBar.h"

#include "Editor/Look.h"
#include "Editor/Text.h"

namespace solus {
namespace {

constexpr int control = 31, gap = 8;

} // namespace

TopBar::TopBar(Actions& actions)
    : actions_(actions), preset_("Preset"),
      previous_("Previous preset", "", PillButton::Style::bare, Icon::left),
      next_("Next preset", "", PillButton::Style::bare, Icon::right),
      undo_("Undo", "", PillButton::Style::bare, Icon::undo),
      redo_("Redo", "", PillButton::Style::bare, Icon::redo),
      removed_(actions.processor().parameters().removed, "Listen to removed", "Listen to removed"),
      on_(actions.processor().parameters().bypass, "Solus on", "On", true),
      settings_("Settings", "", PillButton::Style::bare, Icon::gear) {
    preset_.onClick = [this] { showPresetMenu(); };
    previous_.onClick = [this] { actions_.stepPreset(-1), refresh(); };
    next_.onClick = [this] { actions_.stepPreset(1), refresh(); };
    undo_.onClick = [this] { actions_.undo(), refresh(); };
    redo_.onClick = [this] { actions_.redo(), refresh(); };
    compare_.onClick = [this] { actions_.toggleAb(), refresh(); };
    settings_.onClick = [this] { onSettings(); };
    undo_.setTooltip("Undo the last change");
    redo_.setTooltip("Redo what was undone");
    compare_.setTooltip("Switches between two sets of settings");
    removed_.setTooltip("Hear what Solus removes");
    on_.setTooltip("Off: the sound as it comes in, at the same latency");
    for (auto* child : std::initializer_list<juce::Component*>{&preset_, &previous_, &next_, &undo_, &redo_,
                                                               &compare_, &removed_, &on_, &settings_})
        addAndMakeVisible(child);
    refresh();
}

void TopBar::refresh() {
    const std::string name = actions_.presetName();
    preset_.setText(juce::String(name) + (actions_.presetEdited() ? " *" : ""));
    undo_.setEnabled(actions_.canUndo());
    redo_.setEnabled(actions_.canRedo());
    compare_.setSide(actions_.side());
}

void TopBar::paint(juce::Graphics& g) {
    const Theme& theme = Theme::of(*this);
    g.setColour(theme.line.withMultipliedAlpha(0.6f));
    g.fillRect(getLocalBounds().removeFromBottom(1));
    juce::AttributedString word;
    const auto font = inter(17.0f, Weight::semiBold).withExtraKerningFactor(0.12f);
    word.append("S", font, theme.text);
    word.append("O", font, theme.accent);
    word.append("LUS", font, theme.text);
    word.setWordWrap(juce::AttributedString::none);
    word.setJustification(juce::Justification::centredLeft);
    word.draw(g, {20.0f, 0.0f, 90.0f, static_cast<float>(getHeight() - 1)});
}

void TopBar::resized() {
    auto area = getLocalBounds().reduced(20, 0).withSizeKeepingCentre(getWidth() - 40, control);
    area.removeFromLeft(85);
    const auto right = [&](juce::Component& c, int width, int before = gap) {
        c.setBounds(area.removeFromRight(width));
        area.removeFromRight(before);
    };
    right(settings_, control);
    right(on_, on_.idealWidth());
    right(removed_, removed_.idealWidth());
    right(compare_, 55);
    right(redo_, 26, 0);
    right(undo_, 26, 12);
    const int width = std::min(area.getWidth() - 2 * 24 - 4, 190);
    preset_.setBounds(area.removeFromLeft(width));
    area.removeFromLeft(4);
    previous_.setBounds(area.removeFromLeft(24));
    next_.setBounds(area.removeFromLeft(24));
    if (name_) name_->setBounds(preset_.getBounds());
}

void TopBar::showPresetMenu() {
    actions_.refreshPresets();
    const std::string shown = actions_.presetName();
    juce::PopupMenu menu;
    bool own = false;
    for (size_t i = 0; i < actions_.presets().size(); ++i) {
        const Preset& preset = actions_.presets()[i];
        if (!preset.path.empty() && !own) {
            menu.addSeparator();
            own = true;
        }
        menu.addItem(juce::String(preset.name), true, preset.name == shown,
                     [this, i] { actions_.choosePreset(i), refresh(); });
    }
    menu.addSeparator();
    menu.addItem(utf8("Save as…"), [this] { askForName(); });
    menu.addItem(actions_.mayDelete() ? utf8("Delete “") + juce::String(shown) + utf8("”")
                                      : juce::String("Delete"),
                 actions_.mayDelete(), false, [this] { actions_.deleteShown(), refresh(); });
    menu.setLookAndFeel(&getLookAndFeel());
    menu.showMenuAsync(menuBelow(preset_));
}

void TopBar::askForName() {
    name_ = std::make_unique<juce::TextEditor>();
    name_->setTitle("Name of the preset");
    name_->setFont(inter(13.0f));
    name_->setIndents(8, 7);
    name_->setTextToShowWhenEmpty("Name, then Enter", Theme::of(*this).second);
    if (actions_.mayDelete()) name_->setText(juce::String(actions_.presetName()), false);
    name_->onReturnKey = [this] {
        const juce::String name = name_->getText().trim();
        if (name.isEmpty() || actions_.saveAs(name.toStdString())) leaveName();
    };
    name_->onEscapeKey = [this] { leaveName(); };
    addAndMakeVisible(*name_);
    preset_.setVisible(false);
    resized();
    name_->grabKeyboardFocus();
    name_->selectAll();
    name_->onFocusLost = [this] { leaveName(); };
}

// Deferred: the text box is still on the stack.
void TopBar::leaveName() {
    juce::MessageManager::callAsync([bar = SafePointer<TopBar>(this)] {
        if (bar == nullptr || bar->name_ == nullptr) return;
        bar->name_->onFocusLost = nullptr;
        bar->preset_.setVisible(true);
        bar->name_.reset();
        bar->preset_.grabKeyboardFocus();
        bar->refresh();
    });
}

} // namespace solus
