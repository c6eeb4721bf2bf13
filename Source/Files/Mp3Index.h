// Every frame of an mp3 file, looked at before any is decoded.
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

/// A handle on `file`, which has to outlive it; frame by frame, floats, no trimming of its own, not a word on stderr.
/// Null if the library cannot be had.
Mpg123 openMpg123(FileSlice& file);

struct Mp3Index {
    int sampleRate = 0, channels = 0; ///< channels: the most that any frame has
    int layer = 3;
    std::int64_t frames = 0; ///< samples a channel that the parts keep
    /// Where the frames of one encoder's run stand among all frames, and what it says of them. Files that were joined have
    /// several.
    struct Part {
        std::int64_t first = 0, count = 0; ///< MPEG frames, without the one that holds the head
        bool head = false;                 ///< a Xing, Info or VBRI frame stands before `first`
        std::int64_t promised = -1;        ///< MPEG frames by that head
        int delay = 0, padding = 0;        ///< samples to leave out at the start and the end
        bool trimmed = false;              ///< delay and padding are known
    };
    std::vector<Part> parts;
    struct Hole {
        std::int64_t before = 0; ///< number of the MPEG frame after it
        std::int64_t lost = 0;   ///< MPEG frames that were there, about
    };
    std::vector<Hole> holes;
    int samplesPerFrame = 1152;
    std::string cutOff, unread; ///< as in Decoder
};

/// Walks over all frames. An index without parts means that this is not mp3.
Mp3Index indexMp3(FileSlice&);

} // namespace solus
