// What we cannot decode, an installed ffmpeg may.
#pragma once

#include "Files/Decoder.h"

#include <memory>
#include <string>

namespace solus {

/// The first audio stream of a file in any container, decoded by a child process. Silence stands where a stream begins
/// later than its file, and in its gaps. None if there is no ffmpeg, or if it finds no audio. The child is started without a
/// shell; it may open that one file and nothing else: no network, no playlists.
std::unique_ptr<Decoder> makeFfmpegDecoder(const std::string& path);

/// Whether there is an ffmpeg to try.
bool ffmpegIsInstalled();

} // namespace solus
