// `solus verify`: is it the enrolled voice?
#include "Commands.h"
#include "Console.h"
#include "Engine/Models.h"
#include "Error.h"
#include "Voices.h"

#include <algorithm>
#include <cstdio>

namespace solus::cli {
namespace {

void print(const std::string& file, float score, bool accepted, double seconds, bool json) {
    char text[160];
    if (json) {
        // Twelve digits: whoever draws a ROC curve from these needs to tell close scores apart.
        std::snprintf(text, sizeof text, R"(, "score": %.12f, "accepted": %s, "seconds": %.3f})",
                      static_cast<double>(score), accepted ? "true" : "false", seconds);
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
    const VoicePrint voice = loadVoice(options.voice, *embedder);
    const float threshold = acceptanceThreshold(*embedder, voice);
    int code = done;
    for (const auto& file : options.in) {
        const int result = reportingErrors([&]() -> int {
            const Hearing hearing = hearFile(file, options.salvage, denoiser, embedder);
            const float score = verify(voice, hearing, *embedder);
            const bool accepted = hearing.speechSeconds > 0.0 && score >= threshold;
            print(file, score, accepted, hearing.speechSeconds, options.json);
            return done;
        });
        code = std::max(code, result); // 2, bad input, says more than 1
    }
    return code;
}

} // namespace solus::cli
