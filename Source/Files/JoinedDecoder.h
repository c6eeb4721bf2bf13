// Several streams in one file, one after the other: concatenated flac files, links of a chained ogg file.
#pragma once

#include "Files/Decoder.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace solus {

struct StreamPart {
    AudioInfo info; ///< frames: none if unknown before decoding
    std::function<std::unique_ptr<Decoder>()> open;
    std::string cutOff; ///< evidence from outside that its end is missing; "" if there is none
};

/// Reads the parts in turn. The first part's format applies to the whole file; a mono part fills both channels of a
/// stereo file, and a file with any stereo part is stereo. A part that differs in any other way, and everything after
/// it, is reported by unread(); else unread() returns `unread`. `parts` must not be empty.
std::unique_ptr<Decoder> joinParts(std::vector<StreamPart> parts, std::string unread = {});

} // namespace solus
