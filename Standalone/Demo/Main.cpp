// solus-demo CLIPS OUT: cleans a noisy voice, recognises a talker, keeps one of two, and prints a table of results.
#include "Base/Error.h"
#include "Demo/SpectrogramPicture.h"
#include "Demo/Steps.h"
#include "Engine/EngineSettings.h"
#include "Engine/Models.h"
#include "Measure/Metrics.h"
#include "Verify/SpeakerScore.h"

#include <cmath>
#include <cstdio>
#include <filesystem>
#include <string>

using namespace solus;
using namespace solus::demo;
namespace fs = std::filesystem;

namespace {

constexpr double leastImprovementDb = 3.0;

/// A voice in some noise: the noisy recording, and NAME.clean.flac, the same without the noise.
struct Pair {
    const char* name;  ///< of the files
    const char* title; ///< "A voice ..."
};

constexpr Pair pairs[] = {{"voice-in-rain", "in the rain"},
                          {"voice-at-keyboard", "at a keyboard"},
                          {"voice-in-street", "in a street"},
                          {"voice-by-fan", "by a fan"},
                          {"voice-in-babble", "among other people"}};

bool cleanAndMeasure(const fs::path& clips, const fs::path& out) {
    std::printf("\n  %-34s %10s %10s\n", "A voice ... (SI-SDR)", "before", "after");
    double gain = 0.0, work = 0.0, latencyMs = 0.0;
    bool better = true;
    for (const auto& [name, title] : pairs) {
        const std::string file = name;
        const Clip noisy = load(clips / (file + ".flac")), clean = load(clips / (file + ".clean.flac"));
        const Cleaned result = demo::clean(noisy);
        save(out / (file + ".cleaned.wav"), result.clip);
        writeSpectrogramPicture(out / (file + ".png"),
                                {std::string("Before: a voice ") + title, noisy.samples, noisy.sampleRate},
                                {"After: Solus", result.clip.samples, result.clip.sampleRate});
        const double before = siSdrDb(clean.samples, noisy.samples),
                     after = siSdrDb(clean.samples, result.clip.samples);
        std::printf("  %-34s %7.1f dB %7.1f dB\n", title, before, after);
        better = better && after > before;
        gain += (after - before) / std::size(pairs);
        work += result.realTimeFactor / std::size(pairs);
        if (noisy.sampleRate == engineRate) latencyMs = 1000.0 * result.latencySamples / engineRate;
    }
    std::printf("  %-34s %10s %8.2f %%\n", "CPU, one core (real time = 100 %)", "", 100.0 * work);
    std::printf("  %-34s %10s %7.1f ms\n", "latency at 48 kHz", "", latencyMs);
    save(out / "noisy-room.cleaned.wav", demo::clean(load(clips / "noisy-room.flac")).clip);
    if (better && gain >= leastImprovementDb) return true;
    std::fprintf(
        stderr,
        "demo: SI-SDR rose by %.1f dB in the mean, at least %.0f dB and a rise in each noise were expected\n",
        gain, leastImprovementDb);
    return false;
}

VoicePrint learn(const fs::path& clips) {
    const VoiceAnalysis enrolled =
        analyse({load(clips / "enrol-1.flac"), load(clips / "enrol-2.flac"), load(clips / "enrol-3.flac")});
    return enrol("demo", enrolled, *defaultEmbedder());
}

bool recognise(const fs::path& clips, const VoicePrint& voice) {
    const auto embedder = defaultEmbedder();
    const float threshold = SpeakerScore(*embedder, static_cast<int>(voice.embedding.size())).threshold();
    const float same = verify(voice, analyse({load(clips / "same.flac")}), *embedder);
    const float other = verify(voice, analyse({load(clips / "other.flac")}), *embedder);
    const auto verdict = [&](float score) { return score >= threshold ? "it is you" : "somebody else"; };
    std::printf("\n  %-34s %10s   %s\n", "Is it me?  (enrolled with three clips)", "score", "verdict");
    std::printf("  %-34s %14.3f   %s\n", "another clip of the same voice", static_cast<double>(same),
                verdict(same));
    std::printf("  %-34s %14.3f   %s\n", "somebody else of the same sex", static_cast<double>(other),
                verdict(other));
    if (same >= threshold && other < threshold) return true;
    std::fprintf(stderr, "demo: a verdict is wrong\n");
    return false;
}

using Turn = std::pair<size_t, size_t>; ///< first sample, length

/// The change of level in dB over one talker's turns.
double changeDb(const Clip& before, const Clip& after, const std::vector<Turn>& turns) {
    double in = 1e-20, out = 1e-20;
    for (const auto& [from, length] : turns)
        for (size_t n = from; n < from + length; ++n) {
            in += static_cast<double>(before.samples[n]) * before.samples[n];
            out += static_cast<double>(after.samples[n]) * after.samples[n];
        }
    return 10.0 * std::log10(out / in);
}

bool converse(const fs::path& clips, const fs::path& out, const VoicePrint& voice) {
    Clip talk{{}, 0};
    std::vector<Turn> yours, others;
    for (const char* name : {"same.flac", "other.flac", "enrol-1.flac", "other.flac"}) {
        const Clip turn = load(clips / name);
        talk.sampleRate = turn.sampleRate;
        talk.samples.resize(talk.samples.size() + static_cast<size_t>(talk.sampleRate) / 2);
        (std::string(name) == "other.flac" ? others : yours)
            .emplace_back(talk.samples.size(), turn.samples.size());
        talk.samples.insert(talk.samples.end(), turn.samples.begin(), turn.samples.end());
    }
    const Clip onlyYou = clean(talk, voice).clip;
    save(out / "conversation.wav", talk);
    save(out / "conversation.only-you.wav", onlyYou);
    const double lost = changeDb(talk, onlyYou, yours), leaked = changeDb(talk, onlyYou, others);
    std::printf("\n  %-34s %10s\n", "A conversation, only you", "level");
    std::printf("  %-34s %7.1f dB\n", "your voice", lost);
    std::printf("  %-34s %7.1f dB\n", "the other one", leaked);
    if (lost > -1.0 && leaked < -10.0) return true;
    std::fprintf(stderr, "demo: the gate lost your voice, or let the other one through\n");
    return false;
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 3) {
        std::fprintf(stderr,
                     "usage: solus-demo CLIPS OUT   (folders: Resources/Demo, and where the results go)\n");
        return 2;
    }
    try {
        const fs::path clips = argv[1], out = argv[2];
        fs::create_directories(out);
        std::printf("\nSolus with the model %s: at most %.0f dB of noise is removed.\n", defaultDenoiserName,
                    static_cast<double>(defaultAmountDb));
        const VoicePrint voice = learn(clips);
        const bool cleaned = cleanAndMeasure(clips, out), recognised = recognise(clips, voice),
                   conversed = converse(clips, out, voice);
        std::printf("\nListen and look (in %s):\n"
                    "  voice-*.cleaned.wav, noisy-room.cleaned.wav   the cleaned recordings\n"
                    "  voice-*.png                                   pictures: before and after\n"
                    "  conversation.wav, conversation.only-you.wav   two people, and only you\n",
                    out.c_str());
        return cleaned && recognised && conversed ? 0 : 1;
    } catch (const std::exception& e) {
        std::fprintf(stderr, "demo: %s\n", e.what());
        return 1;
    }
}
