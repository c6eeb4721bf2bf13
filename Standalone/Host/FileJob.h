// One audio file through one plugin.
#pragma once

#include "PluginLoader.h"

#include <string>
#include <utility>
#include <vector>

namespace solus::host {

struct FileJob {
    std::string in, out;
    int block = 512; ///< 0: a random length for each block, up to 4096
    int outputs = 0; ///< 0: as in the file
    bool doublePrecision = false;
    bool align = true;                                           ///< compensates the reported latency
    std::vector<std::pair<std::string, std::string>> parameters; ///< ID or name, text
    std::string stateFile, saveStateFile;
};

struct FileReport {
    int sampleRate = 0, inputs = 0, outputs = 0, latency = 0;
    double seconds = 0.0, elapsed = 0.0;
};

/// Offline, at the file's own rate; the output has the input's length and sample format. Throws Error,
/// WriteError.
FileReport runFile(juce::AudioPluginInstance&, const FileJob&);

/// State files hold the plugin's own bytes.
void saveState(juce::AudioPluginInstance&, const std::string& path);
void loadState(juce::AudioPluginInstance&, const std::string& path);

} // namespace solus::host
