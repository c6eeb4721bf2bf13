// `solus enroll`: recordings in, voice print out.
#include "Commands.h"
#include "Console.h"
#include "Engine/Models.h"
#include "Error.h"
#include "Voices.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <nlohmann/json.hpp>

namespace solus::cli {
namespace {

/// e = sum_i t_i e_i, normalised: each second of speech counts the same, whichever file it is in.
Hearing together(const std::vector<Hearing>& hearings) {
    Hearing all;
    all.embedding.assign(hearings.front().embedding.size(), 0.0f);
    for (const auto& one : hearings) {
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

/// A file name may hold any bytes, a voice print only UTF-8.
std::string validUtf8(const std::string& text) {
    return nlohmann::json::parse(jsonString(text)).get<std::string>();
}

} // namespace

int enroll(const EnrollOptions& options) {
    const std::string path = voicePath(options.voice);
    const auto denoiser = defaultDenoiser();
    const auto embedder = defaultEmbedder();
    std::error_code ignored;
    const bool adding = options.add && std::filesystem::exists(path, ignored);
    VoicePrint known;
    if (adding) known = loadVoice(options.voice, *embedder);

    bool faults = false;
    const auto warn = [&](const std::string& finding) {
        faults = true;
        printWarning(finding);
    };
    std::vector<Hearing> hearings;
    for (const auto& file : options.in) {
        hearings.push_back(hearFile(file, options.salvage, denoiser, embedder));
        // Several short recordings make a long one: that is judged below.
        const std::string tooShort = lengthFinding(hearings.back().speechSeconds);
        for (const auto& finding : hearings.back().findings)
            if (finding != tooShort) warn(file + ": " + finding);
    }
    const Hearing heard = together(hearings);
    if (heard.speechSeconds < minimumEnrolSeconds) {
        throw Error(options.in.front() + (options.in.size() > 1 ? " and the others" : "") + ": only " +
                    readableTime(heard.speechSeconds) + " of speech, and a voice needs " +
                    readableTime(minimumEnrolSeconds) + " at least");
    }
    const VoicePrint fresh = enrol(validUtf8(voiceName(options.voice)), heard, *embedder);
    const std::string tooShort = lengthFinding(heard.speechSeconds + (adding ? known.seconds : 0.0));
    if (!tooShort.empty()) warn(voiceName(options.voice) + ": " + tooShort);
    if (faults && options.strict)
        throw Error(voiceName(options.voice) +
                    ": not enrolled, for the reasons above (without --strict it would be)");
    const VoicePrint print = adding ? merged(known, fresh) : fresh;
    print.save(path);
    printLine(print.name + ": " + readableTime(print.seconds) + " of speech in " + path);
    return done;
}

} // namespace solus::cli
