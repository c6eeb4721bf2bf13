// Which files of a folder to clean, and the output of each.
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
        std::string folder, text; ///< an unreadable folder, and its error message
    };
    std::vector<Item> items; ///< sorted by path
    struct Skipped {
        std::string file, reason;
    };
    /// Other files, pipes and devices, hidden files, links to folders; hidden folders are not entered.
    std::vector<Skipped> skipped;
    std::vector<Problem> problems;
};

/// wav and flac keep their name; others become NAME.wav, or NAME.ENDING.wav if NAME.wav is taken.
/// If `out` is inside `in`, it is skipped. Throws Error if either is not what it should be, and if a recording would
/// be overwritten (if `in` is inside `out`).
FolderPlan planFolder(const std::string& in, const std::string& out);

} // namespace solus::cli
