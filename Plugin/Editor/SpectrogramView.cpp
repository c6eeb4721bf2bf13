// The ring of pixels.
#include "Editor/SpectrogramView.h"

#include "Editor/Text.h"
#include "Editor/Theme.h"

namespace solus {
namespace {

constexpr float corner = 9.0f;

} // namespace

SpectrogramView::SpectrogramView(const juce::String& name) : label_(name) {
    setTitle("Spectrogram, " + name);
    setOpaque(true);
    setInterceptsMouseClicks(false, false);
}

bool SpectrogramView::needsFit() const {
    return columns_ != static_cast<int>(std::ceil(getWidth() * scale_ - 0.01)) ||
           rows_ != static_cast<int>(std::ceil(getHeight() * scale_ - 0.01));
}

void SpectrogramView::fit() {
    const int columns = std::max(1, static_cast<int>(std::ceil(getWidth() * scale_ - 0.01)));
    const int rows = std::max(1, static_cast<int>(std::ceil(getHeight() * scale_ - 0.01)));
    std::vector<std::uint8_t> levels(static_cast<size_t>(columns) * rows, 0);
    if (columns_ > 0 && rows_ > 0) // the history, stretched to the new size
        for (int c = 0; c < columns; ++c)
            for (int r = 0; r < rows; ++r) {
                const int from = (next_ + c * columns_ / columns) % columns_;
                levels[static_cast<size_t>(c) * rows + r] =
                    levels_[static_cast<size_t>(from) * rows_ + r * rows_ / rows];
            }
    levels_ = std::move(levels);
    columns_ = columns, rows_ = rows, next_ = 0;
    image_ = juce::Image(juce::Image::RGB, columns, rows, false, juce::SoftwareImageType());
    paintAll();
    repaint();
}

void SpectrogramView::append(const std::uint8_t* levels, int count) {
    if (columns_ == 0 || count <= 0) return;
    juce::Image::BitmapData pixels(image_, juce::Image::BitmapData::writeOnly);
    for (int c = std::max(0, count - columns_); c < count; ++c) {
        const std::uint8_t* from = levels + static_cast<size_t>(c) * rows_;
        std::copy(from, from + rows_, levels_.begin() + static_cast<std::ptrdiff_t>(next_) * rows_);
        paintColumn(pixels, next_);
        next_ = (next_ + 1) % columns_;
    }
    repaint();
}

void SpectrogramView::paintColumn(juce::Image::BitmapData& pixels, int column) const {
    const auto& heat = Theme::of(*this).heat;
    const std::uint8_t* level = levels_.data() + static_cast<size_t>(column) * rows_;
    for (int r = 0; r < rows_; ++r) pixels.setPixelColour(column, rows_ - 1 - r, heat[level[r]]);
}

void SpectrogramView::paintAll() {
    if (columns_ == 0) return;
    juce::Image::BitmapData pixels(image_, juce::Image::BitmapData::writeOnly);
    for (int c = 0; c < columns_; ++c) paintColumn(pixels, c);
}

void SpectrogramView::lookAndFeelChanged() {
    paintAll();
    repaint();
}

void SpectrogramView::setLabel(const juce::String& label, bool stressed) {
    if (label == label_ && stressed == stressed_) return;
    label_ = label, stressed_ = stressed;
    setTitle("Spectrogram, " + label);
    repaint();
}

void SpectrogramView::paint(juce::Graphics& g) {
    const Theme& theme = Theme::of(*this);
    const double scale = g.getInternalContext().getPhysicalPixelScaleFactor();
    if (std::abs(scale - scale_) > 0.01) { // only known for sure while painting
        scale_ = scale;
        fit();
    }
    if (columns_ > 0) {
        const juce::Graphics::ScopedSaveState saved(g);
        // Pixel by pixel if the ring has the screen's size; only the frame after a change is scaled.
        const bool fits = std::abs(scale - scale_) < 0.01;
        g.addTransform(
            fits ? juce::AffineTransform::scale(static_cast<float>(1.0 / scale))
                 : juce::AffineTransform::scale(static_cast<float>(getWidth()) / static_cast<float>(columns_),
                                                static_cast<float>(getHeight()) / static_cast<float>(rows_)));
        const auto piece = [&](int from, int count, int to) {
            if (count > 0) g.drawImage(image_, to, 0, count, rows_, from, 0, count, rows_);
        };
        piece(next_, columns_ - next_, 0);
        piece(0, next_, columns_ - next_);
    } else {
        g.fillAll(theme.heat[0]);
    }

    // The card's background shows at the corners.
    juce::Path corners;
    const auto area = getLocalBounds().toFloat();
    corners.addRectangle(area);
    corners.addRoundedRectangle(area, corner);
    corners.setUsingNonZeroWinding(false);
    g.setColour(theme.card);
    g.fillPath(corners);

    const auto chipText = inter(11.0f, Weight::semiBold);
    const auto chip =
        juce::Rectangle<float>(10.0f, 9.0f, chipText.getStringWidthFloat(label_) + 16.0f, 20.0f);
    g.setColour(theme.card.withAlpha(0.82f));
    g.fillRoundedRectangle(chip, 6.0f);
    g.setColour(stressed_ ? theme.accent : theme.text);
    g.setFont(chipText);
    g.drawText(label_, chip, juce::Justification::centred);

    const auto axisText = inter(10.0f);
    g.setFont(axisText);
    const auto mark = [&](const char* text, bool top) {
        const float width = axisText.getStringWidthFloat(text) + 10.0f;
        const juce::Rectangle<float> place(area.getRight() - width - 5.0f,
                                           top ? 6.0f : area.getBottom() - 22.0f, width, 16.0f);
        g.setColour(theme.card.withAlpha(0.45f));
        g.fillRoundedRectangle(place, 5.0f);
        g.setColour(theme.text.withAlpha(0.85f));
        g.drawText(text, place, juce::Justification::centred);
    };
    mark("20 kHz", true);
    mark("60 Hz", false);
}

} // namespace solus
