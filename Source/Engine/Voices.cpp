// Looks a voice up in the folder that all programs share.
#include "Engine/Voices.h"

#include "Base/Error.h"

#include <algorithm>
#include <filesystem>

namespace solus {
namespace {

namespace fs = std::filesystem;
constexpr const char* voiceEnding = ".voice";

} // namespace

std::vector<std::string> enrolledVoices() {
    std::vector<std::string> names;
    std::error_code error;
    for (fs::directory_iterator it(voicesFolder(), error), end; !error && it != end; it.increment(error))
        if (it->path().extension() == voiceEnding) names.push_back(it->path().stem().string());
    std::sort(names.begin(), names.end());
    return names;
}

VoicePrint findVoice(const std::string& nameOrPath, const Model& embedder) {
    const bool isPath = nameOrPath.find('/') != std::string::npos || nameOrPath.ends_with(voiceEnding);
    const std::string path =
        isPath ? nameOrPath : (fs::path(voicesFolder()) / (nameOrPath + voiceEnding)).string();
    std::error_code ignored;
    if (!isPath && !fs::exists(path, ignored)) {
        std::string list;
        for (const auto& name : enrolledVoices()) list += (list.empty() ? "" : ", ") + name;
        throw Error("\"" + nameOrPath + "\": there is no such voice" +
                    (list.empty() ? " (none is enrolled yet: solus enroll NAME RECORDING)"
                                  : " (enrolled are " + list + ")"));
    }
    VoicePrint print = VoicePrint::load(path);
    if (print.embedderHash != embedder.hash)
        throw Error(path + ": this voice was enrolled with another speaker model; enrol again");
    return print;
}

} // namespace solus
