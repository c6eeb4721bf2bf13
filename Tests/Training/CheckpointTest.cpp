// Nothing of a training is lost: not to a disk that is full, not to a file that is damaged.
#include "Core/Checkpoint.h"
#include "Base/Error.h"
#include "Base/WholeFile.h"
#include "Core/FolderLock.h"
#include "Core/Sealed.h"
#include "Nets/MaskNet.h"
#include "ToyData.h"

#include <catch2/catch.hpp>
#include <csignal>
#include <fstream>
#include <iterator>
#include <sys/resource.h>

using namespace solus;
using namespace solus::train;
namespace fs = std::filesystem;

namespace {

/// No file can grow beyond so many bytes while it lives: what a full disk is to a program that writes.
class FullDisk {
public:
    explicit FullDisk(rlim_t bytes) {
        old_ = std::signal(SIGXFSZ, SIG_IGN);
        getrlimit(RLIMIT_FSIZE, &limit_);
        rlimit less = limit_;
        less.rlim_cur = bytes;
        setrlimit(RLIMIT_FSIZE, &less);
    }
    ~FullDisk() {
        setrlimit(RLIMIT_FSIZE, &limit_);
        std::signal(SIGXFSZ, old_);
    }

private:
    rlimit limit_{};
    void (*old_)(int);
};

struct Learner {
    TorchGraph model{maskNet({8, 6, 4, 8})}, average{maskNet({8, 6, 4, 8})};
    torch::optim::Adam optimizer{model->parameters(), 1e-3};

    void save(const fs::path& path, std::int64_t step) {
        Progression progress;
        progress.step = step;
        saveCheckpoint(path, *model, *average, optimizer, progress);
    }
    std::int64_t load(const fs::path& path) { return loadCheckpoint(path, *model, *average, optimizer).step; }
};

std::string bytesOf(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

void damage(const fs::path& path) {
    auto bytes = bytesOf(path);
    bytes[bytes.size() / 2] ^= 1;
    std::ofstream(path, std::ios::binary) << bytes;
}

} // namespace

TEST_CASE("on a full disk a checkpoint is one error, and the last one stays whole") {
    const toy::Folder folder;
    const auto path = folder / "checkpoint.pt";
    Learner learner;
    learner.save(path, 1);
    const auto before = bytesOf(path);
    for (const rlim_t room : {0, 100, 4096}) {
        const FullDisk disk(room);
        CHECK_THROWS_AS(learner.save(path, 2), WriteError);
        CHECK_THROWS_AS(saveModel(*learner.model, folder / "best.pt"), WriteError);
        CHECK_THROWS_WITH(learner.save(path, 2), Catch::Contains("checkpoint.pt") && !Catch::Contains("\n"));
    }
    CHECK(bytesOf(path) == before);
    // Nothing else is left: it would take the room that is missing.
    for (const auto& entry : fs::directory_iterator(folder.path()))
        CHECK(entry.path().filename() == "checkpoint.pt");
    CHECK(learner.load(path) == 1);
}

TEST_CASE("a damaged checkpoint is noticed, and the one before it goes on") {
    const toy::Folder folder;
    const auto path = folder / "checkpoint.pt";
    Learner learner;
    learner.save(path, 1);
    learner.save(path, 2);
    CHECK(learner.load(path) == 2);
    SECTION("one bit") {
        damage(path);
        CHECK(learner.load(path) == 1);
    }
    SECTION("cut") {
        fs::resize_file(path, fs::file_size(path) / 2);
        CHECK(learner.load(path) == 1);
    }
    SECTION("empty") {
        fs::resize_file(path, 0);
        CHECK(learner.load(path) == 1);
    }
    SECTION("gone") {
        fs::remove(path);
        CHECK(learner.load(path) == 1);
    }
    SECTION("both: what to do is said") {
        damage(path);
        damage(beforeOf(path));
        CHECK_THROWS_WITH(learner.load(path), Catch::Contains("checkpoint.pt: damaged") &&
                                                  Catch::Contains("--start") && Catch::Contains("delete"));
    }
    SECTION("of another network: no older one is taken for it") {
        TorchGraph other(maskNet({8, 7, 4, 8})), average(maskNet({8, 7, 4, 8}));
        torch::optim::Adam optimizer(other->parameters(), 1e-3);
        CHECK_THROWS_WITH(loadCheckpoint(path, *other, *average, optimizer),
                          Catch::Contains("not a usable checkpoint"));
    }
}

TEST_CASE("a checkpoint without a seal, of an older version, is read") {
    const toy::Folder folder;
    Learner learner;
    learner.save(folder / "checkpoint.pt", 3);
    const auto inner = readSealed(folder / "checkpoint.pt");
    CHECK(inner.size() < fs::file_size(folder / "checkpoint.pt"));
    std::ofstream(folder / "old.pt", std::ios::binary) << inner;
    CHECK(learner.load(folder / "old.pt") == 3);
}

TEST_CASE("a folder is one process's at a time") {
    const toy::Folder folder;
    {
        const FolderLock lock(folder.path());
        CHECK_THROWS_WITH(FolderLock(folder.path()), Catch::Contains("another solus-train"));
    }
    CHECK_NOTHROW(FolderLock(folder.path()));
    CHECK(fs::is_empty(folder.path()));
}
