// An index of every frame of an mp3 file, made before any is decoded.
#pragma once

#include "Files/FileSlice.h"

#include <cstdint>
#include <memory>
#include <mpg123.h>
#include <string>
#include <vector>

namespace solus {

struct CloseMpg123 {
    void operator()(mpg123_handle* h) const {
        mpg123_close(h);
        mpg123_delete(h);
    }
};
using Mpg123 = std::unique_ptr<mpg123_handle, CloseMpg123>;

/// A handle on `file`, which must outlive it: frame by frame, float output, no trimming, nothing on stderr. Null if
/// the library is not available.
Mpg123 openMpg123(FileSlice& file);

struct Mp3Index {
    int sampleRate = 0, channels = 0; ///< channels: the largest number in any frame
    int layer = 3;
    std::int64_t frames = 0; ///< samples per channel in all parts
    /// The frames of one encoder run among all frames, and its header data. Concatenated files have several.
    struct Part {
        std::int64_t first = 0, count = 0; ///< MPEG frames, without the header frame
        bool head = false;                 ///< a Xing, Info or VBRI frame stands before `first`
        std::int64_t promised = -1;        ///< MPEG frames according to that header
        int delay = 0, padding = 0;        ///< samples to drop at the start and the end
        bool trimmed = false;              ///< delay and padding are known
    };
    std::vector<Part> parts;
    struct Hole {
        std::int64_t before = 0; ///< index of the next MPEG frame after the gap
        std::int64_t lost = 0;   ///< approximate number of missing MPEG frames
    };
    std::vector<Hole> holes;
    int samplesPerFrame = 1152;
    std::string cutOff, unread; ///< as in Decoder
};

/// Walks over all frames. An index without parts means that the file is not mp3.
Mp3Index indexMp3(FileSlice&);

} // namespace solus
