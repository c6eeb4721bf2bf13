// Decides by the first bytes, never by the file name.
#include "Files/OpenDecoder.h"

#include "Base/Error.h"
#include "Files/AudioFileReader.h"
#include "Files/FfmpegDecoder.h"
#include "Files/FileSlice.h"
#include "Files/OtherHeaders.h"
#include "Files/Tags.h"

#include <cstring>
#include <filesystem>

namespace solus {
namespace {

constexpr int tagMp3 = 0x55, tagMp2 = 0x50;

std::unique_ptr<Decoder> openWav(const std::string& path, const WavHeader& header) {
    if (header.plain) return makeWavDecoder(std::make_unique<ByteInput>(path), header);
    if ((header.tag == tagMp3 || header.tag == tagMp2) && !header.segments.empty()) {
        const auto& samples = header.segments.front();
        if (auto mp3 = makeMp3Decoder(path, samples.start, samples.start + samples.bytes)) return mp3;
    }
    return makeSndfileDecoder(path, &header);
}

std::unique_ptr<Decoder> openByContent(const std::string& path, OpenedFile& opened) {
    const std::uint64_t from = leadingTags(path, 0);
    char head[12] = {};
    FileSlice(path, from, ~std::uint64_t{0}).read(head, sizeof head);
    const auto begins = [&](const char* magic) { return std::memcmp(head, magic, 4) == 0; };
    if (begins("fLaC")) return makeFlacDecoder(path, from);
    if (begins("OggS")) return makeOggDecoder(path, from);
    if (begins("RIFF") || begins("RF64") || begins("BW64")) {
        ByteInput input(path);
        input.seek(from);
        opened.wav = readWavHeader(input);
        return opened.wav ? openWav(path, *opened.wav) : nullptr;
    }
    // An mp3 frame begins with eleven 1 bits.
    const bool likeMp3 = head[0] == '\xFF' && (head[1] & 0xE0) == 0xE0;
    if (from > 0 || likeMp3)
        if (auto mp3 = makeMp3Decoder(path, from, ~std::uint64_t{0})) return mp3;
    auto decoder = makeSndfileDecoder(path, nullptr);
    if (decoder) opened.cutOff = judgeLength(path);
    if (!decoder || decoder->info().container == "mp3")
        decoder = makeMp3Decoder(path, from, ~std::uint64_t{0});
    return decoder;
}

} // namespace

OpenedFile openDecoder(const std::string& path) {
    OpenedFile opened;
    opened.decoder = openByContent(path, opened);
    if (!opened.decoder) opened.decoder = makeFfmpegDecoder(path);
    if (opened.decoder) return opened;
    throw Error(path + ": is not an audio file that can be read (wav, flac, ogg, opus and mp3 can; others " +
                (ffmpegIsInstalled()
                     ? "through ffmpeg, which finds no audio in this one)"
                     : "where ffmpeg is installed, or converted: " + conversionCommand(path) + ")"));
}

std::string conversionCommand(const std::string& path) {
    const auto quoted = [](const std::string& text) {
        if (text.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-/+") ==
            std::string::npos)
            return text;
        std::string out = "'";
        for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
        return out + "'";
    };
    std::filesystem::path out = path;
    const bool wav = out.extension() == ".wav" || out.extension() == ".WAV";
    out.replace_extension(wav ? ".48k.wav" : ".wav");
    return "ffmpeg -i " + quoted(path) + " -ar 48000 " + quoted(out.string());
}

std::string rateAdvice(const std::string& path, const AudioInfo& info) {
    const bool possible = info.sampleRate >= 8000 && info.sampleRate <= 192000;
    return possible || isStream(path) ? "" : "; convert it: " + conversionCommand(path);
}

} // namespace solus
