// Checkpoints on disk: sealed by a checksum, so that damage is detected; the previous one is kept as a fallback.
#pragma once

#include "Base/Error.h"

#include <cstdio>
#include <filesystem>
#include <string>

namespace solus::train {

/// checkpoint.pt -> checkpoint-before.pt.
std::filesystem::path beforeOf(const std::filesystem::path&);
/// Whether the file or the previous one exists.
bool hasCheckpoint(const std::filesystem::path&);

/// Appends the SHA-256 of `bytes` and writes the file atomically. `keep`: the old file becomes beforeOf(path). Throws
/// WriteError.
void writeSealed(const std::filesystem::path& path, std::string bytes, bool keep);
/// The bytes without their seal; files of older versions have none. Throws Error if they are not what was written.
std::string readSealed(const std::filesystem::path&);

/// Loads the file; if that throws Error, loads the previous one, with a warning on stderr. If neither works, throws Error
/// that says what can be done.
template <class Load>
auto loadOrBefore(const std::filesystem::path& path, Load load) {
    try {
        return load(path);
    } catch (const Error& e) {
        const auto before = beforeOf(path);
        const std::string wayOut =
            "; delete " + path.string() + " and resume: this network is then trained from its beginning" +
            (path.extension() == ".pt" ? " (a new run can start from the remaining weights, --start)" : "");
        if (!std::filesystem::exists(before)) throw Error(e.what() + wayOut);
        try {
            auto loaded = load(before);
            std::fprintf(stderr, "solus-train: warning: %s; continuing from the previous one, %s\n", e.what(),
                         before.c_str());
            return loaded;
        } catch (const Error&) {
            throw Error(e.what() + wayOut + "; " + before.filename().string() + " must be deleted, too");
        }
    }
}

} // namespace solus::train
