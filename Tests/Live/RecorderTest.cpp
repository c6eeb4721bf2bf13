// A full disk: the recording reports it at its end, keeps what was written, and the next one starts cleanly.
#include "Audio/Recorder.h"
#include "Audio/Unfinished.h"
#include "Base/Error.h"
#include "LiveFixture.h"

#include <catch2/catch.hpp>
#include <chrono>
#include <cmath>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <random>
#include <sys/resource.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using solus::live::Recorder;
namespace fs = std::filesystem;

namespace {

/// While this exists, no file of this process grows beyond `bytes`.
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

/// Noise, which flac cannot make small.
void pushSecond(Recorder& recorder) {
    std::minstd_rand random(1);
    std::uniform_real_distribution<float> uniform(-0.5f, 0.5f);
    for (int i = 0; i < 100; ++i) {
        std::vector<float> noise(480);
        for (float& x : noise) x = uniform(random);
        const float* pointer = noise.data();
        recorder.push(&pointer, 480);
    }
}

} // namespace

TEST_CASE(
    "of a recording that the disk does not take whole, what was written is kept, and the next one is whole") {
    const char* name = GENERATE("a.wav", "a.flac");
    const fs::path folder = fs::temp_directory_path() / ("solus-recorder-" + std::to_string(getpid()));
    const std::string path = (folder / name).string();
    Recorder recorder;
    {
        const SmallDisk disk(100001); // ends within a frame
        recorder.start(path, 48000.0, 1);
        pushSecond(recorder);
        for (int i = 0; i < 500 && recorder.recording(); ++i)
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        CHECK(recorder.problem().find("the first 0:00 are kept") != std::string::npos);
        CHECK(recorder.problem().find(path) != std::string::npos);
        CHECK_THROWS_AS(recorder.stop(), solus::WriteError);
        CHECK_NOTHROW(recorder.stop());                // reported only once
        const auto kept = livetest::readFile(path)[0]; // strictly: a damaged file would be an error
        CHECK(kept.size() > 26000);
        CHECK(kept.size() <= 33400); // three bytes a sample
        CHECK(recorder.lost() > 0);
        CHECK(std::distance(fs::directory_iterator(folder), fs::directory_iterator()) ==
              1); // nothing is hidden
    }
    recorder.start(path, 48000.0, 1);
    pushSecond(recorder);
    recorder.stop();
    CHECK(livetest::readFile(path)[0].size() == 48000);
    fs::remove_all(folder);
}

TEST_CASE("what a program recorded until it was killed is found at the next start and finished") {
    const livetest::TemporaryFolder folder;
    for (const char* name : {"a.wav", "a.flac"}) {
        const int child = fork();
        if (child == 0) { // ends without any cleanup, as by SIGKILL
            solus::AudioInfo info;
            info.sampleRate = 48000, info.channels = 2, info.format = solus::SampleFormat::pcm24;
            solus::AudioFileWriter writer(folder.file(name), info);
            for (int i = 0; i < 100; ++i) writer.write(std::vector<float>(960, 0.25f).data(), 480);
            _exit(0);
        }
        waitpid(child, nullptr, 0);
        const auto mine = folder.file(".solus-" + std::to_string(getpid()) +
                                      "-0.tmp"); // of a process that is still running
        std::ofstream(mine) << "RIFF";
        std::ofstream(folder.file(".solus-99999999-0.tmp")) << "something else";

        const auto rescued = solus::live::rescueUnfinished(folder.path.string());
        REQUIRE(rescued.size() == 1);
        CHECK(rescued[0].seconds == Approx(1.0).margin(0.1)); // flac buffers one block
        CHECK(fs::path(rescued[0].path).filename().string()[0] != '.');
        const auto sound = livetest::readFile(rescued[0].path); // strictly
        CHECK(sound.size() == 2);
        CHECK(sound[0].size() == static_cast<size_t>(std::lround(rescued[0].seconds * 48000)));
        CHECK(sound[1][100] == Approx(0.25f));
        CHECK(solus::live::rescueUnfinished(folder.path.string()).empty());
        CHECK(fs::exists(mine));
        CHECK(fs::exists(folder.file(".solus-99999999-0.tmp")));
        CHECK_FALSE(fs::exists(folder.file(name)));
    }
}
