// `solus verify`: checks whether recordings are of the enrolled voice.
#include "Base/Error.h"
#include "Commands.h"
#include "Console.h"
#include "Engine/Models.h"
#include "Engine/VoiceFolder.h"
#include "Voices.h"

#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>

namespace solus::cli {
namespace {

void print(const std::string& file, float score, float threshold, double seconds, bool json) {
    char text[200];
    const bool accepted = seconds > 0.0 && score >= threshold;
    if (json) {
        // Twelve digits: for ROC curves, close scores must stay distinct.
        std::snprintf(
            text, sizeof text, R"(, "score": %.12f, "accepted": %s, "threshold": %.6g, "seconds": %.3f})",
            static_cast<double>(score), accepted ? "true" : "false", static_cast<double>(threshold), seconds);
        printText(R"({"file": )" + jsonString(file) + text + '\n');
    } else {
        std::snprintf(text, sizeof text, "%.4f  %s  ", static_cast<double>(score),
                      seconds <= 0.0 ? "no speech"
                      : accepted     ? "accepted "
                                     : "rejected ");
        printLine(text + file);
    }
    flushOutput();
}

} // namespace

int verifyFiles(const VerifyOptions& options) {
    const auto denoiser = defaultDenoiser();
    const auto embedder = defaultEmbedder();
    const VoicePrint voice = VoiceFolder().load(options.voice, *embedder);
    const float threshold = options.threshold.value_or(acceptanceThreshold(*embedder, voice));
    const auto judge = [&](const std::string& file) {
        const VoiceAnalysis analysis = analyseFile(file, options.salvage, denoiser, embedder);
        print(file, verify(voice, analysis, *embedder), threshold, analysis.speechSeconds, options.json);
    };
    int code = done;
    for (const auto& file : options.in) {
        const int result = reportingErrors([&]() -> int {
            try {
                judge(file);
            } catch (const std::exception& e) {
                if (options.json) printJson({{"file", file}, {"error", e.what()}});
                throw;
            }
            return done;
        });
        code = std::max(code, result); // 2, bad input, takes precedence over 1
    }
    return code;
}

} // namespace solus::cli
