// Tags at the start and the end of a file: ID3, APE, Lyrics3.
#pragma once

#include <cstdint>
#include <string>

namespace solus {

/// Bytes of the ID3v2 tags at position `from`; 0 if there is none.
std::uint64_t leadingTags(const std::string& path, std::uint64_t from);

/// The end of the bytes [from, to) without the tags there. A `to` beyond the end of the file means the end.
std::uint64_t withoutTags(const std::string& path, std::uint64_t from, std::uint64_t to);

} // namespace solus
