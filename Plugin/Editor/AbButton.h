// The A/B button: the active side is highlighted.
#pragma once

#include "Editor/PillButton.h"

namespace solus {

class AbButton final : public PillButton {
public:
    AbButton();

    /// 'A' or 'B'.
    void setSide(char side);
    void paintButton(juce::Graphics&, bool over, bool down) override;

private:
    char side_ = 'A';
};

} // namespace solus
