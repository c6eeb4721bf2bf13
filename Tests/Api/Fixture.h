// Shared by the tests of the API: folders, files and engines that clean up after themselves.
#pragma once

#include "Support/Signals.h"

#include <catch2/catch.hpp>
#include <solus/solus.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <unistd.h>
#include <vector>

namespace api {

using Handle = std::unique_ptr<solus_engine, decltype(&solus_destroy)>;

inline Handle make(const char* model = nullptr) {
    return Handle(solus_create(model), solus_destroy);
}

/// A fresh folder, removed with its contents.
class Folder {
public:
    Folder() {
        std::string name = (std::filesystem::temp_directory_path() / "solus-api-XXXXXX").string();
        REQUIRE(::mkdtemp(name.data()) != nullptr);
        path_ = name;
    }
    ~Folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    std::string path(const std::string& name = "") const { return (path_ / name).string(); }
    std::string write(const std::string& name, const std::vector<std::byte>& bytes) const {
        std::ofstream(path(name), std::ios::binary)
            .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
        return path(name);
    }

private:
    std::filesystem::path path_;
};

/// The whole signal in blocks of `block` frames.
inline toy::Audio run(solus_engine* solus, const toy::Audio& in, int block, bool inPlace = false) {
    toy::Audio out = inPlace ? in : toy::Audio(in.size(), std::vector<float>(in[0].size()));
    for (size_t at = 0; at < in[0].size(); at += static_cast<size_t>(block)) {
        const int count = std::min(block, static_cast<int>(in[0].size() - at));
        std::vector<const float*> from;
        std::vector<float*> to;
        for (size_t c = 0; c < in.size(); ++c) {
            from.push_back((inPlace ? out[c] : in[c]).data() + at);
            to.push_back(out[c].data() + at);
        }
        REQUIRE(solus_process(solus, from.data(), to.data(), count) == SOLUS_OK);
    }
    return out;
}

} // namespace api
