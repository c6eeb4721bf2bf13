// Decodes through an installed ffmpeg what the other decoders cannot.
#pragma once

#include "Files/Decoder.h"

#include <memory>
#include <string>

namespace solus {

/// The first audio stream of a file in any container, decoded by a child process. Its start offset and its gaps
/// become silence. None if there is no ffmpeg, or if it finds no audio. The child is started without a shell and may
/// open that one file only: no network, no playlists.
std::unique_ptr<Decoder> makeFfmpegDecoder(const std::string& path);

/// Whether ffmpeg is installed.
bool ffmpegIsInstalled();

} // namespace solus
