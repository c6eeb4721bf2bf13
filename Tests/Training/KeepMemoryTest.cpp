// Memory that is freed stays with the trainer.
#include <catch2/catch.hpp>
#include <sys/resource.h>
#include <thread>
#include <torch/torch.h>

namespace {

/// Pages that the system had to give while four tensors of `megabytes` each were filled, and freed together.
long pagesTaken(int megabytes) {
    const auto taken = [] {
        rusage usage{};
        getrusage(RUSAGE_SELF, &usage);
        return usage.ru_minflt;
    };
    const long before = taken();
    std::vector<torch::Tensor> tensors;
    for (int i = 0; i < 4; ++i) tensors.push_back(torch::ones({megabytes, 1 << 18}));
    return taken() - before;
}

} // namespace

TEST_CASE("Tensors of a second step take no new pages from the system, in any thread") {
    const int megabytes = GENERATE(1, 40, 80); // 80 MB are 20,480 pages
    long again[2];
    const auto run = [megabytes](long& result) {
        pagesTaken(megabytes);
        result = pagesTaken(megabytes);
    };
    run(again[0]);
    std::thread([&] { run(again[1]); }).join();
    CHECK(again[0] < 64);
    CHECK(again[1] < 64);
}
