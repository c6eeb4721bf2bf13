// One FLAC stream by libFLAC: what it decodes is put where its frames say that it belongs.
#pragma once

#include "Files/Decoder.h"

#include <functional>
#include <memory>

namespace solus {

/// Bytes of the stream from "fLaC" on; fewer than `count` only at the end.
using ByteSource = std::function<size_t(void* bytes, size_t count)>;

/// Frames that are damaged or lost become silence, told by the numbers of the frames after them. STREAMINFO's length is a
/// promise, not a limit: what comes after it is read, too. Throws Error, which begins with `name`, if the stream's head
/// cannot be read.
std::unique_ptr<Decoder> makeFlacStream(ByteSource, const std::string& name);

} // namespace solus
