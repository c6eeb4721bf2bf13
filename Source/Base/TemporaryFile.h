// A file that takes its final name only when it is complete.
#pragma once

#include <string>

namespace solus {

/// Lives next to its final path under a hidden name, since rename() is atomic within a folder. If the final path is a
/// link, its target is replaced. The new file keeps the mode of the one that it replaces.
class TemporaryFile {
public:
    /// Creates the file, readable and writable. Throws Error if the folder is missing; WriteError if the system
    /// refuses, or if the file to be replaced is not writable.
    explicit TemporaryFile(const std::string& finalPath);
    /// Closes and removes the file unless it was committed.
    ~TemporaryFile();
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;

    int descriptor() const noexcept { return descriptor_; }
    /// For programs and libraries that open files by name.
    const std::string& path() const noexcept { return path_; }
    /// Waits until the file is on the disk, closes it and gives it its final name, replacing any old file. Throws
    /// WriteError; the file is still open, to save what can be saved, if the disk did not take all of it.
    void commit();

    /// Whether this is the name of a file that was never committed.
    static bool isName(const std::string& fileName);

private:
    std::string finalPath_, path_;
    int descriptor_ = -1;
    int slot_ = -1;
};

/// SIGINT, SIGTERM, SIGHUP, SIGPIPE, SIGQUIT and SIGXCPU then remove all temporary files before they end the program
/// as usual. Exceeding the file size limit becomes a WriteError instead of a signal. Call once, at the start of a
/// command-line program.
void removeTemporaryFilesOnSignals();

} // namespace solus
