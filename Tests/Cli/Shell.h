// Runs the built `solus` in its own folder, as a user's shell would.
#pragma once

#include "Files/AudioInfo.h"

#include <catch2/catch.hpp>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace shell {

struct Outcome {
    int code = -1;
    std::string out, err;

    int errorLines() const;
    /// Every line of stdout as JSON; fails the test if one is not.
    std::vector<nlohmann::json> json() const;
};

/// A fresh folder, removed with its contents; it also contains the voices folder.
class Place {
public:
    Place();
    ~Place();
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;

    std::string path(const std::string& name) const { return (folder_ / name).string(); }
    bool has(const std::string& name) const { return std::filesystem::exists(folder_ / name); }
    /// Names of everything directly in the folder or one below it, hidden files too, sorted.
    std::vector<std::string> list(const std::string& below = ".") const;

    /// A shell command line in which `solus` is the program under test; nothing on standard input.
    Outcome run(const std::string& commandLine) const;

    void writeBytes(const std::string& name, const std::string& bytes) const;
    std::string readBytes(const std::string& name) const;

private:
    std::filesystem::path folder_;
};

/// Exit code 2, nothing on stdout, one line on stderr that contains all of `words`.
void checkRefused(const Outcome&, const std::vector<std::string>& words);

struct Audio {
    solus::AudioInfo info;
    std::vector<float> samples; ///< interleaved
    std::int64_t frames() const { return static_cast<std::int64_t>(samples.size()) / info.channels; }
};

/// Tones below 3 kHz with slow beats and a little noise, different in each channel, peak about 0.4.
Audio makeAudio(double seconds, int rate = 48000, int channels = 1,
                solus::SampleFormat = solus::SampleFormat::pcm16);
void save(const Place&, const std::string& name, const Audio&);
Audio load(const Place&, const std::string& name);

/// max |a - b|
double largestDifference(const std::vector<float>& a, const std::vector<float>& b);
double rms(const std::vector<float>& x);

/// A wav file built by hand, with any header.
struct RawWav {
    int tag = 1, channels = 1, rate = 48000, bits = 16;
    std::string data;
    std::uint32_t riffSize = 0xFFFFFFFF, dataSize = 0xFFFFFFFF;
    std::string tail; ///< after the data chunk
    std::string bytes() const;
    RawWav& honest(); ///< the true sizes
};
std::string littleEndian(std::uint64_t value, int bytes);
/// 16-bit samples as bytes.
std::string pcm16(const std::vector<int>& samples);

} // namespace shell
