// Bytes of image files, and cutting image sets.
#include "Data/Images.h"

#include "Data/ImageFile.h"
#include "Error.h"

#include <algorithm>
#include <memory>
#include <zlib.h>

namespace solus::train {

namespace fs = std::filesystem;

namespace {

/// The largest file of either set has 184 MB; what unpacks to more is not one of them.
constexpr size_t largest = 512u << 20;

} // namespace

ImageSet ImageSet::slice(std::int64_t begin, std::int64_t count) const {
    return {images.narrow(0, begin, count).clone(), labels.narrow(0, begin, count).clone()};
}

std::vector<std::uint8_t> readBytes(const fs::path& path) {
    if (!fs::is_regular_file(path)) throw Error(path.string() + ": no such file");
    // gzread() hands the bytes of a file that is not gzip'd through as they are.
    const std::unique_ptr<gzFile_s, int (*)(gzFile)> file(gzopen(path.c_str(), "rb"), gzclose);
    if (!file) throw Error(path.string() + ": cannot be opened; may you read it?");
    std::vector<std::uint8_t> bytes;
    std::vector<std::uint8_t> chunk(1u << 18);
    int got = 0;
    while ((got = gzread(file.get(), chunk.data(), static_cast<unsigned>(chunk.size()))) > 0) {
        bytes.insert(bytes.end(), chunk.begin(), chunk.begin() + got);
        if (bytes.size() > largest)
            throw Error(path.string() + ": holds more than 512 MB, which no file of MNIST or CIFAR-10 does");
    }
    int code = Z_OK;
    const std::string reason = gzerror(file.get(), &code);
    if (got < 0 || code != Z_OK)
        throw Error(path.string() + ": broken gzip file (" +
                    (code == Z_BUF_ERROR ? "truncated"
                     : reason.empty()    ? "read error"
                                         : reason) +
                    "); fetch it again");
    return bytes;
}

std::optional<fs::path> findFile(const fs::path& folder, const std::vector<std::string>& names) {
    for (const auto& name : names)
        for (const char* ending : {"", ".gz"})
            if (const fs::path path = folder / (name + ending); fs::is_regular_file(path)) return path;
    return std::nullopt;
}

ImageSplits limited(ImageSplits splits, std::int64_t limit) {
    if (limit <= 0) return splits;
    const auto first = [](const ImageSet& set, std::int64_t count) {
        return set.slice(0, std::min(set.size(), std::max<std::int64_t>(1, count)));
    };
    return {first(splits.train, limit), first(splits.validation, limit / 5), first(splits.test, limit / 5)};
}

} // namespace solus::train
