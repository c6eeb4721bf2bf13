// Skips tags at either end.
#include "Files/Tags.h"

#include "Files/FileSlice.h"

#include <algorithm>
#include <cstring>
#include <vector>

namespace solus {
namespace {

/// Length of an ID3v2 tag from its ten-byte header (https://id3.org/id3v2.4.0-structure), 0 if there is none.
std::uint64_t id3Length(const std::uint8_t* b) {
    if (std::memcmp(b, "ID3", 3) != 0 || b[3] == 0xFF || b[4] == 0xFF ||
        ((b[6] | b[7] | b[8] | b[9]) & 0x80) != 0)
        return 0;
    const bool footer = (b[5] & 0x10) != 0;
    return 10u + (std::uint64_t{b[6]} << 21 | std::uint64_t{b[7]} << 14 | std::uint64_t{b[8]} << 7 | b[9]) +
           (footer ? 10u : 0u);
}

std::vector<std::uint8_t> bytesAt(FileSlice& file, std::uint64_t position, size_t count) {
    std::vector<std::uint8_t> bytes(count);
    file.seek(position);
    bytes.resize(file.read(bytes.data(), count));
    return bytes;
}

std::uint64_t little32(const std::uint8_t* b) {
    return std::uint64_t{b[0]} | std::uint64_t{b[1]} << 8 | std::uint64_t{b[2]} << 16 |
           std::uint64_t{b[3]} << 24;
}

/// Length of the tag that ends at `end`, 0 if there is none.
std::uint64_t tagBefore(FileSlice& file, std::uint64_t end) {
    if (end >= 128) {
        const auto b = bytesAt(file, end - 128, 128);
        if (std::memcmp(b.data(), "TAG", 3) == 0) return 128;
    }
    if (end >= 32) { // APE: the footer gives the length, and whether there is a header of 32 bytes
        const auto b = bytesAt(file, end - 32, 32);
        if (std::memcmp(b.data(), "APETAGEX", 8) == 0)
            return std::min(end, little32(&b[12]) + ((b[23] & 0x80) != 0 ? 32u : 0u));
    }
    if (end >= 15) { // Lyrics3 v2: six digits, then its name
        const auto b = bytesAt(file, end - 15, 15);
        if (std::memcmp(&b[6], "LYRICS200", 9) == 0) {
            std::uint64_t length = 15;
            for (std::uint64_t factor = 1, i = 6; i-- > 0; factor *= 10) length += factor * (b[i] & 15u);
            return std::min(end, length);
        }
    }
    if (end >= 10) { // ID3v2.4 at the end of a file has a footer
        auto b = bytesAt(file, end - 10, 10);
        if (std::memcmp(b.data(), "3DI", 3) == 0) {
            std::memcpy(b.data(), "ID3", 3);
            return std::min(end, id3Length(b.data()));
        }
    }
    return 0;
}

} // namespace

std::uint64_t leadingTags(const std::string& path, std::uint64_t from) {
    FileSlice file(path, from, ~std::uint64_t{0});
    std::uint64_t position = 0;
    for (;;) {
        const auto b = bytesAt(file, position, 10);
        const std::uint64_t length = b.size() == 10 ? id3Length(b.data()) : 0;
        if (length == 0) return position;
        position += length;
    }
}

std::uint64_t withoutTags(const std::string& path, std::uint64_t from, std::uint64_t to) {
    FileSlice file(path, from, to);
    std::uint64_t end = file.size();
    while (const std::uint64_t length = tagBefore(file, end)) end -= length;
    return from + end;
}

} // namespace solus
