// The dial, mix, output and the model.
#include "Editor/NoiseCard.h"

#include "Editor/Look.h"
#include "Editor/Text.h"
#include "Engine/Models.h"

#include <numbers>

namespace solus {
namespace {

constexpr float quarter = std::numbers::pi_v<float> * 0.75f; // the dial is open at the bottom by a quarter

juce::String whole(double value) {
    const bool isWhole = std::abs(value - std::round(value)) < 0.05;
    return number(value, isWhole ? 0 : 1);
}

std::unique_ptr<ValueSlider> row(juce::RangedAudioParameter& parameter, const char* title, double step,
                                 int decimals, const char* unit) {
    auto slider = std::make_unique<ParamSlider>(parameter, title, juce::Slider::LinearHorizontal);
    slider->words = [decimals, unit](double value) { return number(value, decimals, unit); };
    slider->keyStep = step;
    return slider;
}

juce::String milliseconds(double ms) {
    return number(ms, std::abs(ms - std::round(ms)) < 0.05 ? 0 : 1, "ms");
}

} // namespace

NoiseCard::NoiseCard(Actions& actions)
    : Card("Noise"), actions_(actions),
      amount_(actions.processor().parameters().amount, "Maximum noise reduction",
              juce::Slider::RotaryHorizontalVerticalDrag),
      amountText_(amount_), mix_("Mix", row(actions.processor().parameters().mix, "Mix", 1.0, 0, "%")),
      gain_("Output", row(actions.processor().parameters().gain, "Output gain", 0.5, 1, "dB")),
      model_("Model") {
    amount_.setRotaryParameters(2.0f * std::numbers::pi_v<float> - quarter,
                                2.0f * std::numbers::pi_v<float> + quarter, true);
    amount_.words = [](double value) { return number(value, 1, "dB"); };
    amountText_.words = whole;
    amountText_.setJustificationType(juce::Justification::centred);
    amountText_.refresh();
    model_.onClick = [this] { showModelMenu(); };
    model_.setTooltip("The model that removes the noise, and its latency");
    for (auto* child :
         std::initializer_list<juce::Component*>{&amount_, &amountText_, &mix_, &gain_, &model_})
        addAndMakeVisible(child);
    lookAndFeelChanged();
}

void NoiseCard::lookAndFeelChanged() {
    amountText_.setColour(juce::Label::textColourId, Theme::of(*this).text);
    resized();
}

void NoiseCard::refresh() {
    auto& processor = actions_.processor();
    const double rate = processor.meters().sampleRate();
    const double ms = 1000.0 * processor.engine().latencySamples() / rate;
    const juce::String title = modelTitle(processor.modelChoice().name);
    model_.setText(ms > 0 ? title + utf8(" · ") + milliseconds(std::round(ms)) : title);
    const juce::String taken = number(std::round(processor.engine().noiseReductionDb()), 0, "dB");
    if (taken == takenAwayText_) return;
    takenAwayText_ = taken;
    repaint(takenAway_);
}

void NoiseCard::paint(juce::Graphics& g) {
    Card::paint(g);
    const Theme& theme = Theme::of(*this);
    g.setColour(theme.second);
    const auto dial = amount_.getBounds();
    g.setFont(inter(juce::jlimit(11.0f, 15.0f, static_cast<float>(dial.getWidth()) * 0.092f)));
    g.drawText("dB at most", dial.withTop(amountText_.getBottom()).withHeight(18),
               juce::Justification::centred);
    g.setFont(inter(13.0f));
    g.setColour(theme.text);
    g.drawText("Model", modelLabel_, juce::Justification::centredLeft);
    g.setFont(inter(11.0f));
    g.setColour(theme.second);
    g.drawText("Removed now", takenAway_, juce::Justification::centredLeft);
    g.setFont(inter(13.0f, Weight::semiBold));
    g.setColour(theme.accent);
    g.drawText(takenAwayText_, takenAway_, juce::Justification::centredRight);
}

void NoiseCard::resized() {
    auto area = getLocalBounds().reduced(padding, 0);
    takenAway_ = area.removeFromBottom(42).removeFromTop(30);
    area.removeFromTop(34);
    // The dial gets the space that the rows leave, and grows with the card up to a sensible size.
    constexpr int rows = 2 * SliderRow::height + 6 + 22 + 31 + 12;
    const int room = area.getHeight() - rows;
    const int side =
        juce::jlimit(96, 230, std::min({area.getWidth() - 24, room - 28, 128 + (getHeight() - 480) / 3}));
    area.removeFromTop(juce::jlimit(4, 24, (room - side) / 4));
    const auto dial = area.removeFromTop(side).withSizeKeepingCentre(side, side);
    amount_.setBounds(dial);
    const int textHeight = side * 34 / 128;
    amountText_.setFont(inter(static_cast<float>(side) * 28.0f / 128.0f, Weight::semiBold));
    amountText_.setBounds(
        dial.withSizeKeepingCentre(side * 6 / 10, textHeight).translated(0, -side * 10 / 128));
    area.removeFromTop(juce::jlimit(4, 24, (area.getHeight() - rows) / 3));
    mix_.setBounds(area.removeFromTop(SliderRow::height));
    area.removeFromTop(6);
    gain_.setBounds(area.removeFromTop(SliderRow::height));
    area.removeFromTop(6);
    modelLabel_ = area.removeFromTop(22);
    area.removeFromTop(4);
    model_.setBounds(area.removeFromTop(31));
}

void NoiseCard::showModelMenu() {
    const ModelChoice now = actions_.processor().modelChoice();
    juce::PopupMenu menu;
    auto models = embeddedModels();
    std::stable_partition(models.begin(), models.end(),
                          [](const auto& m) { return m.name == defaultDenoiserName; });
    for (const auto& embedded : models) {
        const auto model = builtInModel(embedded.name);
        if (model->kind != "denoiser") continue;
        const double ms = 1000.0 * model->latency() / model->sampleRate;
        juce::PopupMenu::Item item(modelTitle(model->name) + utf8(" · ") + milliseconds(std::round(ms)));
        item.setTicked(now.path.empty() && now.name == model->name);
        item.setAction([this, name = model->name] { actions_.chooseModel(name), refresh(); });
        menu.addItem(std::move(item));
    }
    menu.addSeparator();
    if (!now.path.empty()) menu.addItem(juce::String(now.name), true, true, [] {});
    menu.addItem(utf8("Load model file…"), [this] { onLoadModel(); });
    menu.setLookAndFeel(&getLookAndFeel());
    menu.showMenuAsync(menuBelow(model_));
}

} // namespace solus
