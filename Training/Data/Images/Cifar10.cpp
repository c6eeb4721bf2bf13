// CIFAR-10 from its binary version, which consists only of records of 3,073 bytes.
#include "Base/Error.h"
#include "Data/Images/ImageFile.h"

#include <cstring>

namespace solus::train {

namespace fs = std::filesystem;

namespace {

constexpr std::int64_t side = 32, pixels = 3 * side * side, record = 1 + pixels;

fs::path require(const fs::path& folder, const std::string& name) {
    if (const auto path = findFile(folder, {name})) return *path;
    throw Error(folder.string() + ": " + name +
                "[.gz] is missing; point --data to the folder with CIFAR-10's " +
                "binary version (https://www.cs.toronto.edu/~kriz/cifar.html), or with train.bin, " +
                "validation.bin and test.bin in its format" + foundInstead(folder));
}

} // namespace

ImageSet readCifar10(const fs::path& path) {
    const auto bytes = readBytes(path);
    const auto size = static_cast<std::int64_t>(bytes.size());
    if (size == 0 || size % record != 0)
        throw Error(path.string() + ": " + std::to_string(size) +
                    " bytes are not a whole number of CIFAR-10's records of 3073; truncated, or not its "
                    "binary version: fetch it again");
    const std::int64_t count = size / record;
    ImageSet set{torch::empty({count, 3, side, side}, torch::kUInt8), torch::empty({count}, torch::kInt64)};
    auto* image = set.images.data_ptr<std::uint8_t>();
    auto* label = set.labels.data_ptr<std::int64_t>();
    for (std::int64_t i = 0; i < count; ++i) {
        const std::uint8_t* at = bytes.data() + i * record;
        if (*at > 9)
            throw Error(path.string() + ": record " + std::to_string(i) + " has the label " +
                        std::to_string(*at) + ", but only 0 to 9 exist; damaged, or not CIFAR-10");
        label[i] = *at;
        std::memcpy(image + i * pixels, at + 1, static_cast<size_t>(pixels));
    }
    return set;
}

ImageSplits loadCifar10(const fs::path& given, std::int64_t limit) {
    if (!fs::is_directory(given))
        throw Error(given.string() + (fs::exists(given) ? ": is not a folder" : ": no such folder") +
                    "; point --data to the folder with the files of CIFAR-10" + foundInstead(given));
    const fs::path folder =
        findFolder(given, {"cifar10", "cifar-10-batches-bin", "cifar10/cifar-10-batches-bin"},
                   {"data_batch_1.bin", "train.bin"});
    if (!findFile(folder, {"data_batch_1.bin"}))
        return limited({readCifar10(require(folder, "train.bin")),
                        readCifar10(require(folder, "validation.bin")),
                        readCifar10(require(folder, "test.bin"))},
                       limit);
    std::vector<torch::Tensor> images, labels;
    for (int part = 1; part <= 5; ++part) {
        const auto set = readCifar10(require(folder, "data_batch_" + std::to_string(part) + ".bin"));
        images.push_back(set.images);
        labels.push_back(set.labels);
    }
    const ImageSet all{torch::cat(images), torch::cat(labels)};
    const std::int64_t held = all.size() / 10;
    if (held == 0)
        throw Error(folder.string() + ": " + std::to_string(all.size()) +
                    " training images are too few, the minimum is ten");
    return limited({all.slice(0, all.size() - held), all.slice(all.size() - held, held),
                    readCifar10(require(folder, "test_batch.bin"))},
                   limit);
}

} // namespace solus::train
