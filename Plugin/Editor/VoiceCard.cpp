// Layout and behaviour of the voice card.
#include "Editor/VoiceCard.h"

#include "Editor/Text.h"
#include "Editor/Theme.h"

namespace solus {
namespace {

std::unique_ptr<ValueSlider> othersSlider(Parameters& parameters) {
    auto slider =
        std::make_unique<ParamSlider>(parameters.floor, "Others at", juce::Slider::LinearHorizontal);
    slider->words = [](double value) { return number(value, 0, "dB"); };
    return slider;
}

} // namespace

OnlyMeButton::OnlyMeButton(juce::AudioParameterBool& gate)
    : juce::Button("Only me"),
      attachment_(gate, [this](float value) { setToggleState(value > 0.5f, juce::dontSendNotification); }) {
    setTitle("Only me");
    setTooltip("On: only the voices chosen below pass");
    setClickingTogglesState(true);
    setMouseCursor(juce::MouseCursor::PointingHandCursor);
    attachment_.sendInitialUpdate();
}

void OnlyMeButton::setHasVoices(bool has) {
    if (has == hasVoices_) return;
    hasVoices_ = has;
    repaint();
}

void OnlyMeButton::clicked() {
    attachment_.setValueAsCompleteGesture(getToggleState() ? 1.0f : 0.0f);
    if (getToggleState() && !hasVoices_ && onNobody) onNobody();
}

void OnlyMeButton::paintButton(juce::Graphics& g, bool over, bool) {
    const Theme& theme = Theme::of(*this);
    auto area = getLocalBounds().toFloat();
    const bool on = getToggleState() && hasVoices_;
    const auto colour = on ? theme.accent : (over ? theme.text : theme.second);
    const auto dot =
        juce::Rectangle<float>(9.0f, 9.0f).withCentre({area.getRight() - 6.0f, area.getCentreY()});
    g.setColour(colour);
    on ? g.fillEllipse(dot) : g.drawEllipse(dot.reduced(0.6f), 1.2f);
    g.setFont(inter(12.0f, Weight::semiBold));
    g.drawText("Only me", area.withTrimmedRight(17.0f), juce::Justification::centredRight);
}

VoiceCard::VoiceCard(SolusProcessor& processor)
    : Card("Voice"), processor_(processor), onlyMe_(processor.parameters().gate),
      plot_(processor.parameters().threshold), list_(processor),
      others_("Others at", othersSlider(processor.parameters())),
      learnButton_("Learn a voice", "Learn a voice", PillButton::Style::filled, Icon::plus),
      learn_(processor) {
    others_.stressValue();
    learnButton_.onClick = onlyMe_.onNobody = [this] { learn(); };
    learn_.onClose = [this] { showLearn(false); };
    list_.onLearnAgain = [this](const juce::String& name) { learn(name); };
    for (auto* child :
         std::initializer_list<juce::Component*>{&onlyMe_, &ring_, &plot_, &list_, &others_, &learnButton_})
        addAndMakeVisible(child);
    addChildComponent(learn_);
    refresh();
    // The window was closed during an enrolment, and is opened again.
    const auto phase = processor.enrolment().status().phase;
    if (phase == EnrolmentStatus::Phase::recording || phase == EnrolmentStatus::Phase::reading) learn();
}

void VoiceCard::frame(double elapsed) {
    const auto& engine = processor_.engine();
    const Talker talker = hasVoices_ ? engine.talker() : Talker::nobody;
    const float score = hasVoices_ ? engine.speakerScore() : 0.0f;
    plot_.advance(elapsed, score, talker);
    ring_.show(talker, score, hasVoices_);
    if (learning()) learn_.refresh();
}

void VoiceCard::refresh() {
    hasVoices_ = !processor_.voices().passing().empty();
    onlyMe_.setHasVoices(!processor_.voices().list().empty());
    list_.refresh();
}

void VoiceCard::learn(const juce::String& again) {
    learn_.open(again);
    showLearn(true);
}

void VoiceCard::learnFrom(const juce::File& file) {
    if (!learning()) learn_.open(); // a new voice
    learn_.openWithFile(file);
    showLearn(true);
}

void VoiceCard::showLearn(bool on) {
    learn_.setVisible(on);
    // The controls underneath are disabled for keyboard and screen readers meanwhile.
    for (auto* child :
         std::initializer_list<juce::Component*>{&onlyMe_, &ring_, &plot_, &list_, &others_, &learnButton_})
        child->setVisible(!on);
    refresh();
    if (!isShowing()) return;
    if (on)
        learn_.focusFirst();
    else
        learnButton_.grabKeyboardFocus();
}

void VoiceCard::resized() {
    learn_.setBounds(getLocalBounds());
    auto area = getLocalBounds().reduced(padding, 0);
    onlyMe_.setBounds(area.getRight() - 84, 11, 84, 24);
    area.removeFromTop(12 + 24 + 12);
    learnButton_.setBounds(area.removeFromBottom(16 + 36).withHeight(36));
    area.removeFromBottom(12);
    others_.setBounds(area.removeFromBottom(SliderRow::height));
    area.removeFromBottom(8);
    // Ring and plot shrink in favour of the list, until two voices fit.
    const int most = 124 + std::max(0, area.getHeight() - 320) / 3;
    const int room = area.getHeight() - 2 * VoiceRow::height - 42 - 16;
    const int side = juce::jlimit(76, 180, std::min({area.getWidth() - 20, room, most}));
    ring_.setBounds(area.removeFromTop(side).withSizeKeepingCentre(side, side));
    area.removeFromTop(area.getHeight() > 200 ? 16 : 8);
    plot_.setBounds(area.removeFromTop(juce::jlimit(42, 110, area.getHeight() * 3 / 10)));
    area.removeFromTop(area.getHeight() > 150 ? 12 : 6);
    list_.setBounds(area);
}

} // namespace solus
