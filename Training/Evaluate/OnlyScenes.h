// Scenes at the microphone of an enrolled talker, the owner: strangers talk too, at the same time, in turns, or alone.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace solus::train {

struct OnlyPlan {
    std::filesystem::path trials; ///< folder with trials.tsv, enroll/ and test/
    std::filesystem::path noise;  ///< folder; empty: pink noise
    std::filesystem::path
        manifest;          ///< a table of speech that knows sex and language of the talkers; may be empty
    int count = 24;        ///< pairs of talkers
    double seconds = 10.0; ///< of a scene; turns take twice as long
    std::uint64_t seed = 11;
};

/// Two talkers of one corpus (and language, if the manifest knows), and the recordings of them.
struct OnlyPair {
    std::string corpus, owner, stranger;
    bool alike = false;    ///< of one sex with a manifest, else of similar pitch
    std::string enrolment; ///< a recording of the owner that is in none of the scenes
    std::vector<std::string> ownerFiles, strangerFiles;
    std::vector<std::vector<std::string>> television; ///< the files of one or two more talkers
};

struct OnlySpan {
    size_t begin = 0, end = 0;
};

/// Mono, 48 kHz, all equally long.
struct OnlyScene {
    std::string name;
    bool split = false;                 ///< alike and unlike talkers are worth separate figures
    std::vector<float> owner;           ///< only the owner; zeros if silent
    std::vector<float> stranger;        ///< only the others' voices; zeros if there are none
    std::vector<float> microphone;      ///< all of it, and noise
    std::vector<OnlySpan> strangerOnly; ///< where only the stranger talks
};

/// Half of them alike, as far as there are such pairs; every owner once before any repeats. Throws Error.
std::vector<OnlyPair> onlyPairs(const OnlyPlan&);

/// Both talk at an SIR of 0, 5 and 10 dB, without and with noise at an SNR of 10 dB; turns of 1 to 4 s with pauses of
/// 0.3 to 0.9 s, without noise; the owner alone in noise at 10 dB; the stranger alone; a television (two or three
/// talkers through a small loudspeaker in a room) 10 dB below the owner. Throws Error.
std::vector<OnlyScene> onlyScenes(const OnlyPlan&, const OnlyPair&);

} // namespace solus::train
