// solus-demo CLIPS OUT: cleans a noisy voice, recognises a talker, and prints a short table of results.
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

double meanSquare(const std::vector<float>& samples) {
    double sum = 1e-20;
    for (float x : samples) sum += x * x;
    return sum / static_cast<double>(samples.size());
}

bool cleanAndMeasure(const fs::path& clips, const fs::path& out) {
    const Clip noisy = load(clips / "voice-in-rain.flac"), clean = load(clips / "voice-in-rain.clean.flac");
    const Cleaned result = demo::clean(noisy);
    save(out / "voice-in-rain.cleaned.wav", result.clip);
    writeSpectrogramPicture(out / "before-after.png",
                            {"Before: a voice in the rain", noisy.samples, noisy.sampleRate},
                            {"After: Solus", result.clip.samples, result.clip.sampleRate});
    const Clip room = load(clips / "noisy-room.flac");
    save(out / "noisy-room.cleaned.wav", demo::clean(room).clip);

    const double before = siSdrDb(clean.samples, noisy.samples),
                 after = siSdrDb(clean.samples, result.clip.samples);
    std::printf("\n  %-34s %10s %10s\n", "A voice in the rain", "before", "after");
    std::printf("  %-34s %7.1f dB %7.1f dB\n", "SNR", snrDb(clean.samples, noisy.samples),
                snrDb(clean.samples, result.clip.samples));
    std::printf("  %-34s %7.1f dB %7.1f dB\n", "SI-SDR", before, after);
    std::printf("  %-34s %10s %8.2f %%\n", "CPU, one core (real time = 100 %)", "",
                100.0 * result.realTimeFactor);
    std::printf("  %-34s %10s %7.1f ms\n", "latency", "",
                1000.0 * result.latencySamples / result.clip.sampleRate);
    if (after - before >= leastImprovementDb) return true;
    std::fprintf(stderr, "demo: SI-SDR rose by %.1f dB only, at least %.0f dB were expected\n",
                 after - before, leastImprovementDb);
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

/// You and somebody else at once, equally loud: what is left of each.
bool isolate(const fs::path& clips, const fs::path& out, const VoicePrint& voice) {
    const Clip you = load(clips / "same.flac"), other = load(clips / "other.flac");
    Clip both = you;
    const double ratio = std::sqrt(meanSquare(you.samples) / meanSquare(other.samples));
    for (size_t n = 0; n < both.samples.size(); ++n)
        both.samples[n] += static_cast<float>(ratio) * other.samples[n % other.samples.size()];
    save(out / "two-voices.wav", both);
    const Cleaned gated = clean(both, Only{voice, OnlyMe::gate}),
                  isolated = clean(both, Only{voice, OnlyMe::isolate});
    save(out / "two-voices.only-you.wav", isolated.clip);
    const Cleaned alone = clean(other, Only{voice, OnlyMe::isolate});
    const double before = siSdrDb(you.samples, both.samples),
                 after = siSdrDb(you.samples, isolated.clip.samples);
    std::printf("\n  %-34s %10s %10s %10s\n", "Two people at once", "before", "gate", "isolate");
    std::printf("  %-34s %7.1f dB %7.1f dB %7.1f dB\n", "SI-SDR of your voice", before,
                siSdrDb(you.samples, gated.clip.samples), after);
    std::printf("  %-34s %10s %10s %7.1f dB\n", "the other voice alone", "0.0 dB", "",
                10.0 * std::log10(meanSquare(alone.clip.samples) / meanSquare(other.samples)));
    if (after > before) return true;
    std::fprintf(stderr, "demo: your voice was not brought out\n");
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
                   isolated = isolate(clips, out, voice);
        std::printf("\nListen and look (in %s):\n"
                    "  voice-in-rain.cleaned.wav, noisy-room.cleaned.wav   the cleaned recordings\n"
                    "  two-voices.wav, two-voices.only-you.wav             two people at once, and only you\n"
                    "  before-after.png                                    the picture\n",
                    out.c_str());
        return cleaned && recognised && isolated ? 0 : 1;
    } catch (const std::exception& e) {
        std::fprintf(stderr, "demo: %s\n", e.what());
        return 1;
    }
}
