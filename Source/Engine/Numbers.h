// Numbers for models and voices, for hosts whose controls know only numbers (LADSPA, LV2 ports, CLAP).
#pragma once

#include <map>
#include <string>
#include <vector>

namespace solus {

/// A file with one line "NUMBER NAME" for each name that ever was. A number once given stays with its name,
/// even when that is gone and comes back; so settings that hold a number keep their meaning. Not real-time.
class NumberFile {
public:
    explicit NumberFile(std::string path) : path_(std::move(path)) {}

    /// What the file says; empty without a file. Throws Error for a line that is no number and name: nothing
    /// is guessed.
    std::map<int, std::string> read() const;
    /// The same, with the next numbers for those of `names` that have none yet; written atomically, one
    /// process at a time. Throws Error as read(), WriteError.
    std::map<int, std::string> with(const std::vector<std::string>& names) const;

private:
    std::string path_;
};

/// Every number of a denoiser, from 1: built-in models, and NAME.safetensors in modelsFolder(). Throws as
/// NumberFile.
std::map<int, std::string> modelNumbers();
/// Every number of an enrolled voice, from 1. Throws as NumberFile.
std::map<int, std::string> voiceNumbers();

/// What findModel() and VoiceFolder::load() take for a number; "" for 0, which is the default model, or nobody.
/// Throws Error for a number that was never given.
std::string modelOfNumber(int number);
std::string voiceOfNumber(int number);

/// The other way round, for names as modelNumbers() and voiceNumbers() have them: what is not on this
/// computer gets the next number, so that settings from elsewhere keep their meaning. 0 for "". Throws as
/// NumberFile, and Error for what is no name.
int numberOfModel(const std::string& name);
int numberOfVoice(const std::string& name);

/// Beside voicesFolder(): where a user's own models get numbers.
std::string modelsFolder();

} // namespace solus
