// Middle: spectrograms of the input above the output, over the last eight seconds.
#pragma once

#include "Editor/Card.h"
#include "Editor/SpectrogramView.h"
#include "Editor/SpectrumColumns.h"
#include "Processor.h"

namespace solus {

class SpectrogramCard final : public Card {
public:
    explicit SpectrogramCard(SolusProcessor&);

    /// Takes the audio since the last frame and draws it.
    void frame();

    void paint(juce::Graphics&) override;
    void resized() override;

private:
    void fit();
    void delayInput(float* samples, int count);

    SolusProcessor& processor_;
    SpectrogramView in_{"In"}, out_{"Out"};
    SpectrumColumns inColumns_, outColumns_;
    double rate_ = 0.0;
    int columns_ = 0; ///< of the images, for which the column rate was set
    std::vector<float> inSamples_, outSamples_;
    std::vector<float> delay_; ///< delays the input by the latency, so that both images are aligned
    size_t delayAt_ = 0;
    std::vector<std::uint8_t> inLevels_, outLevels_;
    juce::Rectangle<int> axis_;
};

} // namespace solus
