// The interface of an encoder to AudioFileWriter.
#pragma once

#include "Files/AudioInfo.h"
#include "Files/Metadata.h"

#include <cstdint>
#include <memory>
#include <string>

namespace solus {

class Encoder {
public:
    virtual ~Encoder() = default;
    virtual const AudioInfo& info() const noexcept = 0;
    virtual void write(const float* interleaved, std::int64_t frames) = 0;
    /// Everything is in the descriptor when this returns. Throws WriteError.
    virtual void finish() = 0;
    /// After a failed write: makes a valid file of what is there, without adding a byte, and returns its frames.
    /// Throws WriteError. The descriptor must be seekable.
    virtual std::int64_t rescue() = 0;
};

/// Both write to `descriptor`, which stays open; `name` is for errors. On a seekable descriptor, the wav encoder
/// corrects its header at the end; on a pipe, it promises `info.frames` at the start.
std::unique_ptr<Encoder> makeWavEncoder(int descriptor, bool maySeek, const std::string& name,
                                        const AudioInfo& info, const Metadata& metadata);
std::unique_ptr<Encoder> makeFlacEncoder(int descriptor, const std::string& name, const AudioInfo& info,
                                         const Metadata& metadata);

/// round(x 2^(bits - 1)), clamped to integers of that width.
std::int32_t quantise(float sample, int bits) noexcept;

} // namespace solus
