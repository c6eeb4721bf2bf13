// RIFF chunks, read and written byte by byte: little-endian whatever the machine.
#include "Files/WavHeader.h"

#include "Error.h"

#include <algorithm>
#include <cstring>

namespace solus {
namespace {

constexpr std::uint32_t unknown32 = 0xFFFFFFFFu;
constexpr std::uint64_t unknown64 = ~std::uint64_t{0};
constexpr int tagPcm = 1, tagFloat = 3, tagExtensible = 0xFFFE;
// The last 14 bytes of the sub-format GUIDs of PCM and float: {0000xxxx-0000-0010-8000-00AA00389B71}.
constexpr std::uint8_t guidTail[14] = {0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71};

std::uint64_t little(const std::uint8_t* bytes, int count) {
    std::uint64_t value = 0;
    for (int i = count - 1; i >= 0; --i) value = value << 8 | bytes[i];
    return value;
}
int little16(const std::uint8_t* bytes) {
    return static_cast<int>(little(bytes, 2));
}
std::uint32_t little32(const std::uint8_t* bytes) {
    return static_cast<std::uint32_t>(little(bytes, 4));
}

bool isTag(const std::uint8_t* bytes, const char* tag) {
    return std::memcmp(bytes, tag, 4) == 0;
}

/// Programs that cannot go back to fill in the size leave one of these: 0, all ones, or about 2 GB (SoX,
/// arecord).
bool saysUnknown(std::uint32_t size) {
    return size == 0 || size == unknown32 || (size >= 0x7FFFF000u - 64 && size <= 0x80000000u);
}

std::string encodingName(SampleFormat format) {
    return std::to_string(bitDepth(format)) + (isFloat(format) ? "-bit float" : "-bit PCM");
}

std::optional<SampleFormat> plainFormat(int tag, int bytesPerSample) {
    if (tag == tagPcm) {
        constexpr SampleFormat byWidth[] = {SampleFormat::pcm8, SampleFormat::pcm16, SampleFormat::pcm24,
                                            SampleFormat::pcm32};
        if (bytesPerSample >= 1 && bytesPerSample <= 4) return byWidth[bytesPerSample - 1];
    }
    if (tag == tagFloat && bytesPerSample == 4) return SampleFormat::float32;
    if (tag == tagFloat && bytesPerSample == 8) return SampleFormat::float64;
    return std::nullopt;
}

void readFormat(const std::vector<std::uint8_t>& chunk, const std::string& name, WavHeader& header) {
    if (chunk.size() < 16) throw Error(name + ": broken wav header (the fmt chunk is too short)");
    int tag = little16(&chunk[0]);
    header.info.channels = little16(&chunk[2]);
    header.bytesPerSecond = little32(&chunk[8]);
    header.bytesPerFrame = little16(&chunk[12]);
    const std::uint32_t rate = little32(&chunk[4]);
    if (header.info.channels == 0) throw Error(name + ": has no channels, so there is nothing to hear");
    if (rate == 0 || rate > 10'000'000) {
        throw Error(name + ": broken wav header (sample rate " + std::to_string(rate) + " Hz)");
    }
    header.info.sampleRate = static_cast<int>(rate);
    if (tag == tagExtensible && chunk.size() >= 40) {
        header.info.extensible = true;
        header.info.channelMask = little32(&chunk[20]);
        if (std::memcmp(&chunk[26], guidTail, sizeof guidTail) == 0) tag = little16(&chunk[24]);
    }
    if (tag == tagPcm || tag == tagFloat) {
        const auto format = header.bytesPerFrame % header.info.channels == 0
                                ? plainFormat(tag, header.bytesPerFrame / header.info.channels)
                                : std::nullopt;
        if (!format) {
            throw Error(name + ": broken wav header (" + std::to_string(header.bytesPerFrame) +
                        " bytes a frame for " + std::to_string(header.info.channels) + " channels)");
        }
        header.plain = true;
        header.info.format = *format;
        header.info.encoding = encodingName(*format);
        header.bytesPerSecond = static_cast<double>(rate) * header.bytesPerFrame;
    }
}

/// Works out what the data chunk promises and what is there.
void measureData(std::uint32_t riffSize, std::uint32_t size, std::optional<std::uint64_t> size64,
                 const ByteInput& input, WavHeader& header) {
    header.dataStart = input.position();
    const std::uint64_t rest = input.isRegularFile() ? input.size() - input.position() : 0;
    // A closed file without samples also says 0, but its outer size then fits the file.
    const bool closedAndEmpty =
        size == 0 && input.isRegularFile() && riffSize + std::uint64_t{8} == input.size();
    if (size == unknown32 && size64 && *size64 != 0 && *size64 != unknown64) {
        header.dataBytes = *size64;
    } else if (!saysUnknown(size) || closedAndEmpty) {
        header.dataBytes = size;
    }
    if (input.isRegularFile())
        header.bytesThere = header.dataBytes ? std::min(*header.dataBytes, rest) : rest;

    const auto frameBytes = static_cast<std::uint64_t>(std::max(1, header.bytesPerFrame));
    const auto known = header.dataBytes ? header.dataBytes : header.bytesThere;
    if (header.plain && known) header.info.frames = static_cast<std::int64_t>(*known / frameBytes);
}

void put(std::vector<std::uint8_t>& bytes, std::uint64_t value, int count) {
    for (int i = 0; i < count; ++i) bytes.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
}
void putTag(std::vector<std::uint8_t>& bytes, const char* tag) {
    bytes.insert(bytes.end(), tag, tag + 4);
}

} // namespace

std::optional<WavHeader> readWavHeader(ByteInput& input) {
    std::uint8_t head[12];
    if (input.read(head, 12) < 12) return std::nullopt;
    const bool rf64 = isTag(head, "RF64") || isTag(head, "BW64");
    if ((!rf64 && !isTag(head, "RIFF")) || !isTag(head + 8, "WAVE")) return std::nullopt;

    WavHeader header;
    header.info.container = "wav";
    bool haveFormat = false;
    std::optional<std::uint64_t> size64;
    std::uint8_t chunk[8];
    while (input.read(chunk, 8) == 8) {
        const std::uint32_t size = little32(chunk + 4);
        if (isTag(chunk, "data")) {
            if (!haveFormat) throw Error(input.name() + ": broken wav header (samples before the fmt chunk)");
            measureData(little32(head + 4), size, rf64 ? size64 : std::nullopt, input, header);
            return header;
        }
        const bool wanted = isTag(chunk, "fmt ") || (rf64 && isTag(chunk, "ds64"));
        if (wanted && size <= 65536) {
            std::vector<std::uint8_t> body(size);
            if (input.read(body.data(), size) < size) break;
            if (isTag(chunk, "ds64")) {
                if (size >= 16) size64 = little(&body[8], 8);
            } else {
                readFormat(body, input.name(), header);
                haveFormat = true;
            }
            input.skip(size & 1);
        } else if (const std::uint64_t padded = std::uint64_t{size} + (size & 1);
                   input.skip(padded) < padded) {
            break;
        }
    }
    throw Error(input.name() + ": is cut off inside the wav header, before the first sample");
}

std::vector<std::uint8_t> makeWavHeader(const AudioInfo& info, bool reserve) {
    const int sampleBytes = bitDepth(info.format) / 8;
    const int frameBytes = sampleBytes * info.channels;
    const int tag = isFloat(info.format) ? tagFloat : tagPcm;
    const int formatBytes = info.extensible ? 40 : tag == tagFloat ? 18 : 16;
    const int factBytes =
        tag == tagFloat ? 12 : 0; // every format but plain PCM has to say its number of frames

    const std::uint64_t dataBytes =
        info.frames ? static_cast<std::uint64_t>(*info.frames) * frameBytes : unknown64;
    const std::uint64_t headerBytes = 12u + (reserve ? 36u : 0u) + 8u + formatBytes + factBytes + 8u;
    const std::uint64_t riffBytes = headerBytes - 8 + dataBytes + (dataBytes & 1);
    const bool tooLong = !info.frames || riffBytes >= unknown32;
    const bool rf64 = reserve && info.frames && tooLong;

    std::vector<std::uint8_t> bytes;
    putTag(bytes, rf64 ? "RF64" : "RIFF");
    put(bytes, tooLong ? unknown32 : riffBytes, 4);
    putTag(bytes, "WAVE");
    if (reserve) { // EBU Tech 3306: a JUNK chunk holds the place of ds64
        putTag(bytes, rf64 ? "ds64" : "JUNK");
        put(bytes, 28, 4);
        put(bytes, rf64 ? riffBytes : 0, 8);
        put(bytes, rf64 ? dataBytes : 0, 8);
        put(bytes, rf64 ? static_cast<std::uint64_t>(*info.frames) : 0, 8);
        put(bytes, 0, 4);
    }
    putTag(bytes, "fmt ");
    put(bytes, formatBytes, 4);
    put(bytes, info.extensible ? tagExtensible : tag, 2);
    put(bytes, info.channels, 2);
    put(bytes, info.sampleRate, 4);
    put(bytes, static_cast<std::uint64_t>(info.sampleRate) * frameBytes, 4);
    put(bytes, frameBytes, 2);
    put(bytes, bitDepth(info.format), 2);
    if (info.extensible) {
        put(bytes, 22, 2);
        put(bytes, bitDepth(info.format), 2);
        put(bytes, info.channelMask, 4);
        put(bytes, tag, 2);
        bytes.insert(bytes.end(), guidTail, guidTail + sizeof guidTail);
    } else if (tag == tagFloat) {
        put(bytes, 0, 2);
    }
    if (factBytes > 0) {
        putTag(bytes, "fact");
        put(bytes, 4, 4);
        put(bytes, tooLong ? unknown32 : static_cast<std::uint64_t>(*info.frames), 4);
    }
    putTag(bytes, "data");
    put(bytes, tooLong ? unknown32 : dataBytes, 4);
    return bytes;
}

} // namespace solus
