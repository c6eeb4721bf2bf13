// The pages of an Ogg file, and the streams that they belong to.
#pragma once

#include "Files/AudioInfo.h"
#include "Files/FileSlice.h"

#include <cstdint>
#include <ogg/ogg.h>
#include <string>
#include <vector>

namespace solus {

/// Pages one after the other by libogg, which checks them: what is not a whole page with the right checksum is skipped.
class OggPages {
public:
    OggPages(const std::string& path, std::uint64_t from, std::uint64_t to);
    ~OggPages();
    OggPages(const OggPages&) = delete;
    OggPages& operator=(const OggPages&) = delete;

    /// False at the end. The page is valid until the next call.
    bool next(ogg_page& page);
    /// Where the page just given begins in the file.
    std::uint64_t position() const noexcept { return pageStart_; }
    /// Bytes skipped right before that page, or before the end.
    std::uint64_t skipped() const noexcept { return skipped_; }

private:
    FileSlice file_;
    ogg_sync_state sync_;
    std::uint64_t from_, consumed_ = 0, pageStart_ = 0, skipped_ = 0;
};

enum class OggCodec { vorbis, opus, flac };

/// One link of a chain: a stream of audio among those that begin together.
struct OggLink {
    OggCodec codec = OggCodec::vorbis;
    int serial = 0;
    std::uint64_t begin = 0, end = 0; ///< bytes in the file, with those of the streams beside it
    bool ended = false;               ///< it has a last page that says so
    std::int64_t lastGranule = -1;
};

struct OggIndex {
    std::vector<OggLink> links;
    bool orphans = false; ///< there are pages of streams whose beginning is missing
};

/// Looks at every page of a file.
OggIndex indexOgg(const std::string& path, std::uint64_t from);

} // namespace solus
