// Numbers for models and voices, for hosts whose controls are numeric only (LADSPA, LV2 ports, CLAP).
#pragma once

#include <map>
#include <string>
#include <vector>

namespace solus {

/// A file with one line "NUMBER NAME" for each name ever seen. A number stays with its name even if the model or
/// voice is removed and comes back, so saved settings that hold a number stay valid. Not real-time.
class NumberFile {
public:
    explicit NumberFile(std::string path) : path_(std::move(path)) {}

    /// The contents of the file; empty if there is none. Throws Error for a line that is not a number and a name.
    std::map<int, std::string> read() const;
    /// The same, after adding those of `names` that have no number yet. Written atomically, by one process at a time.
    /// Throws Error as read() does, and WriteError.
    std::map<int, std::string> with(const std::vector<std::string>& names) const;

private:
    std::string path_;
};

/// The numbers of all denoisers, from 1: built-in models, and NAME.safetensors in modelsFolder(). Throws as
/// NumberFile does.
std::map<int, std::string> modelNumbers();
/// The numbers of all enrolled voices, from 1. Throws as NumberFile does.
std::map<int, std::string> voiceNumbers();

/// The name for a number, as findModel() and VoiceFolder::load() take it; "" for 0, which means the default model or
/// no voice. Throws Error for an unassigned number.
std::string modelOfNumber(int number);
std::string voiceOfNumber(int number);

/// The inverse, for names from modelNumbers() and voiceNumbers(). A name that is not on this computer gets the next
/// number, so that settings made elsewhere stay valid. 0 for "". Throws as NumberFile does, and Error for an invalid
/// name.
int numberOfModel(const std::string& name);
int numberOfVoice(const std::string& name);

/// Next to voicesFolder(): the user's own models, which get numbers too.
std::string modelsFolder();

} // namespace solus
