// libogg finds the pages; their headers say where each stream begins.
#include "Files/OggFile.h"

#include <cstring>
#include <optional>
#include <set>

namespace solus {

OggPages::OggPages(const std::string& path, std::uint64_t from, std::uint64_t to)
    : file_(path, from, to), from_(from) {
    ogg_sync_init(&sync_);
}

OggPages::~OggPages() {
    ogg_sync_clear(&sync_);
}

bool OggPages::next(ogg_page& page) {
    skipped_ = 0;
    for (;;) {
        const long size = ogg_sync_pageseek(&sync_, &page);
        if (size > 0) {
            pageStart_ = from_ + consumed_;
            consumed_ += static_cast<std::uint64_t>(size);
            return true;
        }
        if (size < 0) {
            skipped_ += static_cast<std::uint64_t>(-size);
            consumed_ += static_cast<std::uint64_t>(-size);
            continue;
        }
        constexpr long block = 1 << 16;
        char* buffer = ogg_sync_buffer(&sync_, block);
        if (!buffer) throw std::bad_alloc();
        const size_t got = file_.read(buffer, block);
        if (got == 0) {
            // The rest is the start of an incomplete page.
            skipped_ += file_.size() - consumed_;
            consumed_ = file_.size();
            return false;
        }
        ogg_sync_wrote(&sync_, static_cast<long>(got));
    }
}

namespace {

std::optional<OggCodec> codecOf(const ogg_page& page) {
    const auto begins = [&](const char* text, long length) {
        return page.body_len >= length && std::memcmp(page.body, text, static_cast<size_t>(length)) == 0;
    };
    if (begins("\x01vorbis", 7)) return OggCodec::vorbis;
    if (begins("OpusHead", 8)) return OggCodec::opus;
    if (begins("\x7F"
               "FLAC",
               5))
        return OggCodec::flac;
    return std::nullopt;
}

} // namespace

OggIndex indexOgg(const std::string& path, std::uint64_t from) {
    OggIndex index;
    OggPages pages(path, from, ~std::uint64_t{0});
    ogg_page page;
    bool beginning = false, chosen = false; // inside a group of first pages; it has an audio stream
    std::set<int> known;
    std::uint64_t end = from;
    while (pages.next(page)) {
        end = pages.position() + static_cast<std::uint64_t>(page.header_len + page.body_len);
        if (ogg_page_bos(&page)) {
            if (!beginning) {
                if (chosen) index.links.back().end = pages.position();
                chosen = false;
            }
            beginning = true;
            const auto codec = codecOf(page);
            known.insert(ogg_page_serialno(&page));
            if (codec && !chosen) {
                OggLink link;
                link.codec = *codec;
                link.serial = ogg_page_serialno(&page);
                link.begin = pages.position();
                index.links.push_back(link);
                chosen = true;
            }
            continue;
        }
        beginning = false;
        if (known.count(ogg_page_serialno(&page)) == 0) index.orphans = true;
        if (!chosen || ogg_page_serialno(&page) != index.links.back().serial) continue;
        const std::int64_t granule = ogg_page_granulepos(&page);
        if (granule >= 0) index.links.back().lastGranule = granule;
        if (ogg_page_eos(&page)) index.links.back().ended = true;
    }
    if (chosen) index.links.back().end = end;
    return index;
}

} // namespace solus
