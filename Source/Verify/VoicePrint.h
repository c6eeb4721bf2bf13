// An enrolled voice: a name and an embedding, never audio.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

namespace solus {

/// Kept as a small JSON file with a version and a checksum. It names the embedder that made it by content hash,
/// since embeddings of different networks cannot be compared.
struct VoicePrint {
    std::string name;
    std::string embedderHash;     ///< Model::hash, 64 hex digits
    std::vector<float> embedding; ///< L2-normalised
    double seconds = 0.0;         ///< speech heard in all enrolments
    std::string created;          ///< ISO 8601, UTC
    bool byTelephone = false;     ///< enrolled without treble: its scores are calibrated otherwise
    std::vector<std::string>
        recordings{}; ///< fingerprint() of each that was added, so that none counts twice

    bool operator==(const VoicePrint&) const = default;

    std::string toText() const;
    /// Throws Error naming `origin` for anything damaged, foreign or newer.
    static VoicePrint fromText(const std::string& text, const std::string& origin);

    /// Replaces the file atomically (temporary file + rename); makes the folder. Throws WriteError, and Error as
    /// refuseToReplace().
    void save(const std::string& path) const;
    static VoicePrint load(const std::string& path);

    /// By its content; a damaged print, or one of a newer Solus, is one too.
    static bool isVoicePrint(const std::string& path);
    /// Throws Error if something other than a voice print, or an empty file, is in this place.
    static void refuseToReplace(const std::string& path);
};

/// What tells recordings apart in a voice print: 16 hex digits made from the embedding of the whole recording. Nothing of the
/// sound can be made from it.
std::string fingerprint(const std::vector<float>& embedding);

/// Adds more speech of the same talker: the mean of both, weighted by seconds, normalised again. Speech by
/// telephone is left out where there is some with treble. Throws Error if the embedders differ.
VoicePrint merged(const VoicePrint& a, const VoicePrint& b);

/// $XDG_DATA_HOME/solus/voices or ~/.local/share/solus/voices: shared by command line, plugin and app. Always an
/// absolute path, below /nonexistent where the system knows no home of this user.
std::string voicesFolder();

} // namespace solus
