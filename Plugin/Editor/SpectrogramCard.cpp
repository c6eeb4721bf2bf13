// From the meters' audio to the two images.
#include "Editor/SpectrogramCard.h"

#include "Editor/Text.h"
#include "Editor/Theme.h"

namespace solus {
namespace {

constexpr int chunk = 8192;

} // namespace

SpectrogramCard::SpectrogramCard(SolusProcessor& processor)
    : Card(""), processor_(processor), inSamples_(chunk), outSamples_(chunk) {
    setTitle("Spectrograms");
    out_.setLabel("Out", true);
    addAndMakeVisible(in_);
    addAndMakeVisible(out_);
}

void SpectrogramCard::fit() {
    rate_ = processor_.meters().sampleRate();
    if (in_.needsFit()) in_.fit();
    if (out_.needsFit()) out_.fit();
    columns_ = in_.columns();
    const double perSecond = columns_ / SpectrogramView::seconds;
    inColumns_.prepare(rate_, perSecond, in_.rows());
    outColumns_.prepare(rate_, perSecond, out_.rows());
}

// A ring as long as the latency: each sample replaces the oldest one.
void SpectrogramCard::delayInput(float* samples, int count) {
    const auto latency = static_cast<size_t>(std::max(0, processor_.engine().latencySamples()));
    if (latency != delay_.size()) delay_.assign(latency, 0.0f), delayAt_ = 0;
    if (latency == 0) return;
    for (int n = 0; n < count; ++n) {
        std::swap(samples[n], delay_[delayAt_]);
        delayAt_ = (delayAt_ + 1) % latency;
    }
}

void SpectrogramCard::frame() {
    if (in_.getWidth() < 2 || in_.getHeight() < 2) return;
    if (in_.needsFit() || out_.needsFit() || in_.rows() != inColumns_.rows() ||
        out_.rows() != outColumns_.rows() || rate_ != processor_.meters().sampleRate())
        fit();
    const bool removed = processor_.parameters().removed.get();
    out_.setLabel(removed ? "Removed" : "Out", true);
    inLevels_.clear(), outLevels_.clear();
    int columns = 0;
    while (const int count = processor_.meters().read(inSamples_.data(), outSamples_.data(), chunk)) {
        delayInput(inSamples_.data(), count);
        columns += inColumns_.push(inSamples_.data(), count, inLevels_);
        outColumns_.push(outSamples_.data(), count, outLevels_);
        if (count < chunk) break;
    }
    in_.append(inLevels_.data(), columns);
    out_.append(outLevels_.data(), columns);
}

void SpectrogramCard::paint(juce::Graphics& g) {
    Card::paint(g);
    const Theme& theme = Theme::of(*this);
    g.setColour(theme.second);
    g.setFont(inter(9.5f));
    constexpr int marks = 4;
    for (int i = 0; i <= marks; ++i) {
        const juce::String text = i == marks ? juce::String("now") : number(-8 + 2 * i, 0, "s");
        const int centre = axis_.getX() + axis_.getWidth() * i / marks;
        const auto place =
            juce::Rectangle<int>(60, axis_.getHeight()).withCentre({centre, axis_.getCentreY()});
        if (i == 0)
            g.drawText(text, place.withX(axis_.getX()), juce::Justification::centredLeft);
        else if (i == marks)
            g.drawText(text, place.withX(axis_.getRight() - 64), juce::Justification::centredRight);
        else
            g.drawText(text, place, juce::Justification::centred);
    }
}

void SpectrogramCard::resized() {
    auto area = getLocalBounds().reduced(12);
    axis_ = area.removeFromBottom(20).withTrimmedTop(2);
    area.removeFromBottom(4);
    const int each = (area.getHeight() - 12) / 2;
    in_.setBounds(area.removeFromTop(each));
    out_.setBounds(area.removeFromBottom(each));
}

} // namespace solus
