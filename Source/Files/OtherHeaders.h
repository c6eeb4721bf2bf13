// How many bytes of samples aiff, au and caf files promise: libsndfile takes what is there without a word.
#pragma once

#include <string>

namespace solus {

/// What shows that such a file is cut off; "" for whole ones and for other formats.
std::string judgeLength(const std::string& path);

} // namespace solus
