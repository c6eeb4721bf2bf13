// Tags that players hang on the front and the end of any file: ID3, APE, Lyrics3.
#pragma once

#include <cstdint>
#include <string>

namespace solus {

/// Bytes of the ID3v2 tags at position `from`; 0 if there is none.
std::uint64_t leadingTags(const std::string& path, std::uint64_t from);

/// Where the bytes [from, to) of a file end if the tags at their end are left out. A `to` beyond the end of the file is
/// the end.
std::uint64_t withoutTags(const std::string& path, std::uint64_t from, std::uint64_t to);

} // namespace solus
