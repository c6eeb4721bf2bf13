// Enrolment and verification of recordings.
#include "Engine/VoiceAnalyser.h"

#include "Base/Error.h"
#include "Base/Planar.h"
#include "Engine/NoDenormals.h"
#include "Engine/SaneInput.h"
#include "Verify/SpeakerScore.h"
#include "Verify/TwoTalkers.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <ctime>

namespace solus {
namespace {

constexpr double recommendedSeconds = 5.0;
constexpr double quietDb = -50.0; // mean level of the recording, dBFS
constexpr double noisyDb = 6.0;   // ratio of the energy kept to the energy removed
constexpr double clippedShare = 0.001;
constexpr float clipLevel = 0.999f;
// Probabilities of one talker below which two are suspected: for clusters chosen by their difference; and for two
// recordings or halves, without any selection.
constexpr float twoTalkers = 0.1f, otherTalker = 0.2f;

constexpr const char* twoTalkersFinding = "two talkers: record one voice alone";

std::string nowUtc() {
    const std::time_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
    std::tm utc{};
    gmtime_r(&now, &utc);
    char text[32];
    std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &utc);
    return text;
}

EngineSettings listeningSettings() {
    EngineSettings settings;
    settings.amountDb = 100.0f;
    settings.listenToRemoved = true; // the output is what was removed: its energy measures the noise
    return settings;
}

} // namespace

VoiceAnalyser::VoiceAnalyser(std::shared_ptr<const Model> denoiser, std::shared_ptr<const Model> embedder,
                             double sampleRate, int channels)
    : embedder_(embedder), path_(std::move(denoiser), nullptr, std::move(embedder),
                                 EnginePath::checkedRate(sampleRate, channels), channels),
      channels_(channels), input_(channels, EnginePath::maxBlock), output_(channels, EnginePath::maxBlock) {
    if (path_.tracker() == nullptr) throw Error("recognising a voice needs a speaker model");
    path_.alwaysListen(true);
    path_.tracker()->setSingleTalker();
}

void VoiceAnalyser::push(const float* const* samples, int count) noexcept {
    const NoDenormals guard;
    static const EngineSettings settings = listeningSettings();
    static const PassingVoices nobody;
    for (int done = 0, part; done < count; done += part) {
        part = std::min(EnginePath::maxBlock, count - done);
        for (int c = 0; c < channels_; ++c)
            for (int n = 0; n < part; ++n) {
                const float x = samples[c][done + n];
                input_[c][n] = sane(x);
                clipped_ += std::abs(x) >= clipLevel;
                powerIn_ += static_cast<double>(input_[c][n]) * input_[c][n];
            }
        path_.process(input_.read(), output_.write(), part, settings, nobody);
        for (int c = 0; c < channels_; ++c)
            for (int n = 0; n < part; ++n)
                powerRemoved_ += static_cast<double>(output_[c][n]) * output_[c][n];
        samples_ += static_cast<std::int64_t>(part) * channels_;
    }
}

bool VoiceAnalyser::analyse(const std::function<std::int64_t(float* interleaved, int frames)>& read,
                            const std::function<bool(std::int64_t)>& goesOn) {
    constexpr int blockFrames = 4096;
    Planar block(channels_, blockFrames);
    std::vector<float> interleaved(static_cast<size_t>(channels_) * blockFrames);
    std::int64_t total = 0;
    for (int got = blockFrames; got == blockFrames;) {
        got = static_cast<int>(read(interleaved.data(), blockFrames));
        block.fromInterleaved(interleaved.data(), got);
        push(block.read(), got);
        total += got;
        if (!goesOn(total)) return false;
    }
    return true;
}

double VoiceAnalyser::speechSeconds() const noexcept {
    return path_.tracker()->embedder().speechSeconds();
}

std::string VoiceAnalyser::advice(double wantedSeconds) const {
    constexpr long aMoment = 24000; // samples before a problem is reported
    if (samples_ > aMoment)
        if (const auto found = faults(); !found.empty()) return found.front();
    const double left = std::min(std::ceil(wantedSeconds - speechSeconds()), 1e6);
    return left > 0.0 ? "keep talking: " + std::to_string(static_cast<int>(left)) + " s" : "";
}

