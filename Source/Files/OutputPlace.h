// May an output land on the file that is there already?
#pragma once

#include <string>
#include <vector>

namespace solus {

/// Are both names of one file: by links, or as "-", what standard input (first) or output (second) was opened
/// on? False where either is not there.
bool isSameFile(const std::string& in, const std::string& out);

/// Does it begin as audio files do (damaged ones too)? By content; false where it cannot be read.
bool looksLikeAudio(const std::string& path);

/// Before any work: throws Error if `out` is one of `inputs`, or exists and is neither audio, nor empty, nor a
/// pipe or device. What is no audio was not made by a run like this one, so it is somebody's.
void refuseToReplace(const std::string& out, const std::vector<std::string>& inputs);

} // namespace solus
