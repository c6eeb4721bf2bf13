// A data folder with one voice, and the recording that the tests of the filter use.
#pragma once

#include "Engine/Models.h"
#include "Files/AudioFileReader.h"
#include "Obs/Host.h"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <string>

namespace solus::obstest {

namespace fs = std::filesystem;

inline const std::string recording = SOLUS_RESOURCES "/Demo/voice-in-rain.flac";

/// A data folder with the voice ben.
struct Place {
    Place() {
        std::string name = (fs::temp_directory_path() / "solus-obs-XXXXXX").string();
        REQUIRE(::mkdtemp(name.data()) != nullptr);
        folder = name;
        ::setenv("XDG_DATA_HOME", name.c_str(), 1);
        std::vector<float> print(static_cast<size_t>(defaultEmbedder()->outputSize), 0.0f);
        print[1] = 1.0f;
        ben = {"ben", defaultEmbedder()->hash, print, 9.0, ""};
        ben.save((folder / "solus/voices/ben.voice").string());
    }
    ~Place() {
        std::error_code ignored;
        fs::remove_all(folder, ignored);
    }
    fs::path folder;
    VoicePrint ben;
};

inline int count(const std::string& text, const std::string& part) {
    int found = 0;
    for (size_t at = 0; (at = text.find(part, at)) != std::string::npos; at += part.size()) ++found;
    return found;
}

inline toy::Audio speech() {
    AudioFileReader reader(recording);
    const auto all = reader.readAll();
    toy::Audio mono(1);
    for (size_t n = 0; n < all.size(); n += static_cast<size_t>(reader.info().channels))
        mono[0].push_back(all[n]);
    return mono;
}

} // namespace solus::obstest
