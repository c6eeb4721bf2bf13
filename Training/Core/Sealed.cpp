// The seal: a marker and 64 hex digits after the bytes.
#include "Core/Sealed.h"

#include "Base/Sha256.h"
#include "Base/WholeFile.h"

#include <fstream>
#include <iterator>

namespace solus::train {

namespace fs = std::filesystem;

namespace {

const std::string sealMark = "\nsolus-sha256:";
constexpr size_t sealDigits = 64;

std::string digestOf(std::string_view bytes) {
    return sha256Hex({reinterpret_cast<const std::byte*>(bytes.data()), bytes.size()});
}

} // namespace

fs::path beforeOf(const fs::path& path) {
    return path.parent_path() / (path.stem().string() + "-before" + path.extension().string());
}

bool hasCheckpoint(const fs::path& path) {
    return fs::exists(path) || fs::exists(beforeOf(path));
}

void writeSealed(const fs::path& path, std::string bytes, bool keep) {
    bytes += sealMark + digestOf(bytes);
    writeWhole(path, bytes, keep ? beforeOf(path) : fs::path{});
}

std::string readSealed(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    if (!fs::is_regular_file(path) || !file) throw Error(path.string() + ": no such file");
    std::string bytes{std::istreambuf_iterator<char>(file), {}};
    if (bytes.size() < sealMark.size() + sealDigits) return bytes;
    const size_t end = bytes.size() - sealMark.size() - sealDigits;
    if (bytes.compare(end, sealMark.size(), sealMark) != 0) return bytes;
    const auto digest = bytes.substr(end + sealMark.size());
    bytes.resize(end);
    if (digestOf(bytes) != digest) throw Error(path.string() + ": damaged, it is not what was written");
    return bytes;
}

} // namespace solus::train
