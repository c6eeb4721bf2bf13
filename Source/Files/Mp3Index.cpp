// libmpg123 finds the frames; anything between them is either a tag or damage.
#include "Files/Mp3Index.h"

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <string_view>

namespace solus {
namespace {

ssize_t readSlice(void* file, void* bytes, size_t count) {
    try {
        return static_cast<ssize_t>(static_cast<FileSlice*>(file)->read(bytes, count));
    } catch (...) {
        return -1;
    }
}

off_t seekSlice(void* handle, off_t offset, int whence) {
    try {
        auto& file = *static_cast<FileSlice*>(handle);
        const std::int64_t base = whence == SEEK_SET   ? 0
                                  : whence == SEEK_CUR ? static_cast<std::int64_t>(file.position())
                                                       : static_cast<std::int64_t>(file.size());
        if (base + offset < 0) return -1;
        file.seek(static_cast<std::uint64_t>(base + offset));
        return static_cast<off_t>(file.position());
    } catch (...) {
        return -1;
    }
}

std::uint32_t big32(const std::uint8_t* b) {
    return std::uint32_t{b[0]} << 24 | std::uint32_t{b[1]} << 16 | std::uint32_t{b[2]} << 8 | b[3];
}

/// The header that encoders put into a first, silent frame: Xing's (with LAME's delays) or Fraunhofer's VBRI.
bool readHead(const std::uint8_t* body, size_t size, Mp3Index::Part& part) {
    const std::string_view text(reinterpret_cast<const char*>(body), size);
    if (size >= 50 && text.substr(32, 4) == "VBRI") {
        part.promised = big32(body + 32 + 14);
        return true;
    }
    size_t at = std::string_view::npos;
    for (const size_t sideInfo : {9u, 17u, 32u, 11u, 19u, 34u}) // also with a checksum of two bytes
        if (text.size() >= sideInfo + 8 &&
            (text.substr(sideInfo, 4) == "Xing" || text.substr(sideInfo, 4) == "Info"))
            at = sideInfo;
    if (at == std::string_view::npos) return false;
    const std::uint32_t flags = big32(body + at + 4);
    size_t next = at + 8;
    if ((flags & 1) != 0 && next + 4 <= size) part.promised = big32(body + next);
    next += (flags & 1 ? 4 : 0) + (flags & 2 ? 4 : 0) + (flags & 4 ? 100 : 0) + (flags & 8 ? 4 : 0);
    // LAME's extension: after 21 bytes, twelve bits of delay and twelve of padding.
    if (next + 24 <= size && (text.substr(next, 4) == "LAME" || text.substr(next, 3) == "Lav")) {
        part.delay = body[next + 21] << 4 | body[next + 22] >> 4;
        part.padding = (body[next + 22] & 15) << 8 | body[next + 23];
        part.trimmed = true;
    }
    return true;
}

/// How many of the bytes [from, to) are neither tags nor zeros.
std::uint64_t foreignBytes(FileSlice& file, std::uint64_t from, std::uint64_t to) {
    const std::uint64_t back = file.position();
    std::vector<std::uint8_t> bytes(static_cast<size_t>(std::min<std::uint64_t>(to - from, 16u << 20)));
    file.seek(from);
    bytes.resize(file.read(bytes.data(), bytes.size()));
    file.seek(back);
    std::uint64_t foreign = to - from - bytes.size();
    for (size_t i = 0; i < bytes.size();) {
        const std::uint8_t* b = &bytes[i];
        const size_t left = bytes.size() - i;
        if (left >= 3 && std::memcmp(b, "TAG", 3) == 0) {
            i += std::min<size_t>(left, 128);
        } else if (left >= 10 && std::memcmp(b, "ID3", 3) == 0) {
            i += std::min<size_t>(left,
                                  10u + (size_t{b[6]} << 21 | size_t{b[7]} << 14 | size_t{b[8]} << 7 | b[9]));
        } else if (left >= 16 && std::memcmp(b, "APETAGEX", 8) == 0) {
            const size_t body =
                size_t{b[12]} | size_t{b[13]} << 8 | size_t{b[14]} << 16 | size_t{b[15]} << 24;
            i += std::min<size_t>(left, 32 + ((b[23 < left ? 23 : 0] & 0x20) != 0 ? body : 0));
        } else {
            if (*b != 0) ++foreign;
            ++i;
        }
    }
    return foreign;
}

/// Compares a part with the promise of its header, which also gives a better count of lost frames than the bytes
/// between frames.
void judgePart(Mp3Index::Part& part, Mp3Index& index, bool cut) {
    std::int64_t count = part.count;
    Mp3Index::Hole* longest = nullptr;
    for (auto& hole : index.holes) {
        if (hole.before < part.first || hole.before >= part.first + part.count) continue;
        count += hole.lost;
        if (!longest || hole.lost > longest->lost) longest = &hole;
    }
    // A header that promises more is wrong, and would fill a disk with silence.
    const bool credible = part.promised <= 2 * count;
    if (part.promised >= 0 && longest && !cut && credible) {
        const std::int64_t lost = std::max<std::int64_t>(1, longest->lost + part.promised - count);
        count += lost - longest->lost;
        longest->lost = lost;
    }
    // Some encoders count the header frame too.
    const bool whole = part.promised >= 0 && (count == part.promised || count + 1 == part.promised);
    if (part.promised >= 0 && count < part.promised - 1 && index.cutOff.empty())
        index.cutOff = index.parts.size() > 1 ? "one of its parts is shorter than its header says"
                                              : "it is shorter than its header says";
    if (!whole) part.padding = 0;
}

} // namespace

Mpg123 openMpg123(FileSlice& file) {
    static const int initialised = mpg123_init();
    Mpg123 handle(initialised == MPG123_OK ? mpg123_new(nullptr, nullptr) : nullptr);
    if (!handle) return handle;
    mpg123_param(handle.get(), MPG123_REMOVE_FLAGS, MPG123_GAPLESS, 0.0);
    mpg123_param(handle.get(), MPG123_ADD_FLAGS,
                 MPG123_QUIET | MPG123_FORCE_FLOAT | MPG123_IGNORE_INFOFRAME | MPG123_SKIP_ID3V2, 0.0);
    mpg123_param(handle.get(), MPG123_RESYNC_LIMIT, -1, 0.0);
    mpg123_replace_reader_handle(handle.get(), readSlice, seekSlice, nullptr);
    file.seek(0);
    if (mpg123_open_handle(handle.get(), &file) != MPG123_OK) handle.reset();
    return handle;
}

Mp3Index indexMp3(FileSlice& file) {
    Mp3Index index;
    const Mpg123 handle = openMpg123(file);
    if (!handle) return index;
    std::int64_t number = 0, consecutive = 0, longest = 0;
    std::uint64_t end = 0, inFrames = 0, foreign = 0;
    double meanBytes = 400.0;
    const auto hole = [&](std::uint64_t from, std::uint64_t to) {
        const std::uint64_t bytes = foreignBytes(file, from, to);
        foreign += bytes;
        return bytes < 4 ? 0
                         : std::max<std::int64_t>(
                               1, static_cast<std::int64_t>(static_cast<double>(bytes) / meanBytes + 0.5));
    };
    for (;;) {
        const int result = mpg123_framebyframe_next(handle.get());
        if (result != MPG123_OK && result != MPG123_NEW_FORMAT) break;
        mpg123_frameinfo frame{};
        if (mpg123_info(handle.get(), &frame) != MPG123_OK) break;
        unsigned long header = 0;
        unsigned char* body = nullptr;
        size_t bodyBytes = 0;
        if (mpg123_framedata(handle.get(), &header, &body, &bodyBytes) != MPG123_OK) break;
        const auto position = static_cast<std::uint64_t>(mpg123_framepos(handle.get()));
        const auto size = static_cast<std::uint64_t>(bodyBytes) + 4;
        const int channels = frame.mode == MPG123_M_MONO ? 1 : 2;
        if (number == 0) {
            index.sampleRate = static_cast<int>(frame.rate);
            index.layer = frame.layer;
            index.samplesPerFrame = mpg123_spf(handle.get());
        } else if (static_cast<int>(frame.rate) != index.sampleRate) {
            char text[96];
            std::snprintf(text, sizeof text, "a part of it has %ld Hz, the part before it %d Hz", frame.rate,
                          index.sampleRate);
            index.unread = text;
            end = file.size();
            break;
        }
        index.channels = std::max(index.channels, channels);

        // The end of a frame may come before the first one, if the recording was cut.
        const std::int64_t lost = position > end ? hole(end, position) : 0;
        if (lost > (number == 0 ? 2 : 0)) index.holes.push_back({number, lost});
        consecutive = lost == 0 ? consecutive + 1 : 1;
        longest = std::max(longest, consecutive);

        Mp3Index::Part part;
        if (readHead(body, bodyBytes, part)) {
            part.head = true;
            part.first = number + 1;
            index.parts.push_back(part);
        } else {
            if (index.parts.empty()) index.parts.push_back(part);
            ++index.parts.back().count;
            meanBytes += (static_cast<double>(size) - meanBytes) /
                         static_cast<double>(std::min<std::int64_t>(number + 1, 1000));
        }
        ++number;
        end = position + size;
        inFrames += size;
    }
    const std::int64_t atEnd = end < file.size() ? hole(end, file.size()) : 0;
    // Any bytes may look like a frame; several frames in a row are real.
    if (longest < std::min<std::int64_t>(number, 3) || inFrames < foreign || number == 0) {
        index.parts.clear();
        return index;
    }
    if (atEnd > 0) index.cutOff = "it ends in the middle of a frame";
    for (auto& part : index.parts) judgePart(part, index, atEnd > 0);
    return index;
}

} // namespace solus
