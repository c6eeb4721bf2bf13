// The JUCE application around session and window.
#include "App.h"

#include "Base/System.h"
#include "Face/MainWindow.h"
#include "LostDisplay.h"

#include <csignal>
#include <cstdio>

namespace solus::live {
namespace {

Options options; // JUCE creates the application by a function without arguments
int exitCode = 0;
volatile std::sig_atomic_t stopAsked = 0;

class LiveApp final : public juce::JUCEApplicationBase, private juce::Timer {
public:
    const juce::String getApplicationName() override { return "Solus"; }
    const juce::String getApplicationVersion() override { return SOLUS_VERSION; }
    bool moreThanOneInstanceAllowed() override { return true; }

    void initialise(const juce::String&) override {
        if (juce::Desktop::getInstance().getDisplays().displays.isEmpty()) {
            std::fprintf(
                stderr,
                "solus-live: there is no display (set DISPLAY, or run without a window: --headless)\n");
            exitCode = 1;
            return quit();
        }
        session_ = std::make_unique<Session>(options);
        window_ = std::make_unique<MainWindow>(*session_);
        finishWithoutDisplay(session_.get());
        session_->start();
        started_ = juce::Time::getMillisecondCounterHiRes();
        startTimerHz(20);
    }

    void shutdown() override {
        finishWithoutDisplay(nullptr);
        stopTimer();
        if (session_ != nullptr) session_->devices().close();
        window_.reset();
        if (session_ != nullptr) session_->remember();
        session_.reset();
    }

    void anotherInstanceStarted(const juce::String&) override {}
    void systemRequestedQuit() override { window_->closeButtonPressed(); }
    void suspended() override {}
    void resumed() override {}
    void unhandledException(const std::exception* e, const juce::String&, int) override {
        std::fprintf(stderr, "solus-live: %s\n", e != nullptr ? e->what() : "unknown error");
        exitCode = 1;
        quit();
    }

private:
    void timerCallback() override {
        if (stopAsked) return systemRequestedQuit();
        if (options.seconds <= 0.0) return;
        if (juce::Time::getMillisecondCounterHiRes() - started_ < 1000.0 * options.seconds) return;
        stopTimer();
        finish();
        quit();
    }

    // An unattended run: saves the screenshot and prints the summary.
    void finish() {
        auto& recorder = session_->live().recorder();
        try {
            if (!options.screenshot.empty()) savePicture(window_->face(), options.screenshot);
            recorder.stop();
        } catch (const std::exception& e) {
            std::fprintf(stderr, "solus-live: %s\n", e.what());
            exitCode = 1;
        }
        const int latency = session_->processor().engine().latencySamples();
        const double rate = session_->live().sampleRate();
        std::printf(
            "%d Hz, latency %d samples (%.1f ms), %d xruns, %d gaps in the file, %d samples not recorded\n",
            juce::roundToInt(rate), latency, 1000.0 * latency / rate, session_->xruns(),
            session_->live().player().underruns(), recorder.lost());
        const auto message =
            session_->message().empty() ? session_->processor().message() : session_->message();
        if (message.empty()) return;
        std::fprintf(stderr, "solus-live: %s\n", message.c_str());
        exitCode = 1;
    }

    std::unique_ptr<Session> session_;
    std::unique_ptr<MainWindow> window_;
    double started_ = 0.0;
};

juce::JUCEApplicationBase* makeApp() {
    return new LiveApp;
}

} // namespace

int runWindow(const Options& o) {
    options = o;
    juce::JUCEApplicationBase::createInstance = &makeApp;
    const auto stop = [](int) { stopAsked = 1; };
#if JUCE_WINDOWS
    for (const int signal : {SIGINT, SIGTERM}) std::signal(signal, stop);
    sys::leaveOwnConsole();
    const int code = juce::JUCEApplicationBase::main();
#else
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) std::signal(signal, stop);
    const char* arguments[] = {"solus-live"};
    const int code = juce::JUCEApplicationBase::main(1, arguments);
#endif
    return exitCode != 0 ? exitCode : code;
}

} // namespace solus::live
