// `solus enroll`: recordings in, voice print out.
#include "Base/Error.h"
#include "Commands.h"
#include "Console.h"
#include "Engine/Models.h"
#include "Engine/VoiceFolder.h"
#include "Voices.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>

namespace solus::cli {
namespace {

struct Recording {
    std::string file;
    VoiceAnalysis analysis;
};

/// e = sum_i t_i e_i, normalised: each second of speech counts equally, whichever file it is in. Telephone speech is
/// left out if there is some with treble, as in merged().
VoiceAnalysis together(const std::vector<Recording>& recordings) {
    VoiceAnalysis all;
    all.byTelephone = std::all_of(recordings.begin(), recordings.end(), [](const Recording& r) {
        return r.analysis.byTelephone || r.analysis.speechSeconds == 0.0;
    });
    all.embedding.assign(recordings.front().analysis.embedding.size(), 0.0f);
    for (const auto& [file, one] : recordings) {
        if (one.byTelephone && !all.byTelephone) continue;
        all.speechSeconds += one.speechSeconds;
        for (size_t i = 0; i < one.embedding.size(); ++i)
            all.embedding[i] += static_cast<float>(one.speechSeconds) * one.embedding[i];
    }
    double square = 0.0;
    for (const float x : all.embedding) square += static_cast<double>(x) * x;
    const double scale = square > 0.0 ? 1.0 / std::sqrt(square) : 0.0;
    for (float& x : all.embedding) x = static_cast<float>(x * scale);
    return all;
}

/// Of the recordings that together() uses.
std::vector<std::string> fingerprints(const std::vector<Recording>& recordings, bool byTelephone) {
    std::vector<std::string> prints;
    for (const auto& [file, one] : recordings)
        if (one.speechSeconds > 0.0 && (!one.byTelephone || byTelephone))
            prints.push_back(fingerprint(one.embedding));
    return prints;
}

/// The voice's name may be missing, and no file or voice may be replaced without asking.
void refusePlace(const EnrollOptions& options, const std::string& path) {
    const std::string& voice = options.voice;
    const std::string usage = "the voice's name comes first: solus enroll NAME RECORDING";
    if (VoiceFolder::isPath(voice) && !voice.ends_with(VoiceFolder::ending))
        throw Error(voice + ": the name of a voice file ends in .voice (" + usage + ")");
    const std::string name = VoiceFolder::nameOf(voice);
    std::error_code ignored;
    const bool there = std::filesystem::exists(path, ignored);
    if (!there) VoiceFolder::checkName(name); // an existing voice of an earlier version keeps its name
    if (!options.force && hasAudioEnding(name) &&
        !agrees(voice + ": is named like a recording. Is it the name of the voice?"))
        throw Error(voice + ": is named like a recording, and " + usage + " (--force takes it as a name)");
    VoicePrint::refuseToReplace(path);
    if (there && !options.add && !options.force &&
        !agrees(name + ": is enrolled already. Replace the voice?"))
        throw Error(name + ": is enrolled already; --add adds to it, --force replaces it");
}

/// Identical samples give an identical embedding, whatever the file name.
bool isTheSame(const VoiceAnalysis& a, const VoiceAnalysis& b) {
    return a.speechSeconds > 0.0 && a.speechSeconds == b.speechSeconds && a.embedding == b.embedding;
}

/// All given recordings that are not in the voice yet, without duplicates.
std::vector<Recording> hearAll(const EnrollOptions& options, const VoicePrint& known,
                               const std::shared_ptr<const Model>& denoiser,
                               const std::shared_ptr<const Model>& embedder) {
    std::vector<Recording> recordings;
    for (const auto& file : options.in) {
        VoiceAnalysis analysis = analyseFile(file, options.salvage, denoiser, embedder);
        if (std::ranges::find(known.recordings, fingerprint(analysis.embedding)) != known.recordings.end()) {
            printWarning(file + ": is in the voice already; it is counted once");
            continue;
        }
        const auto same = std::find_if(recordings.begin(), recordings.end(),
                                       [&](const Recording& r) { return isTheSame(r.analysis, analysis); });
        if (same == recordings.end())
            recordings.push_back({file, std::move(analysis)});
        else
            printWarning(file + ": the same recording as " + same->file + "; it is counted once");
    }
    return recordings;
}

/// Speech of another talker would spoil the voice permanently.
void refuseStranger(const EnrollOptions& options, const VoicePrint& known, const VoiceAnalysis& heard,
                    const Model& embedder) {
    if (options.force) return;
    const float score = verify(known, heard, embedder);
    if (score >= acceptanceThreshold(embedder, known)) return;
    char text[32];
    std::snprintf(text, sizeof text, " (score %.2f)", static_cast<double>(score));
    const std::string finding = known.name + ": this does not sound like the voice" + text;
    if (!agrees(finding + ". Add it?")) throw Error(finding + "; --force adds it anyway");
}

} // namespace

int enroll(const EnrollOptions& options) {
    const VoiceFolder folder;
    const std::string path = folder.fileOf(options.voice), name = VoiceFolder::nameOf(options.voice);
    refusePlace(options, path);
    const auto denoiser = defaultDenoiser();
    const auto embedder = defaultEmbedder();
    std::error_code ignored;
    const bool adding = options.add && std::filesystem::exists(path, ignored);
    VoicePrint known;
    if (adding) known = folder.load(options.voice, *embedder);

    bool faults = false;
    const auto warn = [&](const std::string& finding) {
        faults = true;
        printWarning(finding);
    };
    const auto recordings = hearAll(options, known, denoiser, embedder);
    if (recordings.empty()) { // nothing new, so the file stays unchanged
        printLine(known.name + ": " + readableTime(known.seconds) + " of speech in " + path);
        return done;
    }
    for (const auto& [file, analysis] : recordings) {
        // Several short recordings add up: the total length is checked below.
        const std::string tooShort = lengthFinding(analysis.speechSeconds);
        for (const auto& finding : analysis.findings) {
            if (finding == tooShort) continue;
            if (finding == telephoneFinding) // not a fault: some can only be recorded this way
                printWarning(file + ": " + finding);
            else
                warn(file + ": " + finding);
        }
    }
    for (size_t i = 0; i < recordings.size(); ++i)
        for (size_t j = i + 1; j < recordings.size(); ++j)
            if (const auto finding =
                    talkersFinding(recordings[i].analysis, recordings[j].analysis, *embedder);
                !finding.empty())
                warn(recordings[i].file + " and " + recordings[j].file + ": " + finding);
    const VoiceAnalysis heard = together(recordings);
    if (heard.speechSeconds < minimumEnrolSeconds) {
        throw Error(options.in.front() + (options.in.size() > 1 ? " and the others" : "") + ": only " +
                    readableTime(heard.speechSeconds) + " of speech, and a voice needs " +
                    readableTime(minimumEnrolSeconds) + " at least");
    }
    VoicePrint fresh = enrol(name, heard, *embedder);
    fresh.recordings = fingerprints(recordings, heard.byTelephone);
    const std::string tooShort = lengthFinding(heard.speechSeconds + (adding ? known.seconds : 0.0));
    if (!tooShort.empty()) warn(name + ": " + tooShort);
    if (faults && options.strict)
        throw Error(name + ": not enrolled, for the reasons above (without --strict it would be)");
    if (adding) refuseStranger(options, known, heard, *embedder);
    if (adding && known.byTelephone != fresh.byTelephone)
        printWarning(known.name + (fresh.byTelephone
                                       ? ": telephone-band speech is not added to full-band speech"
                                       : ": full-band speech replaces the telephone-band speech"));
    const VoicePrint print = adding ? merged(known, fresh) : fresh;
    print.save(path);
    printLine(print.name + ": " + readableTime(print.seconds) + " of speech in " + path);
    return done;
}

} // namespace solus::cli
