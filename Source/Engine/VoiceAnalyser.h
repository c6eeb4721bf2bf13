// Analyses a recording for enrolment or verification, through the same path as the live engine.
#pragma once

#include "Engine/EnginePath.h"
#include "Verify/VoicePrint.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace solus {

/// The result of the analysis so far.
struct VoiceAnalysis {
    std::vector<float> embedding; ///< L2-normalised; zeros if there was no speech
    bool byTelephone = false;     ///< the recording contains nothing above 4 kHz
    double speechSeconds = 0.0;
    std::vector<std::string> findings; ///< quality warnings, one short sentence each
    std::vector<std::vector<float>>
        pieces; ///< embeddings of VoiceTracker::pieceSeconds of speech each, in order
};

class VoiceAnalyser {
public:
    /// Allocates; throws Error.
    VoiceAnalyser(std::shared_ptr<const Model> denoiser, std::shared_ptr<const Model> embedder,
                  double sampleRate, int channels);

    /// Samples at the recording's rate; any number of them.
    void push(const float* const* samples, int count) noexcept;
    /// A whole recording. `read` returns interleaved frames, fewer than requested at the end. After each block,
    /// `goesOn` gets the number of frames analysed so far; if it returns false, this stops early and returns false.
    /// Same thread as push().
    bool analyse(const std::function<std::int64_t(float* interleaved, int frames)>& read,
                 const std::function<bool(std::int64_t)>& goesOn);
    /// The result so far. Same thread as push().
    double speechSeconds() const noexcept;
    /// What to tell the talker now: a problem to fix ("too quiet: ..."), else how much of `wantedSeconds` is left
    /// ("keep talking: 6 s"), or "" when there is enough.
    std::string advice(double wantedSeconds) const;
    /// Pushes silence until all samples have reached the embedder, and returns the result.
    VoiceAnalysis finish();

private:
    std::vector<std::string> faults() const;

    std::string talkersFinding() const; ///< "" if there seems to be one talker only

    std::shared_ptr<const Model> embedder_;
    EnginePath path_;
    int channels_;
    Planar input_, output_;
    std::int64_t samples_ = 0, clipped_ = 0;
    double powerIn_ = 0.0, powerRemoved_ = 0.0;
};

inline constexpr const char* telephoneFinding =
    "telephone bandwidth: a full-range microphone tells voices apart better";

/// A warning about this amount of speech; "" if it is enough. finish() adds it to the findings.
std::string lengthFinding(double speechSeconds);

/// A warning if two recordings seem to be of different talkers, else "". Throws Error.
std::string talkersFinding(const VoiceAnalysis&, const VoiceAnalysis&, const Model& embedder);

/// A new voice print from an analysed recording; `created` is now. Throws Error with less than one second of speech.
VoicePrint enrol(const std::string& name, const VoiceAnalysis&, const Model& embedder);

/// The score, 0 ... 1, of an analysed recording against a voice; 0 without speech. Throws Error if the voice print
/// belongs to another embedder.
float verify(const VoicePrint&, const VoiceAnalysis&, const Model& embedder);

inline constexpr double minimumEnrolSeconds = 1.0;

} // namespace solus
