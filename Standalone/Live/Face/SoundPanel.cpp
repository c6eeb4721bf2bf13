// Rows of the sound panel and their menus.
#include "Face/SoundPanel.h"

#include "Editor/Look.h"
#include "Editor/Text.h"

namespace solus::live {
namespace {

constexpr int rowHeight = 31, rowGap = 9, top = 48, labelWidth = 128;

juce::String rateWords(double rate) {
    return juce::String(juce::roundToInt(rate)) + " Hz";
}

juce::String blockWords(int block, double rate) {
    return juce::String(block) + utf8(" samples · ") +
           juce::String(1000.0 * block / juce::jmax(1.0, rate), 1) + " ms";
}

/// "Input 3 · capture_3", "Inputs 3 and 4, stereo"
juce::String inputWords(const InputChannel& channel, const juce::StringArray& names) {
    const juce::String number(channel.index + 1);
    if (channel.pair) return "Inputs " + number + " and " + juce::String(channel.index + 2) + ", stereo";
    const auto name = names[channel.index];
    return "Input " + number +
           (name.isEmpty() || name == "channel " + number ? juce::String() : utf8(" · ") + name);
}

juce::String familyWords(const juce::String& family) {
    if (family == "JACK") return "JACK or PipeWire";
    if (family == "None") return "No sound card";
    return family;
}

} // namespace

SoundPanel::SoundPanel(Session& session)
    : Card("Sound"), session_(session), close_("Close", "", PillButton::Style::bare, Icon::close),
      family_("Sound system"), input_("Input device"), output_("Output device"), rate_("Sample rate"),
      block_("Buffer"), channel_("Microphone", {"Channel 1", "Channel 2", "Stereo"}),
      microphone_("Microphone"), recordAs_("Record as", {"WAV", "FLAC"}),
      measure_("Measure the round trip", "Measure round trip"), reset_("Reset the xrun counter", "Reset") {
    rows_ = {{"System", &family_},
             {"Input", &input_},
             {"Output", &output_},
             {"Rate", &rate_},
             {"Buffer", &block_}};
    setFocusContainerType(FocusContainerType::keyboardFocusContainer);
    close_.onClick = [this] { onClose(); };
    family_.onClick = [this] { showFamilies(); };
    input_.onClick = [this] { showDevices(true); };
    output_.onClick = [this] { showDevices(false); };
    rate_.onClick = [this] { showRates(); };
    block_.onClick = [this] { showBlocks(); };
    channel_.onChoice = [this](int i) {
        const InputChannel choices[] = {InputChannel::first, InputChannel::second, InputChannel::stereo};
        session_.chooseDevice(session_.settings().device, choices[i]);
        refresh();
    };
    microphone_.onClick = [this] { showInputs(); };
    recordAs_.onChoice = [this](int i) { session_.settings().recordAs = i == 1 ? "flac" : "wav"; };
    measure_.onClick = [this] { session_.measureRoundTrip(), refresh(); };
    reset_.onClick = [this] { session_.resetXruns(), refresh(); };
    measure_.setTooltip(
        "Plays a click and waits for it at the input: connect output and input with a cable, or hold the "
        "microphone to the loudspeaker");
    channel_.button(0).setTooltip("The microphone is plugged into the first input");
    for (const auto& row : rows_) addAndMakeVisible(row.button);
    for (auto* child : std::initializer_list<juce::Component*>{&channel_, &microphone_, &recordAs_, &measure_,
                                                               &reset_, &close_})
        addAndMakeVisible(child);
    refresh();
}

void SoundPanel::refresh() {
    const auto facts = session_.devices().facts();
    family_.setText(familyWords(juce::String(facts.device.family)));
    input_.setText(juce::String(facts.device.input));
    output_.setText(juce::String(facts.device.output));
    rate_.setText(rateWords(facts.device.rate));
    block_.setText(blockWords(facts.device.block, facts.device.rate));
    const auto channel = session_.live().inputChannel();
    channel_.setVisible(!manyInputs());
    microphone_.setVisible(manyInputs());
    channel_.setChoice(channel.pair ? 2 : juce::jmin(1, channel.index));
    microphone_.setText(inputWords(channel, session_.devices().inputs()));
    recordAs_.setChoice(session_.settings().recordAs == "flac" ? 1 : 0);
    measure_.setEnabled(!session_.live().probe().running() && !session_.live().recorder().recording());
    repaint();
}

juce::Rectangle<int> SoundPanel::rowArea(int index) const {
    return {padding, top + index * (rowHeight + rowGap), getWidth() - 2 * padding, rowHeight};
}

void SoundPanel::resized() {
    close_.setBounds(getWidth() - padding - 24, 11, 24, 24);
    int row = 0;
    for (const auto& r : rows_) r.button->setBounds(rowArea(row++).withTrimmedLeft(labelWidth));
    microphone_.setBounds(rowArea(row).withTrimmedLeft(labelWidth));
    channel_.setBounds(rowArea(row++).withTrimmedLeft(labelWidth));
    recordAs_.setBounds(rowArea(row++).withTrimmedLeft(labelWidth));
    auto trip = rowArea(row++);
    measure_.setBounds(trip.removeFromRight(measure_.idealWidth()));
    auto xruns = rowArea(row);
    reset_.setBounds(xruns.removeFromRight(reset_.idealWidth()));
}

void SoundPanel::paint(juce::Graphics& g) {
    Card::paint(g);
    const Theme& theme = Theme::of(*this);
    g.setColour(theme.line);
    g.drawRoundedRectangle(getLocalBounds().toFloat().reduced(0.5f), 12.0f, 1.0f);
    g.setFont(inter(13.0f));
    int row = 0;
    const auto label = [&](const juce::String& name, const juce::String& value) {
        auto area = rowArea(row++);
        g.setColour(theme.second);
        g.drawText(name, area.removeFromLeft(labelWidth), juce::Justification::centredLeft);
        g.setColour(theme.text);
        g.drawText(value, area, juce::Justification::centredLeft);
    };
    for (const auto& r : rows_) label(r.name, "");
    label("Microphone", "");
    label("Record as", "");
    const auto trip = session_.roundTrip();
    label("Round trip", session_.live().probe().running() ? utf8("listening…")
                        : !trip                           ? utf8("–")
                        : *trip < 0                       ? juce::String("nothing came back")
                                    : number(1000.0 * *trip / session_.live().sampleRate(), 1, "ms"));
    label("Xruns", juce::String(session_.xruns()));
}

bool SoundPanel::keyPressed(const juce::KeyPress& key) {
    if (key != juce::KeyPress::escapeKey) return false;
    onClose();
    return true;
}

void SoundPanel::menuOf(MenuButton& owner, const juce::StringArray& items, int chosen,
                        std::function<void(int)> act) {
    juce::PopupMenu menu;
    for (int i = 0; i < items.size(); ++i)
        menu.addItem(items[i], true, i == chosen, [this, act, i] {
            act(i);
            refresh();
        });
    menu.setLookAndFeel(&getLookAndFeel());
    menu.showMenuAsync(menuBelow(owner));
}

void SoundPanel::change(std::function<void(DeviceChoice&)> how) {
    DeviceChoice choice = session_.devices().facts().device;
    how(choice);
    session_.chooseDevice(choice, session_.live().inputChannel());
}

void SoundPanel::showFamilies() {
    const auto names = session_.devices().families();
    juce::StringArray items;
    for (const auto& name : names) items.add(familyWords(name));
    const auto now = juce::String(session_.devices().facts().device.family);
    menuOf(family_, items, names.indexOf(now), [this, names](int i) {
        change([&](DeviceChoice& c) { c = {names[i].toStdString(), "", "", c.rate, c.block}; });
    });
}

void SoundPanel::showDevices(bool input) {
    const auto facts = session_.devices().facts();
    auto names = session_.devices().devices(juce::String(facts.device.family), input);
    if (facts.device.family != "None") names.insert(0, noDevice);
    const auto now = juce::String(input ? facts.device.input : facts.device.output);
    menuOf(input ? input_ : output_, names, names.indexOf(now), [this, names, input](int i) {
        change([&](DeviceChoice& c) { (input ? c.input : c.output) = names[i].toStdString(); });
    });
}

bool SoundPanel::manyInputs() const {
    return session_.devices().inputs().size() > 2;
}

// Every input, then the pairs.
void SoundPanel::showInputs() {
    const auto names = session_.devices().inputs();
    std::vector<InputChannel> choices;
    for (int i = 0; i < names.size(); ++i) choices.push_back({i, false});
    for (int i = 0; i + 1 < names.size(); i += 2) choices.push_back({i, true});
    juce::StringArray items;
    int chosen = -1;
    for (const auto& choice : choices) {
        if (choice == session_.live().inputChannel()) chosen = items.size();
        items.add(inputWords(choice, names));
    }
    menuOf(microphone_, items, chosen, [this, choices](int i) {
        session_.chooseDevice(session_.settings().device, choices[static_cast<size_t>(i)]);
    });
}

void SoundPanel::showRates() {
    const auto rates = session_.devices().rates();
    juce::StringArray items;
    for (const double r : rates) items.add(rateWords(r));
    const double now = session_.devices().facts().device.rate;
    menuOf(rate_, items, items.indexOf(rateWords(now)),
           [this, rates](int i) { change([&](DeviceChoice& c) { c.rate = rates[i]; }); });
}

void SoundPanel::showBlocks() {
    const auto blocks = session_.devices().blocks();
    const auto facts = session_.devices().facts();
    juce::StringArray items;
    for (const int b : blocks) items.add(blockWords(b, facts.device.rate));
    menuOf(block_, items, blocks.indexOf(facts.device.block),
           [this, blocks](int i) { change([&](DeviceChoice& c) { c.block = blocks[i]; }); });
}

} // namespace solus::live
