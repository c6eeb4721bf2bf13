// The line of facts.
#include "Editor/StatusBar.h"

#include "Editor/SpokenText.h"
#include "Editor/Text.h"
#include "Editor/Theme.h"

namespace solus {
namespace {

constexpr int margin = 20, between = 22;

juce::String rateText(double rate) {
    const double khz = rate / 1000.0;
    return number(khz, std::abs(khz - std::round(khz)) < 0.01 ? 0 : 1, "kHz");
}

juce::String level(float db) {
    return number(db < -99.5f ? -200.0 : std::round(static_cast<double>(db)), 0, "dB");
}

} // namespace

StatusBar::StatusBar(SolusProcessor& processor) : processor_(processor) {
    setTitle("Status");
    refresh();
}

void StatusBar::refresh() {
    const auto& meters = processor_.meters();
    const double rate = meters.sampleRate();
    std::vector<Fact> left{{"Latency", number(1000.0 * processor_.engine().latencySamples() / rate, 1, "ms")},
                           {"CPU", number(100.0 * meters.load(), 1, "%")}};
    if (processor_.blockSize() > 0)
        left.push_back({"", rateText(rate) + utf8(" · ") + (processor_.channels() == 1 ? "mono" : "stereo") +
                                utf8(" · ") + juce::String(processor_.blockSize())});
    std::vector<Fact> right{{"In", level(meters.inputDb())}, {"Out", level(meters.outputDb())}};
    const juce::String message(processor_.message());
    if (left == left_ && right == right_ && message == message_) return;
    if (message != message_ && message.isNotEmpty() && isShowing())
        juce::AccessibilityHandler::postAnnouncement(message,
                                                     juce::AccessibilityHandler::AnnouncementPriority::high);
    left_ = std::move(left), right_ = std::move(right), message_ = message;
    setTooltip(message_.isEmpty() ? juce::String() : message_ + "\n(Click, or press Escape, to dismiss.)");
    juce::String spoken = message_.isEmpty() ? juce::String() : message_ + ". ";
    for (const auto* facts : {&left_, &right_})
        for (const auto& fact : *facts) spoken << fact.name << " " << fact.value << ", ";
    setDescription(spoken.trimCharactersAtEnd(", "));
    repaint();
}

void StatusBar::paint(juce::Graphics& g) {
    const Theme& theme = Theme::of(*this);
    g.setColour(theme.line.withMultipliedAlpha(0.6f));
    g.fillRect(getLocalBounds().removeFromTop(1));
    const auto plain = inter(12.0f), strong = inter(12.0f, Weight::medium);
    const auto width = [&](const Fact& fact) {
        return (fact.name.isEmpty() ? 0 : plain.getStringWidth(fact.name) + 4) +
               strong.getStringWidth(fact.value);
    };
    const auto draw = [&](const Fact& fact, int x) {
        auto place = juce::Rectangle<int>(x, 1, width(fact) + 4, getHeight() - 1);
        if (fact.name.isNotEmpty()) {
            g.setFont(plain);
            g.setColour(theme.second);
            g.drawText(fact.name, place, juce::Justification::centredLeft);
            place.removeFromLeft(plain.getStringWidth(fact.name) + 4);
        }
        g.setFont(strong);
        g.setColour(theme.text);
        g.drawText(fact.value, place, juce::Justification::centredLeft);
    };
    // Space is reserved for the widest numbers, so that nothing moves.
    int x = margin;
    for (size_t i = 0; i < left_.size() && (i < 1 || message_.isEmpty()); ++i) {
        draw(left_[i], x);
        x += std::max(width(left_[i]), i == 1 ? 60 : 92) + between - (i == 1 ? 0 : 6);
    }
    int end = getWidth() - margin;
    for (size_t i = right_.size(); i-- > 0; end -= 84) draw(right_[i], end - width(right_[i]));
    if (message_.isEmpty()) return;
    g.setFont(plain);
    g.setColour(theme.warning);
    g.drawText(message_, juce::Rectangle<int>(x, 1, end - x, getHeight() - 1),
               juce::Justification::centredLeft, true);
}

void StatusBar::dismiss() {
    processor_.say("");
    refresh();
}

void StatusBar::mouseUp(const juce::MouseEvent&) {
    dismiss();
}

std::unique_ptr<juce::AccessibilityHandler> StatusBar::createAccessibilityHandler() {
    return speaking(
        *this, juce::AccessibilityRole::staticText, [this] { return getDescription(); },
        juce::AccessibilityActions().addAction(juce::AccessibilityActionType::press, [this] { dismiss(); }));
}

} // namespace solus
