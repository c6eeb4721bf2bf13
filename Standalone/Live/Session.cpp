// The live app without its window.
#include "Session.h"

#include "Audio/Unfinished.h"
#include "Base/Error.h"

#include <cstdio>
#include <filesystem>

namespace solus::live {

Session::Session(const Options& o)
    : settingsPath_(!o.settings.empty() ? o.settings : (o.unattended() ? "" : AppSettings::usualPath())),
      settings_(settingsPath_.empty() ? AppSettings{} : AppSettings::load(settingsPath_)), live_(processor_),
      devices_(live_, [this] { return live_.blocks(); }) {
    // An unattended run needs no sound card, and gives the same result on every machine.
    if (o.unattended() && o.device.empty()) settings_.device.family = "None";
    if (!o.device.empty())
        settings_.device = {o.device, "", "", settings_.device.rate, settings_.device.block};
    if (o.unattended()) settings_.loop = false;
    if (o.loop) settings_.loop = true;
    live_.player().setLoop(settings_.loop);
    live_.setInputChannel(settings_.inputChannel);
    if (!settings_.state.empty())
        processor_.setStateInformation(settings_.state.data(), static_cast<int>(settings_.state.size()));
    processor_.addSharedVoices(); // learnt meanwhile by a plugin or the command line
    if (!o.model.empty()) processor_.chooseModel(o.model);
    if (o.amountDb) {
        auto& amount = processor_.parameters().amount;
        amount.setValueNotifyingHost(amount.convertTo0to1(*o.amountDb));
    }
    devices_.leaving = [this](const std::string& words) {
        if (live_.recorder().recording()) stopRecording(words);
    };
    if (!settings_.setAside.empty())
        message_ = "The settings were damaged; what was in the file is now " + settings_.setAside;
    if (!o.file.empty()) openFile(o.file);
    if (!o.unattended()) rescueRecordings(settings_.recordingsFolder());
    if (!o.record.empty()) rescueRecordings(std::filesystem::path(o.record).parent_path().string());
    if (!o.record.empty()) live_.armRecorder(o.record);
}

Session::~Session() {
    devices_.close();
    stopRecording();
}

void Session::start() {
    devices_.setInputsNeeded(settings_.inputChannel.needs());
    devices_.open(settings_.device);
}

void Session::openFile(const std::string& path) {
    try {
        live_.player().open(path);
        live_.setSource(Source::file);
        live_.player().setPlaying(true);
        message_.clear();
    } catch (const std::exception& e) {
        message_ = e.what();
    }
}

void Session::toggleRecording() {
    if (live_.recorder().recording()) return stopRecording();
    try {
        live_.recorder().start(settings_.nextRecording(), live_.sampleRate(), live_.channels());
        message_.clear();
    } catch (const std::exception& e) {
        message_ = e.what();
    }
}

void Session::stopRecording(const std::string& because) {
    auto& recorder = live_.recorder();
    const bool was = recorder.recording();
    try {
        recorder.stop();
        if (was)
            message_ =
                (because.empty() ? "" : because + ", the recording has ended. ") + "Saved " + recorder.path();
        if (was && recorder.lost() > 0) message_ += " (the disk was too slow: some sound is missing)";
    } catch (const std::exception& e) {
        message_ = e.what();
    }
}

void Session::chooseDevice(const DeviceChoice& choice, InputChannel channel) {
    if (live_.recorder().recording()) stopRecording("Another device was chosen");
    devices_.close();
    devices_.setInputsNeeded(channel.needs());
    settings_.device = choice;
    settings_.inputChannel = channel;
    live_.setInputChannel(channel);
    roundTrip_.reset();
    devices_.open(choice);
    remember();
}

// While it measures, nothing is recorded.
void Session::measureRoundTrip() {
    if (live_.recorder().recording()) return;
    roundTrip_.reset();
    live_.probe().start();
}

void Session::tick() {
    if (live_.probe().takeFinished()) {
        const auto samples = live_.probe().evaluate();
        roundTrip_ = samples.value_or(-1);
    }
    auto& recorder = live_.recorder();
    if (wasRecording_ && !recorder.recording() && !recorder.problem().empty()) message_ = recorder.problem();
    if (wasRecording_ && !recorder.recording() && recorder.problem().empty() && message_.empty())
        message_ = "Saved " + recorder.path(); // the device changed, which ended the recording
    wasRecording_ = recorder.recording();
    compareInputs();
    if (const auto problem = live_.player().problem(); problem != toldProblem_) {
        toldProblem_ = problem;
        if (!problem.empty()) message_ = problem;
    }
}

// The most common mistake: the microphone is plugged into a different input.
void Session::compareInputs() {
    constexpr float silent = 1e-4f, heard = 3e-3f; // -80 and -50 dBFS
    constexpr double patienceMs = 3000.0;
    const auto chosen = live_.inputChannel();
    if (chosen.needs() > LiveCallback::mostInputs) return;
    const auto peak = [&](int input) { return live_.inputPeak(input); };
    int other = -1;
    for (int i = 0; i < LiveCallback::mostInputs && other < 0; ++i)
        if (peak(i) > heard) other = i;
    const bool deaf = peak(chosen.index) < silent && (!chosen.pair || peak(chosen.index + 1) < silent);
    if (live_.source() != Source::microphone || !deaf || other < 0) {
        silentSince_ = 0.0;
        return;
    }
    const double now = juce::Time::getMillisecondCounterHiRes();
    if (silentSince_ == 0.0) silentSince_ = now;
    if (now - silentSince_ < patienceMs) return;
    message_ = "Input " + std::to_string(chosen.index + 1) + " is silent, input " +
               std::to_string(other + 1) + " is not: choose it under the device's name";
}

// From a killed run. The hidden file is complete except for its header.
void Session::rescueRecordings(const std::string& folder) {
    for (const auto& r : rescueUnfinished(folder.empty() ? "." : folder)) {
        const auto words =
            "An unfinished recording of " + Recorder::minutes(r.seconds) + " was found: " + r.path;
        std::printf("%s\n", words.c_str());
        if (!settingsPath_.empty()) message_ += (message_.empty() ? "" : ". ") + words; // a user is watching
    }
}

void Session::saveAll() noexcept {
    try {
        live_.recorder().stop();
    } catch (const std::exception& e) {
        std::fprintf(stderr, "solus-live: %s\n", e.what());
    }
    try {
        remember();
    } catch (const std::exception&) {
        // remember() has given the reason
    }
}

int Session::xruns() const {
    return devices_.facts().xruns + live_.lateBlocks() - xrunsBefore_;
}

void Session::resetXruns() {
    xrunsBefore_ += xruns();
}

void Session::remember() {
    if (settingsPath_.empty()) return;
    juce::MemoryBlock state;
    processor_.getStateInformation(state);
    settings_.state = state.toString().toStdString();
    settings_.loop = live_.player().loop();
    try {
        settings_.save(settingsPath_);
    } catch (const std::exception& e) {
        message_ = e.what();
    }
}

} // namespace solus::live
