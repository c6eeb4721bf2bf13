// The pages of an Ogg file, and the streams that they belong to.
#pragma once

#include "Files/AudioInfo.h"
#include "Files/FileSlice.h"

#include <cstdint>
#include <ogg/ogg.h>
#include <string>
#include <vector>

namespace solus {

/// Pages in order, by libogg, which checks them. Anything that is not a whole page with a valid checksum is skipped.
class OggPages {
public:
    OggPages(const std::string& path, std::uint64_t from, std::uint64_t to);
    ~OggPages();
    OggPages(const OggPages&) = delete;
    OggPages& operator=(const OggPages&) = delete;

    /// False at the end. The page is valid until the next call.
    bool next(ogg_page& page);
    /// File position of the page just returned.
    std::uint64_t position() const noexcept { return pageStart_; }
    /// Bytes skipped just before that page, or before the end.
    std::uint64_t skipped() const noexcept { return skipped_; }

private:
    FileSlice file_;
    ogg_sync_state sync_;
    std::uint64_t from_, consumed_ = 0, pageStart_ = 0, skipped_ = 0;
};

enum class OggCodec { vorbis, opus, flac };

/// One link of a chain: the audio stream among the streams that begin together.
struct OggLink {
    OggCodec codec = OggCodec::vorbis;
    int serial = 0;
    std::uint64_t begin = 0, end = 0; ///< byte positions in the file, including its parallel streams
    bool ended = false;               ///< it has a page flagged as the last one
    std::int64_t lastGranule = -1;
};

struct OggIndex {
    std::vector<OggLink> links;
    bool orphans = false; ///< there are pages of streams whose beginning is missing
};

/// Scans every page of a file.
OggIndex indexOgg(const std::string& path, std::uint64_t from);

} // namespace solus