std::vector<std::string> VoiceAnalyser::faults() const {
    const double heard = static_cast<double>(std::max<std::int64_t>(samples_, 1));
    const double kept = powerIn_ - std::min(powerRemoved_, powerIn_);
    std::vector<std::string> found;
    if (10.0 * std::log10(powerIn_ / heard + 1e-12) < quietDb)
        found.push_back("too quiet: come closer or turn the microphone up");
    if (static_cast<double>(clipped_) / heard > clippedShare)
        found.push_back("clipped: turn the microphone down");
    if (10.0 * std::log10((kept + 1e-12) / (powerRemoved_ + 1e-12)) < noisyDb)
        found.push_back("too noisy: find a quieter place");
    return found;
}

VoiceAnalysis VoiceAnalyser::finish() {
    VoiceAnalysis analysis;
    analysis.findings = faults();
    const std::vector<float> silence(static_cast<size_t>(path_.latency() + EnginePath::maxBlock), 0.0f);
    const std::vector<const float*> pointers(static_cast<size_t>(channels_), silence.data());
    push(pointers.data(), static_cast<int>(silence.size()));

    Embedder& embedder = path_.tracker()->embedder();
    const auto embedding = embedder.embedding();
    analysis.embedding.assign(embedding.begin(), embedding.end());
    analysis.speechSeconds = embedder.speechSeconds();
    analysis.byTelephone = embedder.heardByTelephone();
    if (analysis.byTelephone) analysis.findings.insert(analysis.findings.begin(), telephoneFinding);
    analysis.pieces = embedder.pieces();
    if (const auto finding = talkersFinding(); !finding.empty()) // first, as the most important one
        analysis.findings.insert(analysis.findings.begin(), finding);
    if (const auto finding = lengthFinding(analysis.speechSeconds); !finding.empty())
        analysis.findings.insert(analysis.findings.begin(), finding);
    return analysis;
}

std::string VoiceAnalyser::talkersFinding() const {
    const auto& pieces = path_.tracker()->embedder().pieces();
    SpeakerScore score(*embedder_, embedder_->outputSize);
    if (oneTalkerProbability(pieces, VoiceTracker::pieceSeconds, score) >= twoTalkers &&
        sameTalkerInHalves(pieces, VoiceTracker::pieceSeconds, score) >= otherTalker)
        return {};
    return twoTalkersFinding;
}

std::string talkersFinding(const VoiceAnalysis& a, const VoiceAnalysis& b, const Model& embedder) {
    const double seconds = std::min(a.speechSeconds, b.speechSeconds);
    if (seconds < 1.0) return {};
    SpeakerScore score(embedder, embedder.outputSize);
    const float oneTalker = score.compare(a.embedding, b.embedding, seconds, a.byTelephone + b.byTelephone);
    return oneTalker >= otherTalker ? "" : twoTalkersFinding;
}

std::string lengthFinding(double speechSeconds) {
    if (speechSeconds >= recommendedSeconds) return {};
    char seconds[16];
    std::snprintf(seconds, sizeof seconds, "%.1f", speechSeconds);
    return std::string("only ") + seconds + " s of speech: five seconds or more are recognised better";
}

VoicePrint enrol(const std::string& name, const VoiceAnalysis& analysis, const Model& embedder) {
    if (analysis.speechSeconds < minimumEnrolSeconds)
        throw Error("less than one second of speech: record more");
    return {name,
            embedder.hash,
            analysis.embedding,
            analysis.speechSeconds,
            nowUtc(),
            analysis.byTelephone,
            {fingerprint(analysis.embedding)}};
}

float verify(const VoicePrint& voice, const VoiceAnalysis& analysis, const Model& embedder) {
    if (voice.embedderHash != embedder.hash)
        throw Error("voice \"" + voice.name + "\" was enrolled with another speaker model; enrol again");
    if (analysis.speechSeconds <= 0.0) return 0.0f;
    SpeakerScore score(embedder, static_cast<int>(analysis.embedding.size()));
    return score.compare(voice.embedding, analysis.embedding, analysis.speechSeconds,
                         voice.byTelephone + analysis.byTelephone);
}

} // namespace solus
