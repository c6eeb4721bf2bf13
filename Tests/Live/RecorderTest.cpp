// A disk that takes no more: the recording says so when it ends, leaves no file, and the next one begins anew.
#include "Audio/Recorder.h"
#include "Error.h"

#include <catch2/catch.hpp>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <sys/resource.h>
#include <thread>
#include <unistd.h>

using solus::live::Recorder;
namespace fs = std::filesystem;

namespace {

/// While it lives, no file of this process grows beyond `bytes`.
class SmallDisk {
public:
    explicit SmallDisk(rlim_t bytes) : signal_(std::signal(SIGXFSZ, SIG_IGN)) {
        getrlimit(RLIMIT_FSIZE, &before_);
        const rlimit small{bytes, before_.rlim_max};
        setrlimit(RLIMIT_FSIZE, &small);
    }
    ~SmallDisk() {
        setrlimit(RLIMIT_FSIZE, &before_);
        std::signal(SIGXFSZ, signal_);
    }

private:
    void (*signal_)(int);
    rlimit before_{};
};

void pushSecond(Recorder& recorder) {
    const std::vector<float> silence(480, 0.25f);
    const float* pointer = silence.data();
    for (int i = 0; i < 100; ++i) recorder.push(&pointer, 480);
}

} // namespace

TEST_CASE("a recording that the disk does not take is an error, and the next one is not") {
    const fs::path folder = fs::temp_directory_path() / ("solus-recorder-" + std::to_string(getpid()));
    const std::string path = (folder / "a.wav").string();
    Recorder recorder;
    {
        const SmallDisk disk(4096);
        recorder.start(path, 48000.0, 1);
        pushSecond(recorder);
        for (int i = 0; i < 500 && recorder.recording(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
        CHECK_FALSE(recorder.problem().empty());
        CHECK_THROWS_AS(recorder.stop(), solus::WriteError);
        CHECK_NOTHROW(recorder.stop()); // said once
        CHECK_FALSE(fs::exists(path));
    }
    recorder.start(path, 48000.0, 1);
    pushSecond(recorder);
    recorder.stop();
    CHECK(fs::file_size(path) > 48000 * 3);
    fs::remove_all(folder);
}
