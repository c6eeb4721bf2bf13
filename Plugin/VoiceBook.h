// The voices that the plugin knows: which exist, and which of them may pass.
#pragma once

#include "Verify/VoicePrint.h"

#include <mutex>
#include <string>
#include <vector>

namespace solus {

struct KnownVoice {
    VoicePrint print;
    bool active = true; ///< may pass the gate
    bool usable = true; ///< enrolled with the speaker model that runs here
};

/// Any control thread; never the audio thread. Names are unique: adding a known name replaces that voice.
class VoiceBook {
public:
    explicit VoiceBook(std::string embedderHash) : embedderHash_(std::move(embedderHash)) {}

    std::vector<KnownVoice> list() const;
    /// What VoiceEngine::setVoices() may be given.
    std::vector<VoicePrint> passing() const;

    void set(std::vector<KnownVoice> voices);
    void add(VoicePrint print, bool active = true);
    void remove(const std::string& name);
    void setActive(const std::string& name, bool active);
    /// With its file in the VoiceFolder, if that is this voice's. Throws Error if `to` is no name, or taken here or
    /// there; WriteError.
    void rename(const std::string& from, const std::string& to);
    /// Here and in the VoiceFolder. Throws Error if its file there is another voice's and stays.
    void removeEverywhere(const std::string& name);
    /// A name that is free here and in the VoiceFolder: "My voice", "Voice 2", ...
    std::string freeName() const;

    /// `name`, or where another voice has it, here or in the VoiceFolder, with a number behind it. `voice`
    /// does not count as another. What cannot be a name gives freeName().
    std::string freeNameLike(const std::string& name, const VoicePrint* voice = nullptr) const;

    /// Reads a voice print and adds it, under another name where its own is another voice's; throws Error.
    void importFile(const std::string& path);
    /// Throws Error.
    void exportFile(const std::string& name, const std::string& path) const;

private:
    KnownVoice* find(const std::string& name);
    bool isTaken(const std::string& name, const VoicePrint* but) const;
    KnownVoice known(VoicePrint print, bool active) const;

    mutable std::mutex mutex_;
    std::string embedderHash_;
    std::vector<KnownVoice> voices_;
};

} // namespace solus
