// One FLAC stream by libFLAC; audio is placed according to its frame numbers.
#pragma once

#include "Files/Decoder.h"

#include <functional>
#include <memory>

namespace solus {

/// Bytes of the stream from "fLaC" on; fewer than `count` only at the end.
using ByteSource = std::function<size_t(void* bytes, size_t count)>;

/// Damaged or missing frames become silence; the numbers of the next frames give the length. STREAMINFO's length is a
/// promise, not a limit: audio beyond it is read too. Throws Error, which begins with `name`, if the stream header
/// cannot be read.
std::unique_ptr<Decoder> makeFlacStream(ByteSource, const std::string& name);

} // namespace solus
