// The number of sample bytes that aiff, au and caf headers promise, since libsndfile reads truncated files silently.
#pragma once

#include <string>

namespace solus {

/// Evidence that such a file is truncated; "" for complete ones and for other formats.
std::string judgeLength(const std::string& path);

} // namespace solus
