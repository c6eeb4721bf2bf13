// Readers of MNIST and CIFAR-10: what they give, and what they say about files that are not right.
#include "Base/Error.h"
#include "Data/Images/ImageFile.h"
#include "ToyImages.h"
#include "Training/ToyData.h"

#include <catch2/catch.hpp>
#include <fstream>

using namespace solus;
using namespace solus::train;
using Catch::Matchers::Contains;
namespace fs = std::filesystem;

namespace {

using Bytes = std::vector<std::uint8_t>;

const fs::path mnist = fs::path(SOLUS_FIXTURES) / "mnist";

Bytes concat(Bytes head, const Bytes& data) {
    head.insert(head.end(), data.begin(), data.end());
    return head;
}

/// `count` images of 2x3 pixels 0, 1, 2, ...
Bytes idxImages(std::uint8_t count) {
    Bytes data;
    for (int i = 0; i < 6 * count; ++i) data.push_back(static_cast<std::uint8_t>(i));
    return concat({0, 0, 8, 3, 0, 0, 0, count, 0, 0, 0, 2, 0, 0, 0, 3}, data);
}
Bytes idxLabels(const Bytes& labels) {
    return concat({0, 0, 8, 1, 0, 0, 0, static_cast<std::uint8_t>(labels.size())}, labels);
}

bool same(const torch::Tensor& a, const torch::Tensor& b) {
    return a.sizes() == b.sizes() && torch::equal(a, b);
}

} // namespace

TEST_CASE("IDX: rows, columns and labels are where the format says") {
    const toy::Folder folder;
    toy::writeBytes(folder / "images", idxImages(3));
    toy::writeGzip(folder / "labels", idxLabels({7, 0, 9}));
    const auto set = readIdx(folder / "images", folder / "labels");
    REQUIRE(set.images.sizes() == torch::IntArrayRef{3, 1, 2, 3});
    REQUIRE(set.images.dtype() == torch::kUInt8);
    REQUIRE(same(set.images.flatten().to(torch::kInt64), torch::arange(18)));
    REQUIRE(set.images[1][0][1][2].item<int>() == 11);
    REQUIRE(same(set.labels, torch::tensor({7, 0, 9}, torch::kInt64)));
}

TEST_CASE("MNIST: real digits, splits without overlap, plain or gzip'd, in the folder or below it") {
    const auto digits = loadMnist(mnist);
    REQUIRE(digits.train.size() == 550);
    REQUIRE(digits.validation.size() == 50);
    REQUIRE(digits.test.size() == 200);
    // The first labels of the original files, as everybody knows them.
    REQUIRE(same(digits.train.labels.narrow(0, 0, 5), torch::tensor({5, 0, 4, 1, 9}, torch::kInt64)));
    REQUIRE(same(digits.test.labels.narrow(0, 0, 5), torch::tensor({7, 2, 1, 0, 4}, torch::kInt64)));
    // Ink is light on dark ground, and in the middle.
    const auto mean = digits.train.images.to(torch::kFloat32).mean(0)[0];
    REQUIRE(mean[14][14].item<float>() > 100.0f);
    REQUIRE(mean[0][0].item<float>() == 0.0f);

    const toy::Folder folder;
    fs::create_directories(folder / "mnist");
    for (const char* name : {"train-images", "train-labels", "t10k-images", "t10k-labels"}) {
        const std::string kind = std::string(name).ends_with("images") ? "idx3-ubyte" : "idx1-ubyte";
        toy::writeBytes(folder / "mnist" / (std::string(name) + "." + kind),
                        readBytes(mnist / (std::string(name) + "-" + kind + ".gz")));
    }
    const auto again = loadMnist(folder.path());
    REQUIRE(same(again.train.images, digits.train.images));
    REQUIRE(same(again.validation.images, digits.validation.images));
    REQUIRE(same(again.test.labels, digits.test.labels));

    const auto few = loadMnist(mnist, 100);
    REQUIRE(same(few.train.images, digits.train.images.narrow(0, 0, 100)));
    REQUIRE(few.validation.size() == 20);
    REQUIRE(few.test.size() == 20);
    REQUIRE(loadMnist(mnist, 3).test.size() == 1);
    REQUIRE(loadMnist(mnist, 100000).train.size() == 550);
}

