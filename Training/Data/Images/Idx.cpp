// MNIST from IDX files, the format of Y. LeCun's page: a big-endian header, then bytes.
#include "Base/Error.h"
#include "Data/Images/ImageFile.h"

#include <algorithm>

namespace solus::train {

namespace fs = std::filesystem;

namespace {

/// The header: 0, 0, type of the values, number of dimensions; then each dimension as four bytes, the highest first.
/// MNIST's values are of type 8, unsigned bytes. Throws Error unless the file has exactly this content.
torch::Tensor readIdxFile(const fs::path& path, int dimensions) {
    const auto bytes = readBytes(path);
    const auto wrong = [&path](const std::string& what) {
        return Error(path.string() + ": " + what + "; fetch the file again");
    };
    const size_t head = 4 + 4 * static_cast<size_t>(dimensions);
    if (bytes.size() < head)
        throw wrong("too short for an IDX file, it has " + std::to_string(bytes.size()) + " bytes");
    if (bytes[0] == 0 && bytes[1] == 0 && bytes[2] == 8 && bytes[3] + dimensions == 4) // 3 and 1
        throw Error(path.string() + ": holds " +
                    (dimensions == 3 ? "labels where images" : "images where labels") +
                    " should be (wrong magic); are the two files swapped?");
    if (bytes[0] != 0 || bytes[1] != 0 || bytes[2] != 8 || bytes[3] != dimensions)
        throw wrong("not an IDX file of bytes in " + std::to_string(dimensions) +
                    " dimensions (wrong magic)");
    std::vector<std::int64_t> shape;
    std::uint64_t total = 1;
    for (size_t at = 4; at < head; at += 4) {
        const std::uint32_t size = std::uint32_t{bytes[at]} << 24 | std::uint32_t{bytes[at + 1]} << 16 |
                                   std::uint32_t{bytes[at + 2]} << 8 | bytes[at + 3];
        shape.push_back(size);
        total = std::min<std::uint64_t>(total * size, std::uint64_t{1} << 31); // no overflow, still too many
    }
    if (total == 0) throw wrong("empty, one of its dimensions is 0");
    if (total != bytes.size() - head)
        throw wrong("damaged, its header does not match the " + std::to_string(bytes.size() - head) +
                    " bytes of data in it");
    return torch::tensor(torch::ArrayRef<std::uint8_t>(bytes.data() + head, total), torch::kUInt8)
        .view(shape);
}

fs::path require(const fs::path& folder, const std::string& stem, const std::string& kind) {
    if (const auto path = findFile(folder, {stem + "-" + kind, stem + "." + kind})) return *path;
    throw Error(
        folder.string() + ": " + stem + "-" + kind + "[.gz] is missing; point --data to the folder with " +
        "the four files of MNIST (https://ossci-datasets.s3.amazonaws.com/mnist/)" + foundInstead(folder));
}

ImageSet readPair(const fs::path& folder, const std::string& name) {
    const auto images = require(folder, name + "-images", "idx3-ubyte"),
               labels = require(folder, name + "-labels", "idx1-ubyte");
    return readIdx(images, labels);
}

} // namespace

ImageSet readIdx(const fs::path& imageFile, const fs::path& labelFile) {
    const auto images = readIdxFile(imageFile, 3), labels = readIdxFile(labelFile, 1);
    if (images.size(0) != labels.size(0))
        throw Error(
            imageFile.string() + " holds " + std::to_string(images.size(0)) + " images, but " +
            labelFile.string() + " " + std::to_string(labels.size(0)) +
            " labels; take both files from the same set (are those for training and for testing swapped?)");
    const auto highest = labels.max().item<int>();
    if (highest > 9)
        throw Error(labelFile.string() + ": label " + std::to_string(highest) +
                    ", but only 0 to 9 exist; damaged, or not a set of ten classes");
    return {images.unsqueeze(1), labels.to(torch::kInt64)};
}

ImageSplits loadMnist(const fs::path& given, std::int64_t limit) {
    if (!fs::is_directory(given))
        throw Error(given.string() + (fs::exists(given) ? ": is not a folder" : ": no such folder") +
                    "; point --data to the folder with the files of MNIST" + foundInstead(given));
    const fs::path folder = findFolder(given, {"mnist", "MNIST/raw", "raw", "mnist/MNIST/raw", "mnist/raw"},
                                       {"train-images-idx3-ubyte", "train-images.idx3-ubyte"});
    const ImageSet all = readPair(folder, "train");
    const ImageSet test = readPair(folder, "t10k");
    if (test.size() > all.size())
        throw Error(folder.string() + ": holds " + std::to_string(test.size()) +
                    " images for testing and only " + std::to_string(all.size()) +
                    " for training; are the files train-* and t10k-* swapped?");
    const std::int64_t held = std::min<std::int64_t>(5000, all.size() / 12);
    if (held == 0)
        throw Error(folder.string() + ": " + std::to_string(all.size()) +
                    " training images are too few, the minimum is twelve");
    if (all.images.sizes().slice(1) != test.images.sizes().slice(1))
        throw Error(folder.string() + ": images for training and for testing differ in size; take all four " +
                    "files from the same set");
    return limited({all.slice(0, all.size() - held), all.slice(all.size() - held, held), test}, limit);
}

} // namespace solus::train
