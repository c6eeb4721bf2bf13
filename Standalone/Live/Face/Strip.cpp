// Layout of the strip, and the actions of its controls.
#include "Face/Strip.h"

#include "Editor/FileDialog.h"
#include "Editor/Text.h"
#include "Editor/Theme.h"

namespace solus::live {
namespace {

constexpr int control = 31, gap = 8, margin = 20, framesPerSecond = 30;

juce::String rateWords(double rate) {
    return juce::String(rate / 1000.0, rate == std::floor(rate / 1000.0) * 1000.0 ? 0 : 1) + " kHz";
}

juce::String minutes(double seconds) {
    const int s = static_cast<int>(seconds);
    return juce::String(s / 60) + ":" + juce::String(s % 60).paddedLeft('0', 2);
}

} // namespace

Strip::Strip(Session& session)
    : session_(session), source_("Source", {"Microphone", "File"}),
      monitor_("Listen to", {"Off", "Cleaned", "Input"}), device_("Sound device"),
      meter_(session.live().meter()), file_("Choose a file to play", ""), play_("Play the file", "Play"),
      loop_("Loop the file", "Loop"), hearMyself_("Hear myself", "Hear myself"),
      record_("Record the cleaned sound", "Record") {
    auto& live = session_.live();
    source_.onChoice = [&live](int i) {
        live.setSource(i == 1 ? Source::file : Source::microphone);
        if (i == 1) live.player().setPlaying(true);
    };
    monitor_.onChoice = [&live](int i) { live.setMonitor(static_cast<Monitor>(i)); };
    device_.onClick = [this] { onSound(); };
    file_.onClick = [this] { browse(); };
    play_.onClick = [this, &live] {
        live.player().setPlaying(!live.player().playing() || live.player().finished());
        live.setSource(Source::file);
    };
    loop_.setClickingTogglesState(true);
    loop_.onClick = [this, &live] { live.player().setLoop(loop_.getToggleState()); };
    hearMyself_.onClick = [&live] {
        auto& hear = live.hearMyself();
        if (hear.phase() == HearMyself::Phase::idle)
            hear.start();
        else
            hear.stop();
    };
    record_.onClick = [this] { session_.toggleRecording(); };

    monitor_.button(0).setTooltip("The output is silent, so nothing can feed back");
    monitor_.button(1).setTooltip("Hear the cleaned sound: use headphones");
    monitor_.button(2).setTooltip("Hear the input, delayed to match the cleaned sound: use headphones");
    device_.setTooltip("Sound system, devices, rate, buffer, round trip");
    hearMyself_.setTooltip("Records five seconds, then plays them before and after Solus");
    record_.setTooltip("The cleaned sound as wav or flac, into your music folder");
    file_.setTooltip("Plays a file instead of the microphone: drop one anywhere on this strip");

    facts_.setTooltip(
        "Dropouts: xruns of the audio system, and buffers that Solus did not finish in time. A larger buffer "
        "reduces both");
    monitorLabel_.setText("Listen", juce::dontSendNotification);
    for (auto* label : {&monitorLabel_, &facts_, &message_}) {
        label->setFont(inter(12.0f));
        label->setBorderSize({0, 0, 0, 0});
        label->setMinimumHorizontalScale(1.0f);
    }
    message_.setJustificationType(juce::Justification::centredRight);
    for (auto* child : std::initializer_list<juce::Component*>{&source_, &device_, &meter_, &monitorLabel_,
                                                               &monitor_, &file_, &play_, &loop_, &position_,
                                                               &hearMyself_, &record_, &facts_, &message_})
        addAndMakeVisible(child);
    timerCallback();
    startTimerHz(framesPerSecond);
}

void Strip::paint(juce::Graphics& g) {
    const Theme& theme = Theme::of(*this);
    g.fillAll(theme.card);
    g.setColour(theme.line);
    g.fillRect(getLocalBounds().removeFromTop(1));
}

void Strip::resized() {
    auto area = getLocalBounds().reduced(margin, 0).withTrimmedTop(10);
    auto top = area.removeFromTop(control);
    area.removeFromTop(gap);
    auto bottom = area.removeFromTop(control);
    area.removeFromTop(6);
    auto words = area.removeFromTop(18);

    source_.setBounds(top.removeFromLeft(source_.idealWidth()));
    top.removeFromLeft(12);
    monitor_.setBounds(top.removeFromRight(monitor_.idealWidth()));
    monitorLabel_.setBounds(top.removeFromRight(46));
    top.removeFromRight(16);
    device_.setBounds(top.removeFromLeft(juce::jmin(300, top.getWidth() - 126)));
    top.removeFromLeft(16);
    meter_.setBounds(top);

    file_.setBounds(bottom.removeFromLeft(juce::jmin(260, bottom.getWidth() / 4)));
    bottom.removeFromLeft(gap);
    play_.setBounds(bottom.removeFromLeft(66));
    bottom.removeFromLeft(4);
    loop_.setBounds(bottom.removeFromLeft(loop_.idealWidth()));
    bottom.removeFromLeft(16);
    record_.setBounds(bottom.removeFromRight(124));
    bottom.removeFromRight(gap);
    hearMyself_.setBounds(bottom.removeFromRight(124));
    bottom.removeFromRight(16);
    position_.setBounds(bottom);

    facts_.setBounds(words.removeFromLeft(words.getWidth() / 3));
    message_.setBounds(words);
}

void Strip::browse() {
    chooser_ = chooseFile(*this, "An audio file instead of the microphone", juce::File(),
                          "*.wav;*.flac;*.ogg;*.opus;*.mp3;*.aiff;*.aif", [this](const juce::File& file) {
                              session_.openFile(file.getFullPathName().toStdString());
                          });
}

void Strip::timerCallback() {
    session_.tick();
    if (!isShowing() && ticks_ > 0) return; // nothing is drawn while hidden
    meter_.refresh();
    refreshTransport();
    if (ticks_++ % (framesPerSecond / 5) != 0) return;
    refreshRecording();
    refreshFacts();
}

void Strip::refreshTransport() {
    auto& live = session_.live();
    auto& player = live.player();
    const bool file = live.source() == Source::file;
    source_.setChoice(file ? 1 : 0);
    monitor_.setChoice(static_cast<int>(live.monitor()));
    const juce::File path(player.path().empty() ? juce::String() : juce::String(player.path()));
    file_.setText(player.path().empty() ? utf8("Drop an audio file here…") : path.getFileName());
    play_.setEnabled(!player.path().empty());
    play_.setText(file && player.playing() && !player.finished() ? "Pause" : "Play");
    loop_.setToggleState(player.loop(), juce::dontSendNotification);
    position_.show(player.position(), player.path().empty() ? 0.0 : player.seconds());
}

void Strip::refreshRecording() {
    auto& live = session_.live();
    const bool recording = live.recorder().recording();
    record_.setText(recording ? utf8("Stop · ") + minutes(live.recorder().seconds())
                              : juce::String("Record"));
    record_.setToggleState(recording, juce::dontSendNotification);
    const auto phase = live.hearMyself().phase();
    hearMyself_.setToggleState(phase != HearMyself::Phase::idle, juce::dontSendNotification);
    const double left = HearMyself::takeSeconds * (1.0f - live.hearMyself().progress());
    hearMyself_.setText(phase == HearMyself::Phase::recording
                            ? utf8("Speak… ") + juce::String(juce::roundToInt(std::ceil(left)))
                        : phase == HearMyself::Phase::before ? juce::String("Before")
                        : phase == HearMyself::Phase::after  ? juce::String("After")
                                                             : juce::String("Hear myself"));
}

void Strip::refreshFacts() {
    const Theme& theme = Theme::of(*this);
    for (auto* label : {&monitorLabel_, &facts_}) label->setColour(juce::Label::textColourId, theme.second);
    const auto facts = session_.devices().facts();
    const auto name = facts.device.input == noDevice || facts.device.input.empty() ? facts.device.output
                                                                                   : facts.device.input;
    device_.setText(juce::String(name) + utf8(" · ") + rateWords(facts.device.rate) + utf8(" · ") +
                    juce::String(facts.device.block));

    juce::StringArray words;
    if (facts.device.family == "None")
        words.add("No sound card: the input is silent");
    else
        words.add("Xruns " + juce::String(session_.xruns()));
    if (const auto trip = session_.roundTrip(); trip && *trip >= 0)
        words.add("Round trip " + number(1000.0 * *trip / session_.live().sampleRate(), 1, "ms"));
    facts_.setText(words.joinIntoString(utf8("  ·  ")), juce::dontSendNotification);

    const bool fallen = !facts.asWished && !facts.problem.empty();
    message_.setColour(juce::Label::textColourId, fallen ? theme.warning : theme.second);
    const juce::String said(session_.message());
    const auto text = !fallen ? said
                      : said.isEmpty()
                          ? juce::String(facts.problem) + ": waiting for it; another device is used meanwhile"
                          : juce::String(facts.problem) + utf8(" · ") + said;
    message_.setText(text, juce::dontSendNotification);
    message_.setTooltip(text); // in case it is too long for the strip
}

} // namespace solus::live
