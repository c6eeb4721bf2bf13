// The folder of enrolled voices.
#include "Engine/VoiceFolder.h"

#include "Base/Error.h"
#include "Base/FileName.h"
#include "Base/Nearest.h"
#include "Base/Text.h"

#include <algorithm>
#include <filesystem>

namespace solus {
namespace {

namespace fs = std::filesystem;

constexpr size_t longestShown = 64;

bool isThere(const std::string& path) {
    std::error_code tooLong;
    return fs::exists(path, tooLong);
}

std::string shown(const std::string& name) {
    return oneLine(name, longestShown);
}

/// Earlier versions of the plugin also saved names that cannot be file names: "a/b" is in a_b.voice.
std::string formerFileName(std::string name) {
    std::replace(name.begin(), name.end(), '/', '_');
    return name.empty() || name[0] == '.' || name[0] == '-' ? "_" + name : name;
}

bool isSameVoice(const std::string& path, const VoicePrint& voice) {
    if (!isThere(path)) return false;
    try {
        return VoicePrint::load(path).embedding == voice.embedding;
    } catch (const Error&) {
        return false; // damaged: its owner is unknown
    }
}

} // namespace

bool VoiceFolder::isPath(const std::string& nameOrPath) {
    return hasSeparator(nameOrPath) || nameOrPath.ends_with(ending);
}

std::string VoiceFolder::nameOf(const std::string& nameOrPath) {
    if (!isPath(nameOrPath)) return nameOrPath;
    const fs::path file = fs::path(nameOrPath).filename();
    return file.extension() == ending ? file.stem().string() : file.string();
}

void VoiceFolder::checkName(const std::string& name) {
    if (const auto fault = faultOfName(name, ending); !fault.empty())
        throw Error("\"" + shown(name) + "\": cannot be the name of a voice: " + fault);
}

bool VoiceFolder::isValidName(const std::string& name) {
    return faultOfName(name, ending).empty();
}

std::string VoiceFolder::fileOf(const std::string& nameOrPath) const {
    return isPath(nameOrPath) ? nameOrPath : (fs::path(folder_) / (nameOrPath + ending)).string();
}

std::vector<std::string> VoiceFolder::names() const {
    std::vector<std::string> names;
    std::error_code error;
    for (fs::directory_iterator it(folder_, error), end; !error && it != end; it.increment(error))
        if (it->path().extension() == ending) names.push_back(it->path().stem().string());
    std::sort(names.begin(), names.end());
    return names;
}

std::vector<VoicePrint> VoiceFolder::voices() const {
    std::vector<VoicePrint> voices;
    for (const auto& name : names()) {
        try {
            VoicePrint voice = VoicePrint::load(fileOf(name));
            if (isUtf8(name)) voice.name = name;
            voices.push_back(std::move(voice));
        } catch (const Error&) {
            // Left out here; `solus verify` reports it to the user.
        }
    }
    std::stable_sort(voices.begin(), voices.end(),
                     [](const auto& a, const auto& b) { return a.created > b.created; });
    return voices;
}

bool VoiceFolder::has(const std::string& name) const {
    return !name.empty() && !isPath(name) && isThere(fileOf(name));
}

bool VoiceFolder::containsExactly(const VoicePrint& voice) const {
    return !fileHolding(voice).empty();
}

/// The path of the file that contains exactly this voice; "" if there is none.
std::string VoiceFolder::fileHolding(const VoicePrint& voice) const {
    for (const auto& name : {voice.name, formerFileName(voice.name)})
        if (!isPath(name))
            if (const auto path = fileOf(name); isSameVoice(path, voice)) return path;
    return "";
}

VoicePrint VoiceFolder::load(const std::string& nameOrPath, const Model& embedder) const {
    const std::string path = fileOf(nameOrPath);
    if (nameOrPath.empty() || !isThere(path)) {
        const auto enrolled = names();
        const auto fault = isPath(nameOrPath) ? "" : faultOfName(nameOrPath, ending);
        throw Error((nameOrPath.empty()   ? "\"\""
                     : isPath(nameOrPath) ? nameOrPath
                                          : shown(nameOrPath)) +
                    ": there is no such voice" +
                    (fault.empty() ? "" : ", and it cannot be the name of one: " + fault) +
                    (isPath(nameOrPath) ? "" : didYouMean(nameOrPath, enrolled)) +
                    (enrolled.empty() ? " (none is enrolled yet: solus enroll NAME RECORDING)"
                                      : " (enrolled voices: " + joined(enrolled) + ")"));
    }
    VoicePrint print = VoicePrint::load(path);
    if (print.embedderHash != embedder.hash)
        throw Error(path + ": this voice was enrolled with another speaker model; enrol again");
    if (!isPath(nameOrPath) && isUtf8(nameOrPath)) print.name = nameOrPath;
    return print;
}

// A name that exists is valid, whatever an earlier version allowed.
void VoiceFolder::save(const VoicePrint& voice) const {
    if (!has(voice.name)) checkName(voice.name);
    voice.save(fileOf(voice.name));
}

void VoiceFolder::saveAs(VoicePrint voice, const std::string& nameOrPath, bool replace) const {
    if (isPath(nameOrPath) && !nameOrPath.ends_with(ending))
        throw Error(nameOrPath + ": the name of a voice file ends in .voice");
    const std::string path = fileOf(nameOrPath);
    voice.name = nameOf(nameOrPath);
    if (!isThere(path))
        checkName(voice.name);
    else if (!replace)
        throw Error(shown(voice.name) + ": is enrolled already; choose another name");
    voice.save(path);
}

void VoiceFolder::checkNew(const std::string& name) const {
    checkName(name);
    if (has(name)) throw Error(shown(name) + ": is enrolled already; choose another name");
}

void VoiceFolder::rename(const VoicePrint& voice, const std::string& to) const {
    const std::string old = fileHolding(voice), path = fileOf(to);
    if (old != path) checkNew(to);
    if (old.empty()) return;
    VoicePrint renamed = voice;
    renamed.name = to;
    save(renamed);
    std::error_code ignored;
    if (old != path) fs::remove(old, ignored);
}

void VoiceFolder::remove(const VoicePrint& voice) const {
    const std::string path = fileHolding(voice);
    if (path.empty() && has(voice.name))
        throw Error(shown(voice.name) + ": its file is a different or newer voice and was not deleted");
    std::error_code error;
    if (!path.empty() && !fs::remove(path, error))
        throw WriteError(path + ": cannot be deleted: " + error.message());
}

VoicePrint VoiceFolder::importFile(const std::string& path) {
    VoicePrint voice = VoicePrint::load(path);
    if (!isValidName(voice.name)) voice.name = fs::path(path).stem().string();
    checkName(voice.name);
    return voice;
}

void VoiceFolder::exportFile(const VoicePrint& voice, const std::string& path) {
    voice.save(path);
}

std::string VoiceFolder::freeName(const std::string& wanted,
                                  const std::function<bool(const std::string&)>& taken) {
    std::string name = wanted;
    for (int n = 2; taken(name); ++n) name = wanted + " " + std::to_string(n);
    return name;
}

} // namespace solus
