// RIFF chunks, read and written byte by byte: little-endian on any machine.
#include "Files/WavHeader.h"

#include "Base/Error.h"

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
    header.tag = tag;
    header.info.channels = little16(&chunk[2]);
    header.bytesPerSecond = little32(&chunk[8]);
    header.bytesPerFrame = little16(&chunk[12]);
    const std::uint32_t rate = little32(&chunk[4]);
    if (header.info.channels == 0) throw Error(name + ": has no channels");
    if (rate == 0 || rate > 10'000'000) {
        throw Error(name + ": broken wav header (sample rate " + std::to_string(rate) + " Hz)");
    }
    header.info.sampleRate = static_cast<int>(rate);
    if (tag == tagExtensible && chunk.size() >= 40) {
        header.info.extensible = true;
        header.info.channelMask = little32(&chunk[20]);
        if (std::memcmp(&chunk[26], guidTail, sizeof guidTail) == 0) tag = little16(&chunk[24]);
        header.tag = tag;
    }
    if (tag == tagPcm || tag == tagFloat) {
        // Some writers set the bytes per frame to 0: then the bits per sample decide.
        if (header.bytesPerFrame == 0)
            header.bytesPerFrame = header.info.channels * ((little16(&chunk[14]) + 7) / 8);
        const auto format = header.bytesPerFrame % header.info.channels == 0
                                ? plainFormat(tag, header.bytesPerFrame / header.info.channels)
                                : std::nullopt;
        if (!format) {
            throw Error(name + ": broken wav header (" + std::to_string(header.bytesPerFrame) +
                        " bytes per frame for " + std::to_string(header.info.channels) + " channels)");
        }
        header.plain = true;
        header.info.format = *format;
        header.info.encoding = encodingName(*format);
        header.bytesPerSecond = static_cast<double>(rate) * header.bytesPerFrame;
    }
}

/// Determines what the data chunk promises and, in a regular file, what is there.
void measureData(std::uint32_t size, std::optional<std::uint64_t> size64, ByteInput& input,
                 WavHeader& header) {
    header.dataStart = input.position();
    header.dataSizeAt = header.dataStart - 4;
    std::optional<std::uint64_t> promised;
    if (size == unknown32 && size64 && *size64 != 0 && *size64 < unknown64 / 2) {
        promised = *size64;
    } else if (!saysUnknownSize(size)) {
        promised = size;
    }
    const auto frameBytes = static_cast<std::uint64_t>(std::max(1, header.bytesPerFrame));
    if (!input.isRegularFile()) {
        header.dataBytes = promised;
        if (header.plain && promised) header.info.frames = static_cast<std::int64_t>(*promised / frameBytes);
        return;
    }

    const std::uint64_t rest = input.size() - header.dataStart;
    const std::uint64_t said = promised ? *promised : size; // a file may really have a size near 2^31
    std::uint64_t first = rest;
    WavTail tail;
    if (said <= rest) {
        tail = readWavTail(input, header.dataStart, said, size != 0);
        first = said;
        // Above 4 GB the 32-bit size has overflowed, perhaps several times.
        for (std::uint64_t wrapped = said + unknown32 + 1; !tail.whole && !size64 && wrapped <= rest;
             wrapped += std::uint64_t{unknown32} + 1) {
            tail = readWavTail(input, header.dataStart, wrapped, true);
            first = wrapped;
        }
        if (!tail.whole) first = rest;
        if (first != said && promised && header.bytesPerSecond > 0.0)
            header.headerSeconds = static_cast<double>(said) / header.bytesPerSecond;
        promised = first;
    }
    header.segments.push_back({header.dataStart, first});
    header.bytesAvailable = first;
    if (tail.whole) {
        for (const auto& segment : tail.segments) {
            header.segments.push_back(segment);
            *header.bytesAvailable += segment.bytes;
        }
        *promised += tail.promised;
        header.chunks.insert(header.chunks.end(), tail.chunks.begin(), tail.chunks.end());
    }
    header.dataBytes = promised;
    if (header.plain) {
        std::uint64_t frames = 0;
        for (const auto& segment : header.segments) frames += segment.bytes / frameBytes;
        if (promised && *promised > *header.bytesAvailable) frames = *promised / frameBytes;
        header.info.frames = static_cast<std::int64_t>(frames);
    }
    input.seek(header.dataStart);
}

