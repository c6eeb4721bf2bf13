// The folder of enrolled voices, one NAME.voice each, shared by all programs. It also defines valid voice names.
#pragma once

#include "Inference/Model.h"
#include "Verify/VoicePrint.h"

#include <functional>
#include <string>
#include <vector>

namespace solus {

/// The file name is the name of the voice, whatever the voice print inside says. Names are compared byte by byte:
/// case matters, and so does Unicode normalisation. Messages begin with the name, or with the path if one was given.
/// Any thread but the audio thread; every call reads the folder afresh.
class VoiceFolder {
public:
    explicit VoiceFolder(std::string folder = voicesFolder()) : folder_(std::move(folder)) {}
    const std::string& folder() const noexcept { return folder_; }

    static constexpr const char* ending = ".voice";

    /// A path contains '/' (on Windows also '\' or ':') or ends in ".voice"; anything else is a name.
    static bool isPath(const std::string& nameOrPath);
    /// For a path: the file name without ".voice".
    static std::string nameOf(const std::string& nameOrPath);
    /// Throws Error if a new voice cannot have this name, and says why (faultOfName).
    static void checkName(const std::string& name);
    static bool isValidName(const std::string& name);
    /// NAME.voice in the folder, or the path itself. Does not check that it exists.
    std::string fileOf(const std::string& nameOrPath) const;

    /// Sorted. Does not check that they can be read.
    std::vector<std::string> names() const;
    /// All readable voices, the newest first. A damaged one must not keep a program from starting.
    std::vector<VoicePrint> voices() const;
    /// Whether a voice of this name exists, readable or not.
    bool has(const std::string& name) const;
    /// Whether the folder contains exactly this voice under its name.
    bool containsExactly(const VoicePrint&) const;
    /// Throws Error if there is no such voice (and lists the others), if it is unreadable, or if it was enrolled with
    /// another speaker model.
    VoicePrint load(const std::string& nameOrPath, const Model& embedder) const;

    /// Writes NAME.voice and replaces a voice of exactly this name. Throws Error for a bad name, and WriteError.
    void save(const VoicePrint&) const;
    /// The same under another name, or to a path that ends in ".voice". Without `replace`, throws Error if the voice
    /// exists, and leaves it unchanged.
    void saveAs(VoicePrint, const std::string& nameOrPath, bool replace) const;
    /// Throws Error if the name is invalid or taken. Replaces nothing.
    void checkNew(const std::string& name) const;
    /// Renames the file if it contains exactly this voice; a different voice's file is left alone. Throws as
    /// checkNew() and save() do.
    void rename(const VoicePrint&, const std::string& to) const;
    /// Deletes the file if it contains exactly this voice. Throws Error if it contains a different one.
    void remove(const VoicePrint&) const;

    /// Loads a voice from any file. If the name inside is invalid, the voice is named after the file. Throws Error.
    static VoicePrint importFile(const std::string& path);
    /// Throws Error if this would replace something other than a voice, and WriteError.
    static void exportFile(const VoicePrint&, const std::string& path);

    /// `wanted`, or `wanted` with a number appended: the first name that is not `taken`.
    static std::string freeName(const std::string& wanted,
                                const std::function<bool(const std::string&)>& taken);

private:
    std::string fileHolding(const VoicePrint&) const;

    std::string folder_;
};

} // namespace solus
