// An enrolled voice: a name and an embedding, never audio.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

namespace solus {

/// Stored as a small JSON file with a version and a checksum. It names the embedder that made it by content hash,
/// since embeddings of different networks cannot be compared.
struct VoicePrint {
    std::string name;
    std::string embedderHash;              ///< Model::hash, 64 hex digits
    std::vector<float> embedding;          ///< L2-normalised
    double seconds = 0.0;                  ///< of speech in all enrolments
    std::string created;                   ///< ISO 8601, UTC
    bool byTelephone = false;              ///< enrolled without treble: its scores are calibrated differently
    std::vector<std::string> recordings{}; ///< fingerprint() of each recording, so that none counts twice

    bool operator==(const VoicePrint&) const = default;

    std::string toText() const;
    /// Throws Error naming `origin` if the text is damaged, not a voice print, or of a newer version.
    static VoicePrint fromText(const std::string& text, const std::string& origin);

    /// Replaces the file atomically (temporary file + rename); creates the folder. Throws WriteError, and Error as
    /// refuseToReplace() does.
    void save(const std::string& path) const;
    static VoicePrint load(const std::string& path);

    /// Decides by content. A damaged voice print, or one of a newer Solus, counts too.
    static bool isVoicePrint(const std::string& path);
    /// Throws Error if the file exists and is neither a voice print nor empty.
    static void refuseToReplace(const std::string& path);
};

/// Identifies a recording in a voice print: 16 hex digits derived from the embedding of the whole recording. No audio
/// can be recovered from it.
std::string fingerprint(const std::vector<float>& embedding);

/// Adds more speech of the same talker: the mean of both, weighted by seconds, normalised again. Telephone speech is
/// left out if there is some with treble. Throws Error if the embedders differ.
VoicePrint merged(const VoicePrint& a, const VoicePrint& b);

/// $XDG_DATA_HOME/solus/voices or ~/.local/share/solus/voices, on Windows %APPDATA%\Solus\Voices; shared by the command
/// line, plugin and app. Always an absolute path; below /nonexistent if this user has no home folder.
std::string voicesFolder();

} // namespace solus