void put(std::vector<std::uint8_t>& bytes, std::uint64_t value, int count) {
    for (int i = 0; i < count; ++i) bytes.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
}
void putTag(std::vector<std::uint8_t>& bytes, const char* tag) {
    bytes.insert(bytes.end(), tag, tag + 4);
}

} // namespace

bool saysUnknownSize(std::uint32_t size) {
    constexpr std::uint32_t near = 65536;
    return size == 0 || size > unknown32 - near || (size >= 0x80000000u - near && size <= 0x80000000u + near);
}

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
    struct {
        std::uint64_t position = 0;
        std::uint32_t size = 0;
    } early; // samples before the fmt chunk
    while (input.read(chunk, 8) == 8) {
        const std::uint32_t size = little32(chunk + 4);
        if (isTag(chunk, "data") && haveFormat) {
            measureData(size, rf64 ? size64 : std::nullopt, input, header);
            return header;
        }
        if (isTag(chunk, "data")) {
            if (!input.isRegularFile())
                throw Error(input.name() + ": broken wav header (samples before the fmt chunk)");
            if (early.position == 0) early = {input.position(), size};
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
        } else if (!takeChunk(input, reinterpret_cast<const char*>(chunk), size, early.position != 0,
                              header.chunks)) {
            break;
        }
        skipPadding(input, size);
        if (haveFormat && early.position != 0) {
            input.seek(early.position);
            header.chunks.clear(); // what follows the samples is read again
            measureData(early.size, size64, input, header);
            return header;
        }
    }
    if (early.position != 0) throw Error(input.name() + ": broken wav header (there is no fmt chunk)");
    throw Error(input.name() + ": is cut off inside the wav header, before the first sample");
}

std::vector<std::uint8_t> riffBytes(const RiffChunk& chunk) {
    std::vector<std::uint8_t> bytes;
    putTag(bytes, chunk.id.c_str());
    put(bytes, chunk.bytes.size(), 4);
    bytes.insert(bytes.end(), chunk.bytes.begin(), chunk.bytes.end());
    if (bytes.size() & 1) bytes.push_back(0);
    return bytes;
}

std::vector<std::uint8_t> makeWavHeader(const AudioInfo& info, bool reserve,
                                        const std::vector<RiffChunk>& chunks, std::uint64_t bytesAfter) {
    const int sampleBytes = bitDepth(info.format) / 8;
    const int frameBytes = sampleBytes * info.channels;
    const int tag = isFloat(info.format) ? tagFloat : tagPcm;
    const int formatBytes = info.extensible ? 40 : tag == tagFloat ? 18 : 16;
    const int factBytes =
        tag == tagFloat ? 12 : 0; // every format but plain PCM must give its number of frames

    const std::uint64_t dataBytes =
        info.frames ? static_cast<std::uint64_t>(*info.frames) * frameBytes : unknown64;
    std::vector<std::uint8_t> before;
    for (const auto& chunk : chunks) {
        const auto one = riffBytes(chunk);
        before.insert(before.end(), one.begin(), one.end());
    }
    const std::uint64_t headerBytes =
        12u + (reserve ? 36u : 0u) + before.size() + 8u + formatBytes + factBytes + 8u;
    const std::uint64_t outerBytes = headerBytes - 8 + dataBytes + (dataBytes & 1) + bytesAfter;
    const bool tooLong = !info.frames || outerBytes >= unknown32;
    const bool rf64 = reserve && info.frames && tooLong;

    std::vector<std::uint8_t> bytes;
    putTag(bytes, rf64 ? "RF64" : "RIFF");
    put(bytes, tooLong ? unknown32 : outerBytes, 4);
    putTag(bytes, "WAVE");
    if (reserve) { // EBU Tech 3306: a JUNK chunk reserves the place of ds64
        putTag(bytes, rf64 ? "ds64" : "JUNK");
        put(bytes, 28, 4);
        put(bytes, rf64 ? outerBytes : 0, 8);
        put(bytes, rf64 ? dataBytes : 0, 8);
        put(bytes, rf64 ? static_cast<std::uint64_t>(*info.frames) : 0, 8);
        put(bytes, 0, 4);
    }
    bytes.insert(bytes.end(), before.begin(), before.end());
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
