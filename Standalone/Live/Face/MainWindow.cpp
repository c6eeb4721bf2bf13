// The window, and pictures of it.
#include "Face/MainWindow.h"

#include "Error.h"

namespace solus::live {

MainWindow::MainWindow(Session& session)
    : DocumentWindow("Solus", juce::Colour(0xff0e1116), allButtons), session_(session),
      face_(new LiveFace(session)) {
    setUsingNativeTitleBar(true);
    setContentOwned(face_, true);
    setResizable(true, false);
    setResizeLimits(820, 560 + Strip::height, 2400, 1600);
    const auto& settings = session.settings();
    if (settings.width > 0 && settings.height > 0) setContentComponentSize(settings.width, settings.height);
    centreWithSize(getWidth(), getHeight());
    setVisible(true);
}

void MainWindow::closeButtonPressed() {
    session_.settings().width = face_->getWidth();
    session_.settings().height = face_->getHeight();
    juce::JUCEApplicationBase::quit();
}

void savePicture(juce::Component& component, const std::string& path) {
    const auto picture = component.createComponentSnapshot(component.getLocalBounds());
    const juce::File file = juce::File::getCurrentWorkingDirectory().getChildFile(juce::String(path));
    file.deleteFile();
    juce::FileOutputStream stream(file);
    juce::PNGImageFormat png;
    if (!stream.openedOk() || !png.writeImageToStream(picture, stream))
        throw Error(path + ": the picture cannot be written here");
}

} // namespace solus::live
