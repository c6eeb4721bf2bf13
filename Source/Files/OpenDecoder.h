// Identifies a file by its content and selects its decoder.
#pragma once

#include "Files/Decoder.h"

#include <memory>
#include <optional>
#include <string>

namespace solus {

struct OpenedFile {
    std::unique_ptr<Decoder> decoder;
    std::optional<WavHeader> wav; ///< of wav files
    std::string cutOff;           ///< evidence that the file was longer, beyond what the decoder notices
};

/// Throws Error if neither a built-in decoder nor ffmpeg can read the file. Regular files only.
OpenedFile openDecoder(const std::string& path);

/// How to convert an unreadable file, e.g. "ffmpeg -i in.m4a -ar 48000 in.wav"; the output has a new name.
std::string conversionCommand(const std::string& path);

/// "; convert it: ..." for a rate that the engine does not support, else "".
std::string rateAdvice(const std::string& path, const AudioInfo&);

} // namespace solus
