// Labelled images from the files in which MNIST and CIFAR-10 are published.
#pragma once

#include <cstdint>
#include <filesystem>
#include <torch/torch.h>

namespace solus::train {

/// n images of ten classes.
struct ImageSet {
    torch::Tensor images; ///< uint8 [n, channels, height, width]
    torch::Tensor labels; ///< int64 [n], 0 ... 9

    std::int64_t size() const { return labels.size(0); }
    /// Images begin ... begin + count - 1, as a copy.
    ImageSet slice(std::int64_t begin, std::int64_t count) const;
};

struct ImageSplits {
    ImageSet train, validation, test;
};

/// A pair of IDX files, plain or gzipped. Throws Error if one of them is missing or damaged, if they do not hold the same
/// number of items, or if a label is not 0 ... 9.
ImageSet readIdx(const std::filesystem::path& images, const std::filesystem::path& labels);

/// One file of CIFAR-10's binary version, plain or gzipped: records of one label and 3,072 bytes, the red, green and blue
/// planes of 32x32 pixels. Throws Error like readIdx().
ImageSet readCifar10(const std::filesystem::path&);

/// The four files of MNIST (or of a set in its format) in `folder`, `folder`/mnist or, as torchvision lays them out,
/// `folder`/MNIST/raw, with or without .gz.
/// The last 5,000 training images (the last twelfth, if there are fewer than 60,000) are held out for validation. limit >
/// 0 keeps the first `limit` images for training, and limit / 5 of each of the other sets.
ImageSplits loadMnist(const std::filesystem::path& folder, std::int64_t limit = 0);

/// CIFAR-10 in `folder`, `folder`/cifar10 or `folder`/cifar-10-batches-bin, with or without .gz: train.bin,
/// validation.bin and test.bin; or the original data_batch_1 ... 5.bin and test_batch.bin, in which case the last tenth
/// of the training images is held out for validation. `limit` as above.
ImageSplits loadCifar10(const std::filesystem::path& folder, std::int64_t limit = 0);

} // namespace solus::train
