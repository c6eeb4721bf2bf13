// Two enrolled voices in the test's own data folder.
#pragma once

#include "Engine/Models.h"
#include "Verify/VoicePrint.h"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

namespace toy {

/// A data folder with two voices, anna (1) and ben (2).
struct Place {
    Place() {
        std::string name = (std::filesystem::temp_directory_path() / "solus-place-XXXXXX").string();
        REQUIRE(::mkdtemp(name.data()) != nullptr);
        folder = name;
        ::setenv("XDG_DATA_HOME", name.c_str(), 1);
        voice("anna", 0).save(file("anna"));
        voice("ben", 1).save(file("ben"));
    }
    ~Place() {
        std::error_code ignored;
        std::filesystem::remove_all(folder, ignored);
    }
    static solus::VoicePrint voice(const std::string& name, size_t direction) {
        std::vector<float> print(static_cast<size_t>(solus::defaultEmbedder()->outputSize), 0.0f);
        print[direction] = 1.0f;
        return {name, solus::defaultEmbedder()->hash, print, 9.0, ""};
    }
    std::string file(const std::string& name) const {
        return (folder / "solus/voices" / (name + ".voice")).string();
    }
    std::filesystem::path folder;
};

} // namespace toy
