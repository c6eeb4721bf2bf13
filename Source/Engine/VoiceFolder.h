// The folder of enrolled voices, NAME.voice each, that all programs share. What a name may be is said here, once.
#pragma once

#include "Inference/Model.h"
#include "Verify/VoicePrint.h"

#include <functional>
#include <string>
#include <vector>

namespace solus {

/// A voice in the folder is called as its file is, whatever the print inside says. Upper and lower case differ, and
/// so do two spellings of one letter in Unicode: names are compared byte by byte. Messages begin with the name, or
/// with the path where one was given. Any thread but the audio thread; the folder is looked at anew each time.
class VoiceFolder {
public:
    explicit VoiceFolder(std::string folder = voicesFolder()) : folder_(std::move(folder)) {}
    const std::string& folder() const noexcept { return folder_; }

    static constexpr const char* ending = ".voice";

    /// A path has a '/' in it or ends in ".voice"; anything else is a name.
    static bool isPath(const std::string& nameOrPath);
    /// Of a path: its file's name without the ending.
    static std::string nameOf(const std::string& nameOrPath);
    /// Throws Error that says why no new voice can have this name (faultOfName).
    static void checkName(const std::string& name);
    static bool mayBeName(const std::string& name);
    /// NAME.voice in the folder, or the path itself. Whether it is there is not looked at.
    std::string fileOf(const std::string& nameOrPath) const;

    /// Sorted; whether they can be read is not looked at.
    std::vector<std::string> names() const;
    /// All that can be read, the newest first. A damaged one must not keep a program from starting.
    std::vector<VoicePrint> voices() const;
    /// Whether there is a voice of this name, readable or not.
    bool has(const std::string& name) const;
    /// Whether the folder has this very voice under its name.
    bool holds(const VoicePrint&) const;
    /// Throws Error: there is none (and which there are), it cannot be read, it belongs to another speaker model.
    VoicePrint load(const std::string& nameOrPath, const Model& embedder) const;

    /// Writes NAME.voice, replacing a voice of exactly this name. Throws Error for the name, WriteError.
    void share(const VoicePrint&) const;
    /// The same under another name, or at a path that ends in ".voice". Without `replace`, a voice that is there already
    /// is an Error and stays.
    void saveAs(VoicePrint, const std::string& nameOrPath, bool replace) const;
    /// Throws Error for a name that is no name or is taken. Nothing is replaced.
    void checkNew(const std::string& name) const;
    /// The file of this very voice, if the folder has it, goes along with its new name; another voice's file stays.
    /// Throws as checkNew() and share().
    void rename(const VoicePrint&, const std::string& to) const;
    /// Deletes the file of this very voice. Another voice's stays, with Error that says so.
    void remove(const VoicePrint&) const;

    /// A voice from anywhere. Where the name inside cannot be one, it is the file's. Throws Error.
    static VoicePrint importFile(const std::string& path);
    /// Throws Error where something else than a voice is in this place, WriteError.
    static void exportFile(const VoicePrint&, const std::string& path);

    /// `wanted`, or with a number behind it: the first that is not `taken`.
    static std::string freeName(const std::string& wanted,
                                const std::function<bool(const std::string&)>& taken);

private:
    std::string holderOf(const VoicePrint&) const;

    std::string folder_;
};

} // namespace solus
