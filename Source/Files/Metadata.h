// What a recording carries beside its samples: titles, covers, the time code of broadcast wav, markers.
#pragma once

#include "Files/WavHeader.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace solus {

struct Picture {
    int type = 3; ///< of ID3 and FLAC; 3: front cover
    std::string mime, description;
    std::vector<std::uint8_t> bytes;
};

struct Metadata {
    std::vector<std::pair<std::string, std::string>> tags; ///< names as in Vorbis comments, values in UTF-8
    std::vector<Picture> pictures;
    std::vector<RiffChunk> chunks; ///< of a wav file: bext, iXML, cue, LIST, ...
    std::vector<std::uint8_t> id3; ///< an ID3v2 tag as it stands, empty if there was none
};

/// By TagLib, and the "riff" blocks that keep a wav file's chunks in flac. `chunks` are those that the wav header gave.
/// Regular files only; what cannot be understood is left out, nothing is thrown but std::bad_alloc.
Metadata readMetadata(const std::string& path, const std::vector<RiffChunk>& chunks);

/// What broadcast wav says of origin and time code, under the names that ffmpeg gives it.
std::vector<std::pair<std::string, std::string>> bextTags(const Metadata&);

/// All of it as chunks of a wav file: its own, LIST INFO for what that knows, ID3 for everything with the pictures.
std::vector<RiffChunk> asRiffChunks(const Metadata&);

} // namespace solus
