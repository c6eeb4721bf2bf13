// flac files: finds where each stream begins and ends.
#include "Files/Decoder.h"
#include "Files/FileSlice.h"
#include "Files/FlacStream.h"
#include "Files/JoinedDecoder.h"
#include "Files/Tags.h"

#include <algorithm>
#include <string_view>

namespace solus {
namespace {

/// Positions of all stream headers from `from` on: "fLaC" and the start of STREAMINFO, a block of 34 bytes.
std::vector<std::uint64_t> findHeads(const std::string& path, std::uint64_t from, std::uint64_t end) {
    constexpr std::string_view head("fLaC\0\0\0\x22", 8), onlyBlock("fLaC\x80\0\0\x22", 8);
    std::vector<std::uint64_t> heads;
    FileSlice file(path, from, end);
    std::string block;
    std::uint64_t start = 0; // of `block` in the slice
    for (;;) {
        const size_t kept = std::min<size_t>(block.size(), 7);
        start += block.size() - kept;
        block.erase(0, block.size() - kept);
        block.resize(kept + (1 << 20));
        const size_t got = file.read(block.data() + kept, 1 << 20);
        block.resize(kept + got);
        for (size_t at = block.find("fLaC"); at != std::string::npos; at = block.find("fLaC", at + 1)) {
            const auto found = std::string_view(block).substr(at, 8);
            if (found == head || found == onlyBlock || from + start + at == from)
                heads.push_back(from + start + at);
        }
        if (got == 0) return heads;
    }
}

} // namespace

std::unique_ptr<Decoder> makeFlacDecoder(const std::string& path, std::uint64_t from) {
    const auto heads = findHeads(path, from, ~std::uint64_t{0});
    std::vector<StreamPart> parts;
    for (size_t i = 0; i < heads.size(); ++i) {
        const std::uint64_t end =
            withoutTags(path, heads[i], i + 1 < heads.size() ? heads[i + 1] : ~std::uint64_t{0});
        const auto open = [path, begin = heads[i], end] {
            const auto file = std::make_shared<FileSlice>(path, begin, end);
            return makeFlacStream([file](void* bytes, size_t count) { return file->read(bytes, count); },
                                  path);
        };
        parts.push_back({open()->info(), open, {}});
    }
    return joinParts(std::move(parts));
}

} // namespace solus
