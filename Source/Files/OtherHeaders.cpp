// Walks over the chunks of each format up to the samples.
#include "Files/OtherHeaders.h"

#include "Files/FileSlice.h"

#include <cstring>
#include <optional>

namespace solus {
namespace {

struct Samples {
    std::uint64_t start = 0, bytes = 0;
};

std::uint64_t big(const std::uint8_t* b, int count) {
    std::uint64_t value = 0;
    for (int i = 0; i < count; ++i) value = value << 8 | b[i];
    return value;
}

/// Chunks with an id of four characters and a size of `sizeBytes` bytes, from position `at` on.
std::optional<Samples> findChunk(FileSlice& file, std::uint64_t at, const char* wanted, int sizeBytes,
                                 bool padded) {
    std::uint8_t head[12];
    const auto headBytes = static_cast<size_t>(4 + sizeBytes);
    while (at < file.size()) {
        file.seek(at);
        if (file.read(head, headBytes) < headBytes) break;
        const std::uint64_t size = big(head + 4, sizeBytes);
        if (std::memcmp(head, wanted, 4) == 0) return Samples{at + headBytes, size};
        if (size > file.size()) break;
        at += headBytes + size + (padded ? size & 1 : 0);
    }
    return std::nullopt;
}

std::optional<Samples> findSamples(FileSlice& file) {
    std::uint8_t b[24];
    if (file.read(b, sizeof b) < sizeof b) return std::nullopt;
    if (std::memcmp(b, "FORM", 4) == 0 && std::memcmp(b + 8, "AIF", 3) == 0)
        return findChunk(file, 12, "SSND", 4, true);
    if (std::memcmp(b, "caff", 4) == 0) {
        auto found = findChunk(file, 8, "data", 8, false);
        if (found && found->bytes == ~std::uint64_t{0})
            return std::nullopt; // in CAF, this size means up to the end of the file
        return found;
    }
    if (std::memcmp(b, ".snd", 4) == 0) {
        const std::uint64_t size = big(b + 8, 4);
        if (size == 0xFFFFFFFFu) return std::nullopt;
        return Samples{big(b + 4, 4), size};
    }
    return std::nullopt;
}

} // namespace

std::string judgeLength(const std::string& path) {
    FileSlice file(path, 0, ~std::uint64_t{0});
    const auto samples = findSamples(file);
    if (!samples || samples->start > file.size()) return {};
    const std::uint64_t there = file.size() - samples->start;
    if (samples->bytes <= there) return {};
    return "its header promises " + std::to_string(samples->bytes) + " bytes of samples, and " +
           std::to_string(there) + " are there";
}

} // namespace solus
