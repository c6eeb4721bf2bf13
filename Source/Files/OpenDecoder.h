// Finds out what a file is by its content, and who decodes it.
#pragma once

#include "Files/Decoder.h"

#include <memory>
#include <optional>
#include <string>

namespace solus {

struct OpenedFile {
    std::unique_ptr<Decoder> decoder;
    std::optional<WavHeader> wav; ///< of wav files
    std::string cutOff;           ///< what shows that the file once went on, beside what the decoder sees
};

/// Throws Error if nothing here, and no ffmpeg, can read the file. Regular files only.
OpenedFile openDecoder(const std::string& path);

/// What to do with a file that is not readable as it is, e.g. "ffmpeg -i in.m4a -ar 48000 in.wav": the output has a name of
/// its own.
std::string conversionCommand(const std::string& path);

/// "; convert it: ..." for a rate that the engine cannot run at, else "".
std::string rateAdvice(const std::string& path, const AudioInfo&);

} // namespace solus