TEST_CASE("IDX: each kind of damage is told by file and remedy") {
    const toy::Folder folder;
    const auto images = folder / "images", labels = folder / "labels";
    toy::writeBytes(images, idxImages(3));
    toy::writeBytes(labels, idxLabels({1, 2, 3}));
    REQUIRE_NOTHROW(readIdx(images, labels));
    const auto says = [&](const std::string& file, const std::string& what) {
        REQUIRE_THROWS_WITH(readIdx(images, labels), Contains(file) && Contains(what) && !Contains("\n"));
    };
    SECTION("missing") {
        fs::remove(labels);
        says("labels", "no such file");
    }
    SECTION("an image file where labels should be") {
        toy::writeBytes(labels, idxImages(3));
        says("labels", "wrong magic");
    }
    SECTION("too short for a head") {
        toy::writeBytes(images, {0, 0, 8});
        says("images", "too short");
    }
    SECTION("fewer or more bytes than the head says") {
        auto bytes = idxImages(3);
        bytes.pop_back();
        toy::writeBytes(images, bytes);
        says("images", "does not match");
        bytes.resize(bytes.size() + 2);
        toy::writeBytes(images, bytes);
        says("images", "does not match");
    }
    SECTION("a head whose product overflows 64 bits to 0") {
        toy::writeBytes(images, {0, 0, 8, 3, 128, 0, 0, 0, 128, 0, 0, 0, 128, 0, 0, 0});
        says("images", "does not match");
    }
    SECTION("nothing in it") {
        toy::writeBytes(images, idxImages(0));
        says("images", "empty");
    }
    SECTION("another number of labels") {
        toy::writeBytes(labels, idxLabels({1, 2}));
        says("labels", "3 images");
    }
    SECTION("a label above 9") {
        toy::writeBytes(labels, idxLabels({1, 10, 3}));
        says("labels", "label 10");
    }
    SECTION("truncated gzip") {
        toy::writeGzip(images, idxImages(30));
        fs::resize_file(images, fs::file_size(images) / 2);
        says("images", "truncated");
    }
    SECTION("damaged gzip") {
        toy::writeGzip(images, idxImages(30));
        auto bytes = Bytes(fs::file_size(images));
        std::ifstream(images, std::ios::binary)
            .read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
        bytes[bytes.size() - 6] ^= 1; // in the checksum
        toy::writeBytes(images, bytes);
        says("images", "broken gzip");
    }
}

TEST_CASE("MNIST: a folder without it is told what belongs there") {
    const toy::Folder folder;
    REQUIRE_THROWS_WITH(loadMnist(folder / "nowhere"), Contains("nowhere: no such folder"));
    REQUIRE_THROWS_WITH(loadMnist(folder.path()), Contains("train-images-idx3-ubyte[.gz] is missing"));
}

TEST_CASE("CIFAR-10: planes and labels are where the format says") {
    const toy::Folder folder;
    Bytes bytes = toy::imageRecords(12, 5);
    bytes[3073 + 1 + 2 * 1024 + 32 * 4 + 3] = 201; // image 1, blue, row 4, column 3
    toy::writeBytes(folder / "some.bin", bytes);
    const auto set = readCifar10(folder / "some.bin");
    REQUIRE(set.images.sizes() == torch::IntArrayRef{12, 3, 32, 32});
    REQUIRE(set.images.dtype() == torch::kUInt8);
    REQUIRE(set.images[1][2][4][3].item<int>() == 201);
    REQUIRE(same(set.labels, torch::arange(12) % 10));
}

TEST_CASE("CIFAR-10: both layouts, with and without gzip, and a limit") {
    const toy::Folder folder;
    toy::writeImages(folder / "cifar10", 40, 20, 20);
    const auto splits = loadCifar10(folder.path());
    REQUIRE(splits.train.size() == 40);
    REQUIRE(splits.validation.size() == 20);
    REQUIRE(splits.test.size() == 20);
    toy::writeGzip(folder / "cifar10" / "test.bin.gz", toy::imageRecords(20, 3));
    fs::remove(folder / "cifar10" / "test.bin");
    REQUIRE(same(loadCifar10(folder / "cifar10").test.images, splits.test.images));
    REQUIRE(loadCifar10(folder.path(), 10).train.size() == 10);
    REQUIRE(loadCifar10(folder.path(), 10).test.size() == 2);

    const auto original = folder / "cifar-10-batches-bin";
    fs::remove_all(folder / "cifar10");
    fs::create_directories(original);
    for (int part = 1; part <= 5; ++part)
        toy::writeBytes(original / ("data_batch_" + std::to_string(part) + ".bin"),
                        toy::imageRecords(10, 10 + part));
    toy::writeBytes(original / "test_batch.bin", toy::imageRecords(10, 9));
    const auto batches = loadCifar10(folder.path());
    REQUIRE(batches.train.size() == 45);
    REQUIRE(batches.validation.size() == 5);
    REQUIRE(batches.test.size() == 10);
    REQUIRE(
        same(batches.validation.images, readCifar10(original / "data_batch_5.bin").images.narrow(0, 5, 5)));
    fs::remove(original / "data_batch_3.bin");
    REQUIRE_THROWS_WITH(loadCifar10(folder.path()), Contains("data_batch_3.bin[.gz] is missing"));
}

