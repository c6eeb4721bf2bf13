// The command line options of the live app.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace solus::live {

struct Options {
    // With a window:
    std::string file;       ///< plays instead of the microphone
    std::string record;     ///< records the cleaned sound from the first sample on
    std::string screenshot; ///< PNG, written after `seconds`
    std::string device;     ///< device family: "ALSA", "JACK", "None"; empty: as last time
    bool loop = false;
    std::string settings; ///< settings file; empty: the default

    // With and without: initial settings
    std::string model;
    std::optional<float> amountDb;

    // Without a window:
    bool headless = false;
    std::vector<std::string> voices;
    bool gate = false;
    int channels = 1;
    std::vector<std::string> connectInputs, connectOutputs;

    double seconds = 0.0; ///< 0: until closed
    bool help = false;    ///< help was printed: nothing more to do

    /// Runs and quits without a user, and does not change the stored settings.
    bool unattended() const { return !headless && seconds > 0.0; }
};

/// Throws Error, one line, for every invalid command line.
Options parseOptions(int argc, const char* const* argv);

} // namespace solus::live
