// Compares files by device and inode, and detects audio by its first bytes.
#include "Files/OutputPlace.h"

#include "Base/Error.h"
#include "Base/System.h"

#include <array>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string_view>

namespace solus {
namespace {

bool statusOf(const std::string& path, int standard, sys::Status& status) {
    return (path == "-" ? sys::fstat(standard, &status) : sys::stat(path.c_str(), &status)) == 0;
}

} // namespace

bool isSameFile(const std::string& in, const std::string& out) {
    sys::Status a{}, b{};
    if (!statusOf(in, STDIN_FILENO, a) || !statusOf(out, STDOUT_FILENO, b)) return false;
    // A terminal or /dev/null may be both; only files can lose data.
    return S_ISREG(a.st_mode) && a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

bool looksLikeAudio(const std::string& path) {
    using namespace std::string_view_literals;
    std::array<char, 16> head{};
    std::ifstream file(std::filesystem::path(path), std::ios::binary);
    file.read(head.data(), head.size());
    const std::string_view all(head.data(), static_cast<size_t>(file.gcount()));
    if (all.starts_with("RIFF"sv) || all.starts_with("RIFX"sv) || all.starts_with("RF64"sv) ||
        all.starts_with("BW64"sv))
        return all.size() < 12 || all.substr(8, 4) == "WAVE"sv; // truncated in its first bytes: assume wav
    for (const auto magic : {"fLaC"sv, "OggS"sv, "ID3"sv, "caff"sv, ".snd"sv, "riff\x2E\x91\xCF\x11"sv})
        if (all.starts_with(magic)) return true;
    if (all.starts_with("FORM"sv)) return all.size() < 12 || all.substr(8, 3) == "AIF"sv;
    // mp3 without a tag: eleven 1 bits, and layer III
    return all.size() >= 2 && all[0] == '\xFF' && (static_cast<unsigned char>(all[1]) & 0xE6) == 0xE2;
}

void refuseToReplace(const std::string& out, const std::vector<std::string>& inputs) {
    const std::string name = out == "-" ? "standard output" : out;
    for (const auto& in : inputs)
        if (isSameFile(in, out))
            throw Error(name + ": is the input file itself; give the output another name");
    sys::Status status{};
    if (out == "-" || sys::stat(out.c_str(), &status) != 0 || !S_ISREG(status.st_mode) || status.st_size == 0)
        return;
    if (!looksLikeAudio(out))
        throw Error(out +
                    ": already exists and is not audio, so it is left alone; give the output another name");
}

} // namespace solus
