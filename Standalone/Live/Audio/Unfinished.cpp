// Finds and finishes unfinished recordings.
#include "Audio/Unfinished.h"

#include "Base/System.h"
#include "Files/AudioFileReader.h"
#include "Files/AudioFileWriter.h"

#include <array>
#include <charconv>
#include <chrono>
#include <ctime>
#include <filesystem>
#include <fstream>

namespace fs = std::filesystem;

namespace solus::live {
namespace {

/// ".solus-PID-N.tmp" of a process that has ended (TemporaryFile.cpp makes these names).
bool isLeftOver(const std::string& name) {
    constexpr std::string_view start = ".solus-", end = ".tmp";
    if (!name.starts_with(start) || !name.ends_with(end)) return false;
    int pid = 0;
    const auto number = std::from_chars(name.data() + start.size(), name.data() + name.size(), pid);
    return number.ec == std::errc() && pid > 0 && *number.ptr == '-' && !sys::isRunning(pid);
}

/// "wav", "flac", or "" if it is not a recording.
std::string kindOf(const fs::path& file) {
    std::array<char, 4> head{};
    std::ifstream(file, std::ios::binary).read(head.data(), head.size());
    const std::string_view magic(head.data(), head.size());
    return magic == "RIFF" || magic == "RF64" ? "wav" : magic == "fLaC" ? "flac" : "";
}

fs::path seenName(const fs::path& hidden, const std::string& kind) {
    sys::Status status{};
    std::time_t when =
        sys::stat(hidden.string().c_str(), &status) == 0 ? status.st_mtime : std::time(nullptr);
    char time[32];
    std::strftime(time, sizeof time, "%Y-%m-%d %H.%M.%S", std::localtime(&when));
    const std::string base = std::string("Solus unfinished ") + time;
    fs::path path = hidden.parent_path() / (base + "." + kind);
    for (int n = 2; fs::exists(path); ++n)
        path = hidden.parent_path() / (base + " (" + std::to_string(n) + ")." + kind);
    return path;
}

Rescued finish(const fs::path& hidden, const std::string& kind) {
    AudioFileReader reader(hidden.string(), AudioFileReader::Mode::salvage);
    AudioInfo info = reader.info();
    info.frames.reset(); // the header does not know
    const auto path = seenName(hidden, kind);
    AudioFileWriter writer(path.string(), info);
    std::vector<float> block(static_cast<std::size_t>(16384 * info.channels));
    std::int64_t frames = 0;
    try {
        while (const auto there = reader.read(block.data(), 16384)) {
            writer.write(block.data(), there);
            frames += there;
        }
    } catch (const WriteError&) {
        throw;
    } catch (const Error&) {
        // The frame that was being written when the program ended is incomplete.
    }
    if (frames == 0) throw Error(hidden.string() + ": holds no sound");
    writer.commit();
    return {path.string(), static_cast<double>(frames) / info.sampleRate};
}

} // namespace

std::vector<Rescued> rescueUnfinished(const std::string& folder) noexcept {
    std::vector<Rescued> rescued;
    try {
        for (const auto& entry : fs::directory_iterator(folder)) {
            const auto& hidden = entry.path();
            if (!entry.is_regular_file() || !isLeftOver(hidden.filename().string())) continue;
            const auto kind = kindOf(hidden);
            if (kind.empty()) continue;
            try {
                rescued.push_back(finish(hidden, kind));
                fs::remove(hidden);
            } catch (const std::exception&) {
                // The file stays, for the next start or for another program.
            }
        }
    } catch (const std::exception&) {
        // The folder does not exist yet.
    }
    return rescued;
}

} // namespace solus::live
