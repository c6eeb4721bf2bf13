// Several streams in one file, one after the other: joined flac files, links of a chained ogg file.
#pragma once

#include "Files/Decoder.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace solus {

struct StreamPart {
    AudioInfo info; ///< frames: none if not known before it is decoded
    std::function<std::unique_ptr<Decoder>()> open;
    std::string cutOff; ///< what shows from outside that its end is missing, "" if nothing does
};

/// Reads the parts in turn. The first one's format is that of the whole; a mono part is heard on both sides of a stereo
/// file, and the other way round a file with any stereo part is stereo. A part that differs otherwise is `unread()`, with
/// those after it; else that is `unread`. `parts` must not be empty.
std::unique_ptr<Decoder> joinParts(std::vector<StreamPart> parts, std::string unread = {});

} // namespace solus
