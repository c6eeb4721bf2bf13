// Chunks before and after the samples of a wav file: which of them to keep, and whether they are chunks at all.
#include "Files/WavHeader.h"

#include <algorithm>
#include <cstring>
#include <set>

namespace solus {
namespace {

constexpr std::uint64_t maxMetadata = 64u << 20; // maximum bytes in memory
constexpr size_t mostChunks = 1000;

std::uint32_t little32(const std::uint8_t* b) {
    return std::uint32_t{b[0]} | std::uint32_t{b[1]} << 8 | std::uint32_t{b[2]} << 16 |
           std::uint32_t{b[3]} << 24;
}

bool printable(const std::string& id) {
    return id[0] > ' ' && std::all_of(id.begin(), id.end(), [](char c) { return c >= ' ' && c < 127; });
}

/// Chunks that are not samples even if the file ends inside them.
bool wellKnown(const std::string& id) {
    static const std::set<std::string> known = {
        "data", "LIST", "bext", "iXML", "cue ", "smpl", "inst", "id3 ", "ID3 ", "JUNK",
        "junk", "PAD ", "FLLR", "PEAK", "fact", "acid", "cart", "umid", "axml", "chna",
        "dbmd", "levl", "minf", "elm1", "regn", "DISP", "note", "labl", "plst", "afsp",
        "_PMX", "SAUR", "ResU", "MD5 ", "r64m", "SMED", "ovwf", "LGWV"};
    return known.count(id) > 0;
}

/// Only zeros from here to the end of the file.
bool onlyZeros(ByteInput& input, std::uint64_t from) {
    std::vector<std::uint8_t> block(1 << 16);
    const auto zeros = [&](std::uint64_t at) {
        input.seek(at);
        const size_t got = input.read(block.data(), block.size());
        return std::all_of(block.begin(), block.begin() + static_cast<std::ptrdiff_t>(got),
                           [](std::uint8_t b) { return b == 0; });
    };
    // The end first: a sparse file of many gigabytes may begin with zeros.
    const std::uint64_t end = input.size();
    if (!zeros(std::max(from, end - std::min<std::uint64_t>(end, block.size())))) return false;
    for (std::uint64_t at = from; at < end; at += block.size())
        if (!zeros(at)) return false;
    return true;
}

/// Tags appended by mp3 players: ID3v1 and ID3v2, APE.
bool isForeignTag(const std::uint8_t* b, std::uint64_t left) {
    return (std::memcmp(b, "TAG", 3) == 0 && left <= 128 + 227) || std::memcmp(b, "APETAGEX", 8) == 0 ||
           (std::memcmp(b, "ID3", 3) == 0 && b[3] < 5);
}

/// Worth keeping with other samples: neither padding, nor tied to the exact samples.
bool isMetadata(const std::string& id) {
    static const std::set<std::string> others = {"fmt ", "data", "fact", "ds64", "JUNK", "junk",
                                                 "PAD ", "FLLR", "filr", "PEAK", "MD5 ", "levl",
                                                 "slnt", "ovwf", "LGWV", "RIFF", "RF64"};
    return printable(id) && others.count(id) == 0;
}

} // namespace

bool takeChunk(ByteInput& input, const char* id, std::uint32_t size, bool afterSamples,
               std::vector<RiffChunk>& chunks) {
    if (size == 0 || chunks.size() >= mostChunks) return input.skip(size) == size;
    const std::string name(id, 4);
    std::uint64_t held = 0;
    for (const auto& chunk : chunks) held += chunk.bytes.size();
    if (!isMetadata(name) || held + size > maxMetadata) return input.skip(size) == size;
    RiffChunk chunk{name, {}, afterSamples};
    if (input.isRegularFile() && size > input.size() - input.position()) return false;
    // In steps: a pipe may promise 4 GB and then end.
    while (chunk.bytes.size() < size) {
        const size_t before = chunk.bytes.size(), part = std::min<size_t>(size - before, 1 << 20);
        chunk.bytes.resize(before + part);
        if (input.read(chunk.bytes.data() + before, part) < part) return false;
    }
    chunks.push_back(std::move(chunk));
    return true;
}

void skipPadding(ByteInput& input, std::uint64_t size) {
    std::uint8_t next;
    // Some writers forget the padding byte. A chunk ID does not begin with a zero.
    if ((size & 1) != 0 && input.read(&next, 1) == 1 && next != 0) input.unread();
}

WavTail readWavTail(ByteInput& input, std::uint64_t start, std::uint64_t bytes, bool zerosEnd) {
    WavTail tail;
    input.seek(start + bytes);
    skipPadding(input, bytes);
    for (;;) {
        const std::uint64_t position = input.position(), left = input.size() - position;
        if (bytes == 0 && position == start && left > 0 && left < 8) return {};
        std::uint8_t head[8];
        if (left < 8 || input.read(head, 8) < 8) break; // too short for a chunk
        if (isForeignTag(head, left)) break;
        const std::string id(reinterpret_cast<const char*>(head), 4);
        const std::uint32_t size = little32(head + 4);
        if (zerosEnd && head[0] == 0 && onlyZeros(input, position)) break;
        const bool fits = size <= left - 8;
        if (!printable(id) || (!fits && !wellKnown(id))) return {};
        if (id == "data") {
            tail.segments.push_back({position + 8, std::min<std::uint64_t>(size, left - 8)});
            tail.promised += !fits && saysUnknownSize(size) ? left - 8 : size;
        }
        if (!fits) break;
        if (!takeChunk(input, id.c_str(), size, true, tail.chunks)) break;
        skipPadding(input, size);
    }
    tail.whole = true;
    return tail;
}

} // namespace solus
