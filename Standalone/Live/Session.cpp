// What the app does, without its face.
#include "Session.h"

#include "Error.h"

#include <filesystem>

namespace solus::live {

Session::Session(const Options& o)
    : settingsPath_(!o.settings.empty() ? o.settings : (o.unattended() ? "" : AppSettings::usualPath())),
      settings_(settingsPath_.empty() ? AppSettings{} : AppSettings::load(settingsPath_)), live_(processor_),
      devices_(live_, [this] { return live_.blocks(); }) {
    // A run without hands needs no sound card, and gives the same on every machine.
    if (o.unattended() && o.device.empty()) settings_.device.family = "None";
    if (!o.device.empty())
        settings_.device = {o.device, "", "", settings_.device.rate, settings_.device.block};
    if (o.unattended()) settings_.loop = false;
    if (o.loop) settings_.loop = true;
    live_.player().setLoop(settings_.loop);
    live_.setInputChannel(settings_.inputChannel);
    if (!settings_.state.empty())
        processor_.setStateInformation(settings_.state.data(), static_cast<int>(settings_.state.size()));
    processor_.addSharedVoices(); // learnt since, by a plugin or the command line
    if (!o.model.empty()) processor_.chooseModel(o.model);
    if (o.amountDb) {
        auto& amount = processor_.parameters().amount;
        amount.setValueNotifyingHost(amount.convertTo0to1(*o.amountDb));
    }
    if (!o.file.empty()) openFile(o.file);
    if (!o.record.empty()) live_.armRecorder(o.record);
}

Session::~Session() {
    devices_.close();
    stopRecording();
}

void Session::start() {
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

void Session::stopRecording() {
    auto& recorder = live_.recorder();
    const bool was = recorder.recording();
    try {
        recorder.stop();
        if (was) message_ = "Saved " + recorder.path();
        if (was && recorder.lost() > 0) message_ += " (the disk was too slow: some sound is missing)";
    } catch (const std::exception& e) {
        message_ = e.what();
    }
}

void Session::chooseDevice(const DeviceChoice& choice, InputChannel channel) {
    const bool recorded = live_.recorder().recording();
    devices_.close();
    if (recorded) stopRecording();
    settings_.device = choice;
    settings_.inputChannel = channel;
    live_.setInputChannel(channel);
    roundTrip_.reset();
    devices_.open(choice);
    remember();
}

void Session::measureRoundTrip() {
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
        message_ = "Saved " + recorder.path(); // the device changed, and ended it
    wasRecording_ = recorder.recording();
    if (const auto problem = live_.player().problem(); !problem.empty()) message_ = problem;
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
