// Layout and wiring of the settings panel.
#include "Editor/SettingsPanel.h"

#include "Editor/Card.h"
#include "Editor/FileDialog.h"
#include "Editor/Text.h"
#include "Editor/Theme.h"
#include "Engine/Parameters.h"

namespace solus {
namespace {

std::unique_ptr<ValueSlider> timeSlider(juce::RangedAudioParameter& parameter, const char* title,
                                        double middle) {
    auto slider = std::make_unique<ParamSlider>(parameter, title, juce::Slider::LinearHorizontal);
    slider->setSkewFactorFromMidPoint(middle); // most of the travel for the most common times
    slider->words = [](double value) { return number(value, 0, "ms"); };
    slider->keyStep = 10.0;
    return slider;
}

std::unique_ptr<ValueSlider> lookAheadSlider() {
    auto slider = std::make_unique<ValueSlider>("Look-ahead of the gate", juce::Slider::LinearHorizontal);
    const ParameterSpec& spec = specOf(Parameter::lookAhead);
    slider->setRange(spec.low, spec.high, spec.step);
    slider->setDoubleClickReturnValue(true, spec.standard);
    slider->words = [](double value) { return number(value, 0, "ms"); };
    slider->keyStep = 10.0;
    slider->setTooltip("Lets the gate decide before the sound leaves. Adds the same latency");
    // A change of latency interrupts the audio, so it is applied once, when the slider is released.
    slider->setChangeNotificationOnlyOnRelease(true);
    return slider;
}

} // namespace

SettingsPanel::SettingsPanel(Actions& actions)
    : actions_(actions), close_("Close settings", "", PillButton::Style::bare, Icon::close),
      hold_("Hold", timeSlider(actions.processor().parameters().hold, "Gate hold", 300.0)),
      release_("Release", timeSlider(actions.processor().parameters().release, "Gate release", 300.0)),
      lookAhead_("Look-ahead", lookAheadSlider()), undecided_("Undecided", {"Open", "Remembers", "Closed"}),
      sides_("Stereo channels", {"Together", "Separate"}), theme_("Theme", {"Dark", "Light"}),
      zoom_("Size in percent", {"100", "125", "150", "175", "200"}),
      folder_("Show the voices folder", "Voices folder"), import_("Import a voice", utf8("Import voice…")),
      model_("Load a model file", utf8("Load model file…")) {
    setTitle("Settings");
    setFocusContainerType(FocusContainerType::focusContainer);
    hold_.slider().setTooltip("How long the gate stays open after your last word");
    release_.slider().setTooltip("How long it takes to close");
    close_.onClick = [this] { onClose(); };
    undecided_.onChoice = [this](int i) { actions_.setUndecided(static_cast<Undecided>(i)); };
    sides_.onChoice = [this](int i) { actions_.setSplit(i == 1); };
    theme_.onChoice = [this](int i) { onTheme(i == 0 ? "dark" : "light"); };
    zoom_.onChoice = [this](int i) { onZoom(zooms[static_cast<size_t>(i)]); };
    folder_.onClick = [this] { showVoicesFolder(); };
    folder_.setTooltip(juce::String(voicesFolder()));
    import_.onClick = [this] { onImportVoice(); };
    model_.onClick = [this] { onLoadModel(); };
    lookAhead_.slider().onDragEnd = [this] {
        actions_.setLookAheadMs(static_cast<float>(lookAhead_.slider().getValue()));
    };
    for (auto* child :
         std::initializer_list<juce::Component*>{&close_, &hold_, &release_, &lookAhead_, &undecided_,
                                                 &sides_, &theme_, &zoom_, &folder_, &import_, &model_})
        addAndMakeVisible(child);
    refresh();
}

void SettingsPanel::refresh() {
    const Settings settings = actions_.processor().settings();
    undecided_.choose(static_cast<int>(settings.undecided));
    sides_.choose(settings.split ? 1 : 0);
    theme_.choose(actions_.processor().editorMemory().theme == "light" ? 1 : 0);
    for (size_t i = 0; i < zooms.size(); ++i)
        if (actions_.processor().editorMemory().zoom == zooms[i]) zoom_.choose(static_cast<int>(i));
    if (!lookAhead_.slider().isMouseButtonDown())
        lookAhead_.slider().setValue(settings.lookAheadMs, juce::sendNotificationSync);
}

void SettingsPanel::paint(juce::Graphics& g) {
    const Theme& theme = Theme::of(*this);
    const auto area = getLocalBounds().toFloat().reduced(0.5f);
    g.setColour(theme.card);
    g.fillRoundedRectangle(area, 12.0f);
    g.setColour(theme.line);
    g.drawRoundedRectangle(area, 12.0f, 1.0f);
    for (const auto& [text, place] : headings_) paintHeading(g, text, place, theme.second);
    g.setFont(inter(13.0f));
    g.setColour(theme.text);
    for (const auto& [text, place] : labels_) g.drawText(text, place, juce::Justification::centredLeft);
}

void SettingsPanel::resized() {
    headings_.clear(), labels_.clear();
    auto area = getLocalBounds().reduced(18, 14);
    const auto heading = [&](const char* text) {
        headings_.emplace_back(text, area.removeFromTop(22));
        area.removeFromTop(4);
    };
    const auto labelled = [&](const char* text, juce::Component& c) {
        auto row = area.removeFromTop(27);
        labels_.emplace_back(text, row.removeFromLeft(106));
        c.setBounds(row.reduced(0, 1));
    };
    close_.setBounds(area.withHeight(22).withLeft(area.getRight() - 22));
    heading("Gate");
    for (SliderRow* row : {&hold_, &release_, &lookAhead_}) {
        row->setBounds(area.removeFromTop(SliderRow::height));
        area.removeFromTop(4);
    }
    area.removeFromTop(6);
    labelled("Undecided", undecided_);
    labelled("Stereo channels", sides_);
    area.removeFromTop(8);
    heading("Look");
    labelled("Theme", theme_);
    labelled("Size, %", zoom_);
    area.removeFromTop(8);
    heading("Files");
    auto row = area.removeFromTop(31);
    folder_.setBounds(row.removeFromLeft((row.getWidth() - 8) / 2));
    import_.setBounds(row.withTrimmedLeft(8));
    area.removeFromTop(8);
    model_.setBounds(area.removeFromTop(31));
}

// If no file manager is installed, show the path instead.
void SettingsPanel::showVoicesFolder() {
    const juce::File folder(voicesFolder());
    folder.createDirectory();
#if JUCE_LINUX || JUCE_BSD
    const bool can =
        isOnPath("xdg-open"); // JUCE starts it through a shell and does not notice if it is missing
#else
    const bool can = true;
#endif
    if (!can || !folder.startAsProcess())
        actions_.processor().say("The voices are in " + folder.getFullPathName().toStdString());
}

bool SettingsPanel::keyPressed(const juce::KeyPress& key) {
    if (key != juce::KeyPress::escapeKey) return false;
    onClose();
    return true;
}

} // namespace solus
