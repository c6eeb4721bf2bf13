// solus-demo CLIPS OUT: cleans a noisy voice, recognises a talker, and prints a short table of results.
#include "Base/Error.h"
#include "Demo/SpectrogramPicture.h"
#include "Demo/Steps.h"
#include "Engine/EngineSettings.h"
#include "Engine/Models.h"
#include "Measure/Metrics.h"
#include "Verify/SpeakerScore.h"

#include <cstdio>
#include <filesystem>
#include <string>

using namespace solus;
using namespace solus::demo;
namespace fs = std::filesystem;

namespace {

constexpr double leastImprovementDb = 3.0;

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

bool recognise(const fs::path& clips) {
    const auto embedder = defaultEmbedder();
    const VoiceAnalysis enrolled =
        analyse({load(clips / "enrol-1.flac"), load(clips / "enrol-2.flac"), load(clips / "enrol-3.flac")});
    const VoicePrint voice = enrol("demo", enrolled, *embedder);
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
        const bool cleaned = cleanAndMeasure(clips, out), recognised = recognise(clips);
        std::printf("\nListen and look (in %s):\n"
                    "  voice-in-rain.cleaned.wav, noisy-room.cleaned.wav   the cleaned recordings\n"
                    "  before-after.png                                    the picture\n",
                    out.c_str());
        return cleaned && recognised ? 0 : 1;
    } catch (const std::exception& e) {
        std::fprintf(stderr, "demo: %s\n", e.what());
        return 1;
    }
}
