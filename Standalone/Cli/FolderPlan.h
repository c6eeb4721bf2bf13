// Which files of a folder are cleaned, and where each goes.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace solus::cli {

struct FolderPlan {
    struct Item {
        std::string in, out;
        std::uintmax_t bytes = 0; ///< of the input file: its share of the progress
    };
    struct Problem {
        std::string folder, text; ///< a folder that cannot be read, and the line that says so
    };
    std::vector<Item> items; ///< sorted by path
    struct Skipped {
        std::string file, reason;
    };
    /// Other files, pipes and devices, hidden files, links to folders; hidden folders are not looked into.
    std::vector<Skipped> skipped;
    std::vector<Problem> problems;
};

/// wav and flac keep their name; others become NAME.wav, or NAME.ENDING.wav where NAME.wav is taken.
/// If `out` lies inside `in`, it is left out. Throws Error if either is not what it should be, and if one of
/// the recordings would be overwritten (where `in` lies inside `out`).
FolderPlan planFolder(const std::string& in, const std::string& out);

} // namespace solus::cli
