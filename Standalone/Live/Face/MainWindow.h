// The window of the live app.
#pragma once

#include "Face/LiveFace.h"

namespace solus::live {

class MainWindow final : public juce::DocumentWindow {
public:
    explicit MainWindow(Session&);

    LiveFace& face() noexcept { return *face_; }
    void closeButtonPressed() override;
    void activeWindowStatusChanged() override;

private:
    void fit(int width, int height);

    Session& session_;
    LiveFace* face_; // owned by the window
};

/// Saves `component` as a PNG. Throws Error if it cannot be written.
void savePicture(juce::Component& component, const std::string& path);

} // namespace solus::live
