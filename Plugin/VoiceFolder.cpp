// Reading and writing the shared voices.
#include "VoiceFolder.h"

#include "Base/Error.h"

#include <algorithm>
#include <filesystem>

namespace solus {

namespace fs = std::filesystem;

std::vector<VoicePrint> sharedVoices() {
    std::vector<VoicePrint> voices;
    std::error_code error;
    for (fs::directory_iterator it(voicesFolder(), error), end; !error && it != end; it.increment(error)) {
        if (it->path().extension() != ".voice") continue;
        try {
            voices.push_back(VoicePrint::load(it->path().string()));
        } catch (const Error&) {
            // A damaged file is for its owner to see, by `solus verify`; it must not keep the plugin from
            // loading.
        }
    }
    std::sort(voices.begin(), voices.end(),
              [](const auto& a, const auto& b) { return a.created > b.created; });
    return voices;
}

std::string sharedVoicePath(const std::string& name) {
    std::string file = name;
    for (char& c : file)
        if (c == '/' || c == '\0') c = '_';
    if (file.empty() || file.front() == '.' || file.front() == '-') file = "_" + file;
    return (fs::path(voicesFolder()) / (file + ".voice")).string();
}

bool isShared(const std::string& name) {
    std::error_code error;
    return fs::exists(sharedVoicePath(name), error);
}

bool isSharedAs(const std::string& name, const VoicePrint& voice) {
    if (!isShared(name)) return false;
    try {
        return VoicePrint::load(sharedVoicePath(name)).embedding == voice.embedding;
    } catch (const Error&) {
        return false; // damaged: nobody knows whose it was
    }
}

void shareVoice(const VoicePrint& voice) {
    voice.save(sharedVoicePath(voice.name));
}

} // namespace solus
