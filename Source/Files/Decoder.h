// What AudioFileReader needs from whoever decodes: samples, and no judgement of them.
#pragma once

#include "Files/AudioInfo.h"
#include "Files/ByteInput.h"
#include "Files/WavHeader.h"

#include <cstdint>
#include <memory>
#include <string>

namespace solus {

class Decoder {
public:
    virtual ~Decoder() = default;
    virtual const AudioInfo& info() const noexcept = 0;
    /// Interleaved floats; returns the number of frames, 0 at the end. Throws Error.
    virtual std::int64_t read(float* interleaved, std::int64_t frames) = 0;
    virtual void seek(std::int64_t frame) = 0;
    /// After the last frame: what was wrong with the file, "" if nothing is known.
    virtual std::string damage() const { return {}; }
};

/// Plain PCM and float wav, from a file or a pipe; `input` stands at the first sample.
std::unique_ptr<Decoder> makeWavDecoder(std::unique_ptr<ByteInput> input, const WavHeader&);
/// Everything else, by libsndfile.
std::unique_ptr<Decoder> makeSndfileDecoder(const std::string& path);

} // namespace solus
