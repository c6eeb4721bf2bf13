// Reader and writer of safetensors: 8 bytes header length (little endian), JSON header, raw values.
#include "Inference/Safetensors.h"

#include "Base/Error.h"
#include "Base/Json.h"
#include "Base/Text.h"
#include "Inference/Half.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <tuple>

namespace solus {
namespace {

using nlohmann::json;

constexpr uint64_t maxHeader = 100'000'000; // the reference implementation's bound
constexpr size_t maxRank = 8;

struct Range {
    uint64_t begin, end;
    std::string name;
};

uint64_t readLittleEndian(const std::byte* p, int bytes) {
    uint64_t value = 0;
    for (int i = bytes - 1; i >= 0; --i) value = value << 8 | std::to_integer<uint64_t>(p[i]);
    return value;
}

void appendLittleEndian(std::vector<std::byte>& out, uint64_t value, int bytes) {
    for (int i = 0; i < bytes; ++i) out.push_back(static_cast<std::byte>(value >> (8 * i) & 255));
}

json readHeader(std::span<const std::byte> file, uint64_t& headerSize, const std::string& origin) {
    if (file.size() < 8) throw Error(origin + ": not a safetensors file: shorter than 8 bytes");
    headerSize = readLittleEndian(file.data(), 8);
    if (headerSize > maxHeader)
        throw Error(origin + ": not a safetensors file: it claims a header of more than 100 MB");
    if (headerSize > file.size() - 8) throw Error(origin + ": truncated: the header ends beyond the file");
    const std::string_view text(reinterpret_cast<const char*>(file.data()) + 8, headerSize);
    if (text.empty() || text.front() != '{')
        throw Error(origin + ": not a safetensors file: the header does not begin with {");
    return parseJson(text, origin + ": the header");
}

std::vector<int> readShape(const json& entry, const std::string& where, uint64_t& count) {
    if (!entry.contains("shape") || !entry["shape"].is_array()) throw Error(where + " has no shape");
    const json& list = entry["shape"];
    if (list.size() > maxRank) throw Error(where + " has more than 8 dimensions");
    std::vector<int> shape;
    count = 1;
    for (const json& extent : list) {
        if (!extent.is_number_unsigned()) throw Error(where + ": its shape must be whole numbers, 0 or more");
        const auto n = extent.get<uint64_t>();
        if (n > std::numeric_limits<int>::max() || (n > 0 && count > std::numeric_limits<int64_t>::max() / n))
            throw Error(where + ": its shape is too large");
        count *= n;
        shape.push_back(static_cast<int>(n));
    }
    return shape;
}

Range readRange(const json& entry, const std::string& where, uint64_t available) {
    const auto found = entry.find("data_offsets");
    if (found == entry.end() || !found->is_array() || found->size() != 2 ||
        !(*found)[0].is_number_unsigned() || !(*found)[1].is_number_unsigned())
        throw Error(where + ": data_offsets must be two whole numbers");
    const Range range{(*found)[0].get<uint64_t>(), (*found)[1].get<uint64_t>(), {}};
    if (range.begin > range.end) throw Error(where + ": its data end before they begin");
    if (range.end > available) throw Error(where + ": its data lie beyond the end of the file (truncated?)");
    return range;
}

Tensor readTensor(const json& entry, const std::string& where, std::span<const std::byte> data,
                  Range& range) {
    if (!entry.is_object()) throw Error(where + " is not described by a JSON object");
    for (const auto& [key, value] : entry.items())
        if (key != "dtype" && key != "shape" && key != "data_offsets")
            throw Error(where + ": unknown key " + inQuotes(key));
    const auto dtype = entry.find("dtype");
    if (dtype == entry.end() || !dtype->is_string()) throw Error(where + " has no dtype");
    if (*dtype != "F32" && *dtype != "F16")
        throw Error(where + " has dtype " + inQuotes(dtype->get<std::string>()) +
                    "; only F32 and F16 are read");
    const bool half = *dtype == "F16";
    const int width = half ? 2 : 4;

    Tensor tensor;
    uint64_t count = 0;
    tensor.shape = readShape(entry, where, count);
    range = readRange(entry, where, data.size());
    const uint64_t bytes = range.end - range.begin;
    if (bytes % width != 0 || bytes / width != count)
        throw Error(where + ": its shape does not match its " + std::to_string(bytes) + " bytes of data");

    tensor.values.resize(count);
    const std::byte* source = data.data() + range.begin;
    for (float& value : tensor.values) {
        const uint64_t bits = readLittleEndian(source, width);
        value = half ? halfToFloat(static_cast<uint16_t>(bits))
                     : std::bit_cast<float>(static_cast<uint32_t>(bits));
        if (!std::isfinite(value)) throw Error(where + " holds a value that is not finite");
        source += width;
    }
    return tensor;
}

/// The tensors must cover the data once, without gaps and without overlap.
void checkCoverage(std::vector<Range> ranges, uint64_t available, const std::string& origin) {
    std::sort(ranges.begin(), ranges.end(), [](const Range& a, const Range& b) {
        return std::tie(a.begin, a.end, a.name) < std::tie(b.begin, b.end, b.name);
    });
    uint64_t position = 0;
    for (const Range& r : ranges) {
        if (r.begin < position)
            throw Error(origin + ": tensor " + inQuotes(r.name) + " overlaps another one");
        if (r.begin > position) throw Error(origin + ": there is a gap before tensor " + inQuotes(r.name));
        position = r.end;
    }
    if (position != available) throw Error(origin + ": there are bytes after the last tensor");
}

} // namespace

SafetensorsFile readSafetensors(std::span<const std::byte> file, const std::string& origin) {
    uint64_t headerSize = 0;
    const json header = readHeader(file, headerSize, origin);
    const auto data = file.subspan(8 + headerSize);

    SafetensorsFile result;
    std::vector<Range> ranges;
    uint64_t total = 0;
    for (const auto& [name, entry] : header.items()) {
        if (name == "__metadata__") {
            if (!entry.is_object()) throw Error(origin + ": __metadata__ is not a JSON object");
            for (const auto& [key, value] : entry.items()) {
                if (!value.is_string())
                    throw Error(origin + ": metadata " + inQuotes(key) + " is not a string");
                result.metadata[key] = value.get<std::string>();
            }
            continue;
        }
        Range range{};
        result.tensors[name] = readTensor(entry, origin + ": tensor " + inQuotes(name), data, range);
        total += range.end - range.begin;
        range.name = name;
        ranges.push_back(std::move(range));
        // Overlapping tensors could request far more memory than the file has bytes: stop at the first excess.
        if (total > data.size()) throw Error(origin + ": tensor " + inQuotes(name) + " overlaps another one");
    }
    checkCoverage(std::move(ranges), data.size(), origin);
    return result;
}

std::vector<std::byte> writeSafetensors(const SafetensorsFile& file, Storage storage) {
    const int width = storage == Storage::f16 ? 2 : 4;
    json header = json::object();
    if (!file.metadata.empty()) header["__metadata__"] = file.metadata;
    uint64_t offset = 0;
    for (const auto& [name, tensor] : file.tensors) {
        uint64_t count = 1;
        for (int extent : tensor.shape) count *= static_cast<uint64_t>(extent);
        if (count != tensor.values.size())
            throw Error("tensor " + inQuotes(name) + ": its shape does not match its number of values");
        const uint64_t end = offset + count * width;
        header[name] = {
            {"dtype", width == 2 ? "F16" : "F32"}, {"shape", tensor.shape}, {"data_offsets", {offset, end}}};
        offset = end;
    }
    std::string text = header.dump();
    text.resize((text.size() + 7) / 8 * 8, ' '); // keeps the values aligned for memory-mapped readers

    std::vector<std::byte> bytes;
    bytes.reserve(8 + text.size() + offset);
    appendLittleEndian(bytes, text.size(), 8);
    for (char c : text) bytes.push_back(static_cast<std::byte>(c));
    for (const auto& [name, tensor] : file.tensors)
        for (float value : tensor.values) {
            const uint16_t half = width == 2 ? floatToHalf(value) : uint16_t{0};
            if (!std::isfinite(value) || (width == 2 && !std::isfinite(halfToFloat(half))))
                throw Error("tensor " + inQuotes(name) +
                            " holds a value that is not finite or too large for its storage");
            appendLittleEndian(bytes, width == 2 ? half : std::bit_cast<uint32_t>(value), width);
        }
    return bytes;
}

} // namespace solus
