// The settings file.
#include "AppSettings.h"

#include "Base/Error.h"
#include "Base/Json.h"
#include "Base/System.h"
#include "Base/WholeFile.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <juce_core/juce_core.h>
#include <nlohmann/json.hpp>
#ifndef _WIN32
#include <pwd.h>
#endif

namespace fs = std::filesystem;
using nlohmann::json;

namespace solus::live {
namespace {

constexpr int mostInputs = 1024;

/// "3" or "3+4"; version 0.1 used names for the first three.
std::string nameOf(const InputChannel& channel) {
    const std::string number = std::to_string(channel.index + 1);
    return channel.pair ? number + "+" + std::to_string(channel.index + 2) : number;
}

InputChannel channelFrom(const std::string& name) {
    if (name == "second") return InputChannel::second;
    if (name == "stereo") return InputChannel::stereo;
    int number = 0;
    const auto end = std::from_chars(name.data(), name.data() + name.size(), number);
    if (end.ec != std::errc() || number < 1 || number > mostInputs) return InputChannel::first;
    return {number - 1, *end.ptr == '+'};
}

/// The value if it exists and has the right type.
template <typename T>
T valueOr(const json& j, const char* key, T standard) {
    const auto it = j.find(key);
    if (it == j.end()) return standard;
    try {
        return it->get<T>();
    } catch (const json::exception&) {
        return standard;
    }
}

/// Renames a file that is not a settings file to "live.json.damaged", so that it is not lost. Returns its new name,
/// "" if there was none.
std::string putAside(const std::string& path) {
    std::error_code error;
    if (!fs::exists(path, error) || fs::is_directory(path, error)) return {};
    std::string aside = path + ".damaged";
    for (int n = 2; fs::exists(aside, error); ++n) aside = path + ".damaged-" + std::to_string(n);
    fs::rename(path, aside, error);
    return error ? std::string() : aside;
}

} // namespace

std::string AppSettings::usualPath() {
#ifdef _WIN32
    return (sys::roamingFolder() / "Solus" / "live.json").string();
#else
    // As voicesFolder(): relative paths are invalid by the XDG specification, and without HOME the user database has
    // the home folder.
    const char* config = std::getenv("XDG_CONFIG_HOME");
    const char* home = std::getenv("HOME");
    if (home == nullptr || home[0] != '/')
        if (const passwd* user = getpwuid(geteuid())) home = user->pw_dir;
    const fs::path base =
        config != nullptr && config[0] == '/'
            ? fs::path(config)
            : fs::path(home != nullptr && home[0] == '/' ? home : "/nonexistent") / ".config";
    return (base / "solus" / "live.json").string();
#endif
}

AppSettings AppSettings::load(const std::string& path) {
    AppSettings s;
    std::ifstream file{fs::path(path)};
    const json j = jsonOrNull(std::string(std::istreambuf_iterator<char>(file), {}), 4);
    if (!j.is_object() || valueOr<std::string>(j, "format", "") != "solus-live-settings") {
        s.setAside = putAside(path);
        return s;
    }
    const json device = valueOr(j, "device", json::object());
    if (device.is_object())
        s.device = {valueOr<std::string>(device, "family", ""), valueOr<std::string>(device, "input", ""),
                    valueOr<std::string>(device, "output", ""), valueOr(device, "rate", 0.0),
                    valueOr(device, "block", 0)};
    s.inputChannel = channelFrom(valueOr<std::string>(j, "inputChannel", ""));
    s.loop = valueOr(j, "loop", s.loop);
    s.recordings = valueOr(j, "recordings", s.recordings);
    s.recordAs = valueOr(j, "recordAs", s.recordAs) == "flac" ? "flac" : "wav";
    s.state = valueOr(j, "state", s.state);
    s.width = valueOr(j, "width", 0);
    s.height = valueOr(j, "height", 0);
    s.zoom = std::clamp(valueOr(j, "zoom", 100), 100, 200);
    return s;
}

void AppSettings::save(const std::string& path) const {
    const json j = {{"format", "solus-live-settings"},
                    {"version", 1},
                    {"device",
                     {{"family", device.family},
                      {"input", device.input},
                      {"output", device.output},
                      {"rate", device.rate},
                      {"block", device.block}}},
                    {"inputChannel", nameOf(inputChannel)},
                    {"loop", loop},
                    {"recordings", recordings},
                    {"recordAs", recordAs},
                    {"state", state},
                    {"width", width},
                    {"height", height},
                    {"zoom", zoom}};
    std::error_code ignored;
    fs::create_directories(fs::path(path).parent_path(), ignored);
    writeWhole(path, j.dump(2, ' ', false, json::error_handler_t::replace) + "\n");
}

std::string AppSettings::recordingsFolder() const {
    if (!recordings.empty()) return recordings;
    const auto music = juce::File::getSpecialLocation(juce::File::userMusicDirectory);
    return music.getChildFile("Solus").getFullPathName().toStdString();
}

std::string AppSettings::nextRecording() const {
    const fs::path folder = recordingsFolder();
    const auto time = juce::Time::getCurrentTime().formatted("%Y-%m-%d %H.%M.%S").toStdString();
    fs::path file = folder / ("Solus " + time + "." + recordAs);
    for (int n = 2; fs::exists(file); ++n)
        file = folder / ("Solus " + time + " (" + std::to_string(n) + ")." + recordAs);
    return file.string();
}

} // namespace solus::live