TEST_CASE("CIFAR-10: wrong sizes and labels are told by file and remedy") {
    const toy::Folder folder;
    const auto path = folder / "bad.bin";
    auto bytes = toy::imageRecords(3, 1);
    SECTION("truncated") {
        bytes.resize(bytes.size() - 100);
        toy::writeBytes(path, bytes);
        REQUIRE_THROWS_WITH(readCifar10(path), Contains("bad.bin") && Contains("not a whole number"));
    }
    SECTION("empty") {
        toy::writeBytes(path, {});
        REQUIRE_THROWS_WITH(readCifar10(path), Contains("bad.bin") && Contains("not a whole number"));
    }
    SECTION("a label above 9") {
        bytes[2 * 3073] = 77;
        toy::writeBytes(path, bytes);
        REQUIRE_THROWS_WITH(readCifar10(path), Contains("record 2 has the label 77"));
    }
}

TEST_CASE("MNIST and CIFAR-10 are found where other programs put them") {
    const toy::Folder folder;
    const auto digits = loadMnist(mnist);
    for (const std::string place : {"MNIST/raw", "raw", "mnist", "mnist/MNIST/raw"}) {
        const auto root =
            folder /
            ("root of " +
             std::string(place == "raw" ? "raw" : place.substr(0, 5) + std::to_string(place.size())));
        fs::create_directories(root / place);
        for (const auto& file : fs::directory_iterator(mnist)) fs::copy(file, root / place);
        CHECK(same(loadMnist(root).train.images, digits.train.images));
    }
    // As Kaggle's archive unpacks: a folder of each file's name around it.
    for (const char* name : {"train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte",
                             "t10k-labels-idx1-ubyte"}) {
        fs::create_directories(folder / "kaggle" / name);
        toy::writeBytes(folder / "kaggle" / name / name, readBytes(mnist / (std::string(name) + ".gz")));
    }
    CHECK(same(loadMnist(folder / "kaggle").test.labels, digits.test.labels));
    toy::writeImages(folder / "cifar10/cifar-10-batches-bin", 40, 20, 20);
    CHECK(loadCifar10(folder.path()).train.size() == 40);
}

TEST_CASE("what lies there in place of a data set is named with what to do about it") {
    const toy::Folder folder;
    const auto root = folder.path();
    const auto cifar = [&](const std::string& words) {
        CHECK_THROWS_WITH(loadCifar10(root), Contains(words) && !Contains("\n"));
    };
    const auto digits = [&](const std::string& words) {
        CHECK_THROWS_WITH(loadMnist(root), Contains(words) && !Contains("\n"));
    };
    cifar("is missing");
    SECTION("an archive that is still packed") {
        toy::writeText(root / "cifar-10-binary.tar.gz", "x");
        cifar("cifar-10-binary.tar.gz, still packed: `tar -xf " + (root / "cifar-10-binary.tar.gz").string());
        CHECK_THROWS_WITH(loadCifar10(root / "cifar-10-binary.tar.gz"),
                          Contains("is not a folder") && Contains("tar -xf"));
    }
    SECTION("an archive of another kind") {
        toy::writeText(root / "archive.zip", "x");
        digits("archive.zip, still packed");
    }
    SECTION("the version for Python") {
        fs::create_directories(root / "cifar-10-batches-py");
        cifar("the version for Python");
    }
    SECTION("a table") {
        toy::writeText(root / "train.csv", "label,pixel0");
        digits("train.csv, a table");
    }
    SECTION("a folder of pictures for each class") {
        toy::writeText(root / "train/airplane/0001.png", "x");
        cifar("pictures as separate files");
    }
}

TEST_CASE("MNIST: files that are swapped are told as that") {
    const toy::Folder folder;
    const auto copy = [&](const std::string& from, const std::string& to) {
        toy::writeBytes(folder / to, readBytes(mnist / (from + ".gz")));
    };
    const std::string trainImages = "train-images-idx3-ubyte", trainLabels = "train-labels-idx1-ubyte",
                      testImages = "t10k-images-idx3-ubyte", testLabels = "t10k-labels-idx1-ubyte";
    for (const auto& name : {trainImages, trainLabels, testImages, testLabels}) copy(name, name);
    REQUIRE_NOTHROW(loadMnist(folder.path()));
    SECTION("images and labels") {
        copy(trainLabels, trainImages);
        copy(trainImages, trainLabels);
        REQUIRE_THROWS_WITH(loadMnist(folder.path()),
                            Contains("labels where images should be") && Contains("swapped"));
    }
    SECTION("training and testing") {
        copy(trainImages, testImages);
        copy(trainLabels, testLabels);
        copy(testImages, trainImages);
        copy(testLabels, trainLabels);
        REQUIRE_THROWS_WITH(loadMnist(folder.path()), Contains("200 for training") && Contains("swapped"));
    }
    SECTION("the images only") {
        copy(testImages, trainImages);
        REQUIRE_THROWS_WITH(loadMnist(folder.path()), Contains("200 images") && Contains("swapped"));
    }
}
