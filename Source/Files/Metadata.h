// Metadata of a recording: titles, covers, the time code of broadcast wav, markers.
#pragma once

#include "Files/WavHeader.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace solus {

struct Picture {
    int type = 3; ///< as in ID3 and FLAC; 3: front cover
    std::string mime, description;
    std::vector<std::uint8_t> bytes;
};

struct Metadata {
    std::vector<std::pair<std::string, std::string>> tags; ///< named as in Vorbis comments, values in UTF-8
    std::vector<Picture> pictures;
    std::vector<RiffChunk> chunks; ///< of a wav file: bext, iXML, cue, LIST, ...
    std::vector<std::uint8_t> id3; ///< an ID3v2 tag, unchanged; empty if there was none
};

/// Read by TagLib, and from the "riff" blocks that keep a wav file's chunks in flac. `chunks`: from the wav header.
/// Regular files only; anything unreadable is left out. Throws nothing but std::bad_alloc.
Metadata readMetadata(const std::string& path, const std::vector<RiffChunk>& chunks);

/// Broadcast wav's origin and time code, under the names that ffmpeg uses.
std::vector<std::pair<std::string, std::string>> bextTags(const Metadata&);

/// All metadata as chunks of a wav file: its own chunks, LIST INFO for the fields it has, and ID3 for everything,
/// pictures included.
std::vector<RiffChunk> asRiffChunks(const Metadata&);

} // namespace solus
