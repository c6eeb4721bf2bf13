// Voices and crops.
#include "Voices/VoiceList.h"

#include "Base/EngineRate.h"
#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <span>

namespace solus::train {

void appendAtSpeed(std::vector<float>& out, std::span<const std::int16_t> x, double speed, size_t limit) {
    constexpr float scale = 1.0f / 32768.0f;
    if (speed == 1.0) {
        for (size_t i = 0; i < x.size() && out.size() < limit; ++i) out.push_back(scale * x[i]);
        return;
    }
    for (double at = 1.0; out.size() < limit; at += speed) {
        const auto i = static_cast<size_t>(at);
        if (i + 2 >= x.size()) break;
        // Catmull and Rom 1974: a cubic through x_i and x_{i+1} with slopes from their neighbours.
        const float u = static_cast<float>(at - static_cast<double>(i)), x0 = x[i - 1], x1 = x[i],
                    x2 = x[i + 1], x3 = x[i + 2];
        const float cubic = 0.5f * (3.0f * (x1 - x2) + x3 - x0),
                    square = x0 - 2.5f * x1 + 2.0f * x2 - 0.5f * x3, slope = 0.5f * (x2 - x0);
        out.push_back(scale * (x1 + u * (slope + u * (square + u * cubic))));
    }
}

namespace {

/// Many speakers under one name: neither the same voice nor safely different ones.
bool isCrowd(const Entry& entry) {
    static const std::set<std::string> crowds{"picovoice_s2i", "msc_story", "gcompris_gd",
                                              "fleursdumal_librivox"};
    const bool mixed = entry.speaker.ends_with("_mixed");
    return crowds.contains(entry.group) || mixed ||
           (entry.group == "vctk_demo" && entry.speaker.find("unk_") != std::string::npos);
}

/// Children's programmes in which different names are often the same person: a talker of a language in one of them may be
/// any talker of that language in the others.
bool sharesTalkers(const Voice& voice) {
    static const std::set<std::string> family{"gcompris_voices", "klettres", "ktuberling", "childsplay",
                                              "tuxpaint_stamps"};
    return family.contains(voice.corpus);
}

constexpr const char* severalDays = "voxforge"; // recordings ordered by day

bool isForValidation(const Voice& voice) {
    static const std::set<std::string> large{
        "speechocean762", "msc_malayalam", "alphanumeric",          "an4",
        "librispeech",    "common_voice",  "google_speech_commands"};
    return voice.corpus == severalDays ||
           (large.contains(voice.corpus) && stableHash("verify " + voice.speaker) % 8 == 0);
}

/// A single recording is cut into pieces, so that a voice always has at least two different ones.
std::vector<Stretch> stretchesOf(const std::vector<const Recording*>& recordings) {
    constexpr size_t piece = 2 * engineRate, least = engineRate;
    if (recordings.size() > 1) {
        std::vector<Stretch> whole;
        for (const auto* r : recordings) whole.push_back({r, 0, r->length()});
        return whole;
    }
    const size_t length = recordings[0]->length(), count = std::max<size_t>(2, length / piece);
    std::vector<Stretch> pieces;
    if (length / count >= least)
        for (size_t i = 0; i < count; ++i)
            pieces.push_back({recordings[0], i * length / count, (i + 1) * length / count});
    return pieces;
}

/// Stretches in the order given, from a random position in each that is longer than still needed.
std::vector<float> crop(std::span<const Stretch> stretches, size_t samples, double speed, Random& random) {
    std::vector<float> out;
    out.reserve(samples);
    for (const auto& stretch : stretches) {
        if (out.size() >= samples) break;
        const auto wanted = static_cast<size_t>(static_cast<double>(samples - out.size()) * speed) + 4;
        const RecordingSamples recording(*stretch.recording);
        const auto all = stretch.of(recording.all());
        const size_t spare = all.size() > wanted ? all.size() - wanted : 0;
        const auto skip = static_cast<size_t>(random.below(static_cast<std::int64_t>(spare) + 1));
        appendAtSpeed(out, all.subspan(skip), speed, samples);
    }
    return out;
}

} // namespace

VoiceList::VoiceList(std::shared_ptr<const Library> library) : library_(std::move(library)) {
    std::map<std::pair<std::string, std::string>, std::vector<const Recording*>> bySpeaker;
    for (const auto& recording : library_->speech)
        if (!isCrowd(recording.entry))
            bySpeaker[{recording.entry.group, recording.entry.speaker}].push_back(&recording);
    for (const auto& [key, recordings] : bySpeaker) {
        const Entry& entry = recordings[0]->entry;
        Voice voice{key.first, key.second, entry.language, entry.gender, stretchesOf(recordings)};
        if (voice.stretches.size() < 2) continue;
        auto& list = isForValidation(voice) ? validation_ : training_;
        list.push_back(std::move(voice));
    }
    groupVoices();
    double sum = 0.0;
    for (const auto& group : groups_)
        cumulative_.push_back(sum += std::sqrt(static_cast<double>(group.size())));
}

// Groups of one corpus, language and sex; those that are too small are merged: one corpus and sex, one corpus, all.
void VoiceList::groupVoices() {
    constexpr size_t least = 16;
    std::vector<const Voice*> rest;
    for (const auto& voice : training_) rest.push_back(&voice);
    const auto split = [&](auto keyOf) {
        std::map<std::string, std::vector<const Voice*>> groups;
        for (const Voice* voice : rest) groups[keyOf(*voice)].push_back(voice);
        rest.clear();
        for (auto& [key, voices] : groups) {
            if (voices.size() >= least)
                groups_.push_back(std::move(voices));
            else
                rest.insert(rest.end(), voices.begin(), voices.end());
        }
    };
    split([](const Voice& v) { return v.corpus + "/" + v.language + "/" + v.gender; });
    split([](const Voice& v) { return v.corpus + "/" + v.gender; });
    split([](const Voice& v) { return v.corpus; });
    if (!rest.empty()) groups_.push_back(std::move(rest));
}

std::vector<const Voice*> VoiceList::drawBatch(int count, Random& random) const {
    std::vector<const Voice*> batch;
    std::set<const Voice*> drawn;
    std::set<std::string> sharedLanguages;
    const auto wanted = static_cast<size_t>(count);
    for (int round = 0; batch.size() < wanted && round < 1000; ++round) {
        const double at = random.uniform() * cumulative_.back();
        const auto found = std::upper_bound(cumulative_.begin(), cumulative_.end(), at) - cumulative_.begin();
        auto group = groups_[std::min<size_t>(found, groups_.size() - 1)];
        const size_t share = std::min(wanted - batch.size(), (wanted + 1) / 2);
        size_t taken = 0;
        for (size_t left = group.size(); left > 0 && taken < share; --left) {
            std::swap(group[random.below(static_cast<std::int64_t>(left))], group[left - 1]);
            const Voice* voice = group[left - 1];
            if (!drawn.insert(voice).second) continue;
            if (sharesTalkers(*voice) && !sharedLanguages.insert(voice->language).second) continue;
            batch.push_back(voice);
            ++taken;
        }
    }
    return batch;
}

std::pair<std::vector<float>, std::vector<float>> cropTwice(const Voice& voice, size_t samples, double speed,
                                                            Random& random) {
    auto stretches = voice.stretches;
    for (size_t left = stretches.size(); left > 1 && voice.corpus != severalDays; --left)
        std::swap(stretches[random.below(static_cast<std::int64_t>(left))], stretches[left - 1]);
    const auto half = std::span(stretches).first(stretches.size() / 2);
    const auto other = std::span(stretches).subspan(stretches.size() / 2);
    auto first = crop(half, samples, speed, random);
    return {std::move(first), crop(other, samples, speed, random)};
}

} // namespace solus::train
