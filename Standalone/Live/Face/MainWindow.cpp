// The window, and screenshots of it.
#include "Face/MainWindow.h"

#include "Base/Error.h"
#include "Base/WholeFile.h"
#include "Face/Scale.h"

#include <cmath>

namespace solus::live {

MainWindow::MainWindow(Session& session)
    : DocumentWindow("Solus", juce::Colour(0xff0e1116), allButtons), session_(session),
      face_(new LiveFace(session)) {
    setUsingNativeTitleBar(true);
    setContentOwned(face_, true);
    setResizable(true, false);
    setResizeLimits(LiveFace::leastWidth, LiveFace::leastHeight, 2400, 1600);
    face_->onZoom = [this](int percent) {
        session_.settings().zoom = percent;
        applyScale(percent, LiveFace::leastWidth, LiveFace::leastHeight);
        fit(getWidth(), getHeight());
    };
    const auto& settings = session.settings();
    session.processor().setEditorZoom(settings.zoom);
    applyScale(settings.zoom, LiveFace::leastWidth, LiveFace::leastHeight);
    const bool known = settings.width > 0 && settings.height > 0;
    fit(known ? settings.width : face_->getWidth(), known ? settings.height : face_->getHeight());
    setVisible(true);
}

// Centred on the screen, and not beyond its edges.
void MainWindow::fit(int width, int height) {
    if (const auto* display = juce::Desktop::getInstance().getDisplays().getPrimaryDisplay()) {
        const auto factor = juce::Desktop::getInstance().getGlobalScaleFactor();
        const auto room = display->userArea.withTrimmedBottom(juce::roundToInt(std::ceil(titleBar / factor)));
        width = juce::jmin(width, room.getWidth()), height = juce::jmin(height, room.getHeight());
    }
    setContentComponentSize(juce::jmax(width, LiveFace::leastWidth),
                            juce::jmax(height, LiveFace::leastHeight));
    centreWithSize(getWidth(), getHeight());
}

// Gives the window the keyboard focus at once, not only after the first click.
void MainWindow::activeWindowStatusChanged() {
    DocumentWindow::activeWindowStatusChanged();
    if (isActiveWindow() && !face_->hasKeyboardFocus(true)) face_->grabKeyboardFocus();
}

void MainWindow::closeButtonPressed() {
    session_.settings().width = face_->getWidth();
    session_.settings().height = face_->getHeight();
    juce::JUCEApplicationBase::quit();
}

void savePicture(juce::Component& component, const std::string& path) {
    const auto picture = component.createComponentSnapshot(component.getLocalBounds());
    const juce::File file = juce::File::getCurrentWorkingDirectory().getChildFile(juce::String(path));
    juce::MemoryOutputStream stream;
    juce::PNGImageFormat png;
    if (!png.writeImageToStream(picture, stream)) throw Error(path + ": the screenshot cannot be encoded");
    writeWhole(file.getFullPathName().toStdString(),
               {static_cast<const char*>(stream.getData()), stream.getDataSize()});
}

} // namespace solus::live
