// A small data set made of tones and noise: voices that can be told from noise, in no time.
#pragma once

#include "Data/Library.h"
#include "Tasks/RecordingExperiment.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

namespace toy {

/// Voiced-like sounds with pauses, noises and a room; speakers enough that some fall to validation.
/// The speech of every second speaker is said to reach 8 kHz only (and does).
std::shared_ptr<const solus::train::Library> library();

solus::train::Recording speech(const std::string& speaker, double seconds, double bandwidthHz,
                               std::uint64_t seed);
solus::train::Recording noise(const std::string& name, double seconds, std::uint64_t seed);

/// A registered experiment whose task can be made from a library; throws if there is none of that name.
std::unique_ptr<solus::train::RecordingExperiment> experiment(const std::string& name);

/// A folder of its own that goes away with the object.
class Folder {
public:
    Folder();
    ~Folder();
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    std::filesystem::path operator/(const std::string& name) const { return path_ / name; }
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

/// Runs a command of solus-train and returns what it printed; throws if there is none of that name.
std::string textOf(const std::string& command, const std::string& arguments);
nlohmann::json outputOf(const std::string& command, const std::string& arguments); ///< printed as JSON

void writeText(const std::filesystem::path&, const std::string& text);
/// 16-bit mono wav at 48 kHz; makes the folders above it.
void writeWav(const std::filesystem::path&, const solus::train::Recording&);

} // namespace toy
