// Short runs of experiments on toy data.
#pragma once

#include "Experiment.h"
#include "Training/ToyData.h"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace toy {

using namespace solus::train;

inline const std::string digits = SOLUS_FIXTURES "/mnist";

inline int runInto(const std::string& name, std::vector<std::string> arguments,
                   const std::filesystem::path& out) {
    arguments.insert(arguments.end(), {"--out", out.string()});
    return runExperiment(*findExperiment(name), arguments);
}

inline int runDigits(const std::filesystem::path& out, std::vector<std::string> more = {}) {
    std::vector<std::string> arguments{"--data", digits, "--epochs", "2", "--batch", "50", "--limit", "200"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return runInto("mnist-softmax", arguments, out);
}

inline std::string bytesOf(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

/// The toy library as a folder of recordings.
inline const std::filesystem::path& recordings() {
    static const toy::Folder folder;
    static const bool written = [] {
        const auto library = toy::library();
        for (const auto* kind : {&library->speech, &library->noise})
            for (const auto& recording : *kind) toy::writeWav(folder / recording.entry.path, recording);
        return true;
    }();
    REQUIRE(written);
    return folder.path();
}

inline int runSpeech(const std::filesystem::path& out, std::vector<std::string> more,
                     const std::string& steps = "4") {
    std::vector<std::string> arguments{"--data",       recordings().string(),
                                       "--units1",     "8",
                                       "--units2",     "6",
                                       "--seconds",    "0.5",
                                       "--steps",      steps,
                                       "--validation", "1",
                                       "--batch",      "2"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return runInto("denoise-ibm", arguments, out);
}

} // namespace toy
