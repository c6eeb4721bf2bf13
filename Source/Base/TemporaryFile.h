// A file that takes its final name only when it is complete.
#pragma once

#include <string>

namespace solus {

/// Lives beside its final path under a hidden name; rename() is atomic because both are in one folder. Where
/// the final path is a link, the file behind it is the one that is replaced; a file that is replaced hands
/// its mode on.
class TemporaryFile {
public:
    /// Creates the file, readable and writable. Throws Error if the folder is missing, WriteError if the
    /// system refuses, or if there is a file that may not be written.
    explicit TemporaryFile(const std::string& finalPath);
    /// Closes and removes the file unless it was committed.
    ~TemporaryFile();
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;

    int descriptor() const noexcept { return descriptor_; }
    /// For programs and libraries that open files by name.
    const std::string& path() const noexcept { return path_; }
    /// Closes, and replaces whatever has the final name. Throws WriteError.
    void commit();

    /// Whether a file of this name is one that was never committed.
    static bool isName(const std::string& fileName);

private:
    std::string finalPath_, path_;
    int descriptor_ = -1;
    int slot_ = -1;
};

/// SIGINT, SIGTERM, SIGHUP, SIGPIPE, SIGQUIT and SIGXCPU remove all temporary files, then end the program as they would
/// have without; a file that may not grow any more is a WriteError instead of a signal. For command-line programs, once, at the start.
void removeTemporaryFilesOnSignals();

} // namespace solus
