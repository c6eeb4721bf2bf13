// The voices known to the plugin: which exist, and which of them may pass.
#pragma once

#include "Verify/VoicePrint.h"

#include <mutex>
#include <string>
#include <vector>

namespace solus {

struct KnownVoice {
    VoicePrint print;
    bool active = true; ///< may pass the gate
    bool usable = true; ///< enrolled with the current speaker model
};

/// Any control thread; never the audio thread. Names are unique: adding a voice of an existing name replaces that
/// voice.
class VoiceBook {
public:
    explicit VoiceBook(std::string embedderHash) : embedderHash_(std::move(embedderHash)) {}

    std::vector<KnownVoice> list() const;
    /// The voices for VoiceEngine::setVoices().
    std::vector<VoicePrint> passing() const;

    void set(std::vector<KnownVoice> voices);
    void add(VoicePrint print, bool active = true);
    void remove(const std::string& name);
    void setActive(const std::string& name, bool active);
    /// Also renames its file in the VoiceFolder, if that contains this voice. Throws Error if `to` is invalid, or
    /// taken here or in the folder; WriteError.
    void rename(const std::string& from, const std::string& to);
    /// Here and in the VoiceFolder. Throws Error if its file there is a different voice; that file stays.
    void removeEverywhere(const std::string& name);
    /// A name that is free here and in the VoiceFolder: "My voice", "Voice 2", ...
    std::string freeName() const;

    /// `name`, or if another voice has it, here or in the VoiceFolder, with a number appended. `voice` itself does
    /// not count. For an invalid name, freeName().
    std::string freeNameLike(const std::string& name, const VoicePrint* voice = nullptr) const;

    /// Reads a voice print and adds it, under a new name if another voice has its name; throws Error.
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
