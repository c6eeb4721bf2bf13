// One scrolling spectrogram: the last eight seconds.
#pragma once

#include <cstdint>
#include <juce_gui_basics/juce_gui_basics.h>
#include <vector>

namespace solus {

/// Keeps levels (for a new theme or size) and a ring of pixels at screen resolution. A frame draws new columns into
/// the ring and copies it in two pieces.
class SpectrogramView final : public juce::Component {
public:
    explicit SpectrogramView(const juce::String& name);

    static constexpr double seconds = 8.0;
    int columns() const noexcept { return columns_; }
    int rows() const noexcept { return rows_; }
    /// Whether the number of screen pixels differs from columns() by rows(), as after a resize; then call fit().
    bool needsFit() const;
    void fit();

    /// `count` columns of rows() levels, oldest first, lowest frequency first.
    void append(const std::uint8_t* levels, int count);
    /// "In", "Out" or "Removed".
    void setLabel(const juce::String&, bool stressed);

    void paint(juce::Graphics&) override;
    void lookAndFeelChanged() override;

private:
    void paintColumn(juce::Image::BitmapData&, int column) const;
    void paintAll();

    juce::String label_;
    bool stressed_ = false;
    int columns_ = 0, rows_ = 0, next_ = 0; ///< next_: the oldest column of the ring
    std::vector<std::uint8_t> levels_;      ///< one column after the other
    juce::Image image_;
    double scale_ = 1.0; ///< screen pixels per point at the last paint
};

} // namespace solus
