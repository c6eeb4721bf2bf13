// The list of voices, in order of enrolment.
#include "VoiceBook.h"

#include "Base/Error.h"
#include "Engine/VoiceFolder.h"
#include "Verify/VoiceTracker.h"

#include <algorithm>

namespace solus {

std::vector<KnownVoice> VoiceBook::list() const {
    const std::lock_guard lock(mutex_);
    return voices_;
}

std::vector<VoicePrint> VoiceBook::passing() const {
    const std::lock_guard lock(mutex_);
    std::vector<VoicePrint> prints;
    for (const auto& voice : voices_)
        if (voice.active && voice.usable && prints.size() < static_cast<size_t>(maxVoices))
            prints.push_back(voice.print);
    return prints;
}

void VoiceBook::set(std::vector<KnownVoice> voices) {
    const std::lock_guard lock(mutex_);
    voices_.clear();
    for (auto& voice : voices) voices_.push_back(known(std::move(voice.print), voice.active));
}

void VoiceBook::add(VoicePrint print, bool active) {
    const std::lock_guard lock(mutex_);
    KnownVoice voice = known(std::move(print), active);
    if (KnownVoice* old = find(voice.print.name))
        *old = std::move(voice);
    else
        voices_.push_back(std::move(voice));
}

void VoiceBook::remove(const std::string& name) {
    const std::lock_guard lock(mutex_);
    std::erase_if(voices_, [&](const KnownVoice& v) { return v.print.name == name; });
}

void VoiceBook::setActive(const std::string& name, bool active) {
    const std::lock_guard lock(mutex_);
    if (KnownVoice* voice = find(name)) voice->active = active;
}

void VoiceBook::rename(const std::string& from, const std::string& to) {
    const std::lock_guard lock(mutex_);
    KnownVoice* voice = find(from);
    if (voice == nullptr || from == to) return;
    if (find(to) != nullptr) throw Error(to + ": is in this session already; choose another name");
    VoiceFolder().rename(voice->print, to);
    voice->print.name = to;
}

void VoiceBook::removeEverywhere(const std::string& name) {
    const std::lock_guard lock(mutex_);
    const KnownVoice* voice = find(name);
    if (voice == nullptr) return;
    const VoicePrint print = voice->print;
    std::erase_if(voices_, [&](const KnownVoice& v) { return v.print.name == name; });
    VoiceFolder().remove(print);
}

std::string VoiceBook::freeName() const {
    const std::lock_guard lock(mutex_);
    std::string name = "My voice";
    for (int n = 2; isTaken(name, nullptr); ++n) name = "Voice " + std::to_string(n);
    return name;
}

std::string VoiceBook::freeNameLike(const std::string& wanted, const VoicePrint* voice) const {
    if (!VoiceFolder::isValidName(wanted)) return freeName();
    const std::lock_guard lock(mutex_);
    return VoiceFolder::freeName(wanted, [&](const std::string& name) { return isTaken(name, voice); });
}

bool VoiceBook::isTaken(const std::string& name, const VoicePrint* but) const {
    const auto another = [&](const KnownVoice& v) {
        return v.print.name == name && !(but && v.print.embedding == but->embedding);
    };
    if (std::any_of(voices_.begin(), voices_.end(), another)) return true;
    const VoiceFolder folder;
    if (!folder.has(name)) return false;
    if (but == nullptr) return true;
    VoicePrint voice = *but;
    voice.name = name;
    return !folder.containsExactly(voice);
}

void VoiceBook::importFile(const std::string& path) {
    VoicePrint voice = VoiceFolder::importFile(path);
    voice.name = freeNameLike(voice.name, &voice);
    add(std::move(voice));
}

void VoiceBook::exportFile(const std::string& name, const std::string& path) const {
    for (const auto& voice : list())
        if (voice.print.name == name) return VoiceFolder::exportFile(voice.print, path);
    throw Error("there is no voice called \"" + name + "\"");
}

KnownVoice* VoiceBook::find(const std::string& name) {
    const auto at = std::find_if(voices_.begin(), voices_.end(),
                                 [&](const KnownVoice& v) { return v.print.name == name; });
    return at == voices_.end() ? nullptr : &*at;
}

KnownVoice VoiceBook::known(VoicePrint print, bool active) const {
    const bool usable = print.embedderHash == embedderHash_;
    return {std::move(print), active, usable};
}

} // namespace solus
