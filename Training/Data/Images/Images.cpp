// Reading the bytes of image files, and limiting image sets.
#include "Data/Images/Images.h"

#include "Base/Error.h"
#include "Data/Images/ImageFile.h"

#include <algorithm>
#include <memory>
#include <zlib.h>

namespace solus::train {

namespace fs = std::filesystem;

namespace {

/// The largest file of either set is 184 MB; anything that uncompresses to more is not one of them.
constexpr size_t largest = 512u << 20;

/// In the folder or in one of its subfolders.
bool holdsPictures(const fs::path& folder) {
    int looked = 0;
    for (const auto& entry : fs::directory_iterator(folder)) {
        const auto extension = entry.path().extension();
        if (extension == ".png" || extension == ".jpg") return true;
        if (++looked > 100) return false;
        if (!entry.is_directory()) continue;
        for (const auto& inner : fs::directory_iterator(entry))
            if (inner.path().extension() == ".png" || inner.path().extension() == ".jpg") return true;
    }
    return false;
}

} // namespace

ImageSet ImageSet::slice(std::int64_t begin, std::int64_t count) const {
    return {images.narrow(0, begin, count).clone(), labels.narrow(0, begin, count).clone()};
}

std::vector<std::uint8_t> readBytes(const fs::path& path) {
    if (!fs::is_regular_file(path)) throw Error(path.string() + ": no such file");
    // gzread() passes the bytes of an uncompressed file through unchanged.
    const std::unique_ptr<gzFile_s, int (*)(gzFile)> file(gzopen(path.c_str(), "rb"), gzclose);
    if (!file) throw Error(path.string() + ": cannot be opened; do you have permission to read it?");
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
        for (const auto& path : {folder / name, folder / (name + ".gz"), folder / name / name})
            if (fs::is_regular_file(path)) return path;
    return std::nullopt;
}

fs::path findFolder(const fs::path& given, const std::vector<std::string>& inner,
                    const std::vector<std::string>& names) {
    std::vector<fs::path> folders;
    for (const auto& name : inner) folders.push_back(given / name);
    folders.push_back(given);
    for (const auto& folder : folders)
        if (findFile(folder, names)) return folder;
    for (const auto& folder : folders)
        if (fs::is_directory(folder)) return folder;
    return given;
}

std::string foundInstead(const fs::path& place) {
    const fs::path folder = fs::is_directory(place) ? place : place.parent_path();
    std::vector<fs::path> names;
    if (fs::is_regular_file(place))
        names.push_back(place);
    else if (fs::is_directory(place))
        for (const auto& entry : fs::directory_iterator(place)) names.push_back(entry.path());
    std::sort(names.begin(), names.end());
    std::string packed, unread;
    const auto ends = [](const std::string& name, std::initializer_list<const char*> endings) {
        return std::any_of(endings.begin(), endings.end(),
                           [&](const char* ending) { return name.ends_with(ending); });
    };
    for (const auto& path : names) {
        const auto name = path.filename().string();
        if (name.find("-py") != std::string::npos ||
            (name.starts_with("data_batch") && !path.has_extension()))
            unread = name + ", the version for Python, which is not read: fetch cifar-10-binary.tar.gz";
        else if (ends(name, {".tar.gz", ".tgz", ".tar"}))
            packed = name + ", still packed: `tar -xf " + path.string() + " -C " + folder.string() + "`";
        else if (ends(name, {".zip", ".7z"}))
            packed = name + ", still packed: unpack it there";
        else if (name.ends_with(".csv"))
            unread = name + ", a table, which is not read: fetch the binary files";
        else if (ends(name, {".png", ".jpg"}) || (fs::is_directory(path) && holdsPictures(path)))
            unread = "pictures as separate files (" + name + "), which are not read: fetch the binary files";
    }
    const auto& found = packed.empty() ? unread : packed;
    return found.empty() ? found : "; it holds " + found;
}

ImageSplits limited(ImageSplits splits, std::int64_t limit) {
    if (limit <= 0) return splits;
    const auto first = [](const ImageSet& set, std::int64_t count) {
        return set.slice(0, std::min(set.size(), std::max<std::int64_t>(1, count)));
    };
    return {first(splits.train, limit), first(splits.validation, limit / 5), first(splits.test, limit / 5)};
}

} // namespace solus::train
