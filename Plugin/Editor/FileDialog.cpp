// Testing the desktop's dialog.
#include "Editor/FileDialog.h"

namespace solus {
namespace {

#if JUCE_LINUX || JUCE_BSD
/// Runs the program only to get its version.
bool answers(const char* program) {
    juce::ChildProcess child;
    if (!child.start(juce::StringArray{program, "--version"}, juce::ChildProcess::wantStdOut)) return false;
    if (!child.waitForProcessToFinish(2000)) {
        child.kill();
        return false;
    }
    return child.getExitCode() == 0;
}
#endif

} // namespace

bool isOnPath(const juce::String& program) {
    for (const auto& folder :
         juce::StringArray::fromTokens(juce::SystemStats::getEnvironmentVariable("PATH", ""), ":", ""))
        if (juce::File::isAbsolutePath(folder) && juce::File(folder).getChildFile(program).existsAsFile())
            return true;
    return false;
}

bool desktopDialogWorks() {
#if JUCE_LINUX || JUCE_BSD
    // The same choice as JUCE makes.
    static const bool works = [] {
        const bool kde =
            juce::SystemStats::getEnvironmentVariable("KDE_FULL_SESSION", "").equalsIgnoreCase("true");
        return answers(isOnPath("kdialog") && (kde || !isOnPath("zenity")) ? "kdialog" : "zenity");
    }();
    return works;
#else
    return true;
#endif
}

std::unique_ptr<juce::FileChooser> chooseFile(juce::Component& owner, const juce::String& title,
                                              const juce::File& start, const juce::String& patterns,
                                              std::function<void(const juce::File&)> chosen) {
    auto chooser =
        std::make_unique<juce::FileChooser>(title, start, patterns, desktopDialogWorks(), false, &owner);
    chooser->launchAsync(juce::FileBrowserComponent::openMode | juce::FileBrowserComponent::canSelectFiles,
                         [chosen = std::move(chosen)](const juce::FileChooser& result) {
                             if (const auto file = result.getResult(); file.existsAsFile()) chosen(file);
                         });
    return chooser;
}

} // namespace solus
