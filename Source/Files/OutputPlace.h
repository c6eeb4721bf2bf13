// Whether an output may replace an existing file.
#pragma once

#include <string>
#include <vector>

namespace solus {

/// Whether both names are the same file: by links, or because "-" is standard input (first) or output (second)
/// redirected to it. False if either does not exist.
bool isSameFile(const std::string& in, const std::string& out);

/// Whether it begins as an audio file does (damaged ones too). Decided by content; false if unreadable.
bool looksLikeAudio(const std::string& path);

/// Call before any work. Throws Error if `out` is one of `inputs`, or if it exists and is neither audio, nor empty,
/// nor a pipe or device: such a file was not made by an earlier run, so it belongs to the user.
void refuseToReplace(const std::string& out, const std::vector<std::string>& inputs);

} // namespace solus
