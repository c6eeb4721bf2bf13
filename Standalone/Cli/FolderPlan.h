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
    std::vector<Item> items;           ///< sorted by path
    int skipped = 0;                   ///< other files, hidden ones among them
    std::vector<std::string> problems; ///< folders that cannot be read, one line each
};

/// wav and flac keep their name; others become NAME.wav, or NAME.ENDING.wav where NAME.wav is taken.
/// If `out` lies inside `in`, it is left out. Throws Error if either is not what it should be.
FolderPlan planFolder(const std::string& in, const std::string& out);

} // namespace solus::cli
