// What the user asked the live app for on the command line.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace solus::live {

struct Options {
    // With a window
    std::string file;       ///< played in the place of the microphone
    std::string record;     ///< the cleaned sound goes here from the first sample on
    std::string screenshot; ///< PNG, written after `seconds`
    std::string device;     ///< family of devices: "ALSA", "JACK", "None"; empty: as last time
    bool loop = false;
    std::string settings; ///< file of remembered settings; empty: the usual place

    // With and without: what Solus does at first
    std::string model;
    std::optional<float> amountDb;

    // Without
    bool headless = false;
    std::vector<std::string> voices;
    bool gate = false;
    int channels = 1;
    std::vector<std::string> connectInputs, connectOutputs;

    double seconds = 0.0; ///< 0: until closed
    bool help = false;    ///< printed already: nothing more to do

    /// Runs by itself and ends by itself: touches nothing that is remembered.
    bool unattended() const { return !headless && seconds > 0.0; }
};

/// Throws Error, one line, for everything that cannot be understood.
Options parseOptions(int argc, const char* const* argv);

} // namespace solus::live
