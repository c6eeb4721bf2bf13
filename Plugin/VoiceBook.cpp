// The list of voices, in the order of their enrolment.
#include "VoiceBook.h"

#include "Base/Error.h"
#include "Verify/VoiceTracker.h"
#include "VoiceFolder.h"

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
    if (to.empty()) throw Error("a voice needs a name");
    if (from == to) return;
    if (find(to) != nullptr || (isShared(to) && sharedVoicePath(to) != sharedVoicePath(from)))
        throw Error("there is a voice called \"" + to + "\" already");
    if (KnownVoice* voice = find(from)) voice->print.name = to;
}

std::string VoiceBook::freeName() const {
    const std::lock_guard lock(mutex_);
    const auto taken = [&](const std::string& name) {
        return isShared(name) || std::any_of(voices_.begin(), voices_.end(),
                                             [&](const auto& v) { return v.print.name == name; });
    };
    std::string name = "My voice";
    for (int n = 2; taken(name); ++n) name = "Voice " + std::to_string(n);
    return name;
}

std::string VoiceBook::freeNameLike(const std::string& wanted, const VoicePrint* voice) const {
    const std::lock_guard lock(mutex_);
    const auto taken = [&](const std::string& name) {
        const bool here = std::any_of(voices_.begin(), voices_.end(), [&](const auto& v) {
            return v.print.name == name && !(voice && v.print.embedding == voice->embedding);
        });
        return here || (isShared(name) && !(voice && isSharedAs(name, *voice)));
    };
    std::string name = wanted;
    for (int n = 2; taken(name); ++n) name = wanted + " " + std::to_string(n);
    return name;
}

void VoiceBook::importFile(const std::string& path) {
    VoicePrint voice = VoicePrint::load(path);
    voice.name = freeNameLike(voice.name, &voice);
    add(std::move(voice));
}

void VoiceBook::exportFile(const std::string& name, const std::string& path) const {
    for (const auto& voice : list())
        if (voice.print.name == name) return voice.print.save(path);
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
