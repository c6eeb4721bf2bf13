// Listens to a recording for enrolment or verification, through the path of the live engine.
#pragma once

#include "Engine/EnginePath.h"
#include "Verify/VoicePrint.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace solus {

/// What was heard so far.
struct Hearing {
    std::vector<float> embedding; ///< L2-normalised; zeros if there was no speech
    bool byTelephone = false;     ///< nothing above 4 kHz was there
    double speechSeconds = 0.0;
    std::vector<std::string> findings; ///< about quality, each one short sentence
    std::vector<std::vector<float>>
        pieces; ///< embeddings of VoiceTracker::pieceSeconds of speech each, in order
};

class VoiceListener {
public:
    /// Allocates; throws Error.
    VoiceListener(std::shared_ptr<const Model> denoiser, std::shared_ptr<const Model> embedder,
                  double sampleRate, int channels);

    /// Samples at the recording's rate; any count.
    void push(const float* const* samples, int count) noexcept;
    /// A whole recording: `read` is asked for interleaved frames until it gives fewer. After each block `goesOn` is
    /// told how many frames were heard; when it says false, this ends early and returns false. One thread with push().
    bool hear(const std::function<std::int64_t(float* interleaved, int frames)>& read,
              const std::function<bool(std::int64_t)>& goesOn);
    /// So far. One thread with push().
    double speechSeconds() const noexcept;
    /// What to tell the talker now: a fault to mend ("too quiet: ..."), else how much is left of `wantedSeconds`
    /// ("keep talking: 6 s"), "" when there is enough.
    std::string advice(double wantedSeconds) const;
    /// Pushes silence until all samples have reached the embedder, and returns the result.
    Hearing finish();

private:
    std::vector<std::string> faults() const;

    std::string talkersFinding() const; ///< "" where one talker speaks, as far as one can tell

    std::shared_ptr<const Model> embedder_;
    EnginePath path_;
    int channels_;
    Planar input_, output_;
    long samples_ = 0, clipped_ = 0;
    double powerIn_ = 0.0, powerRemoved_ = 0.0;
};

inline constexpr const char* telephoneFinding =
    "telephone band: a microphone with treble tells voices apart better";

/// What to say about this much speech, "" if it is enough. finish() puts it into the findings.
std::string lengthFinding(double speechSeconds);

/// "" where two recordings are of one talker, as far as one can tell. Throws Error.
std::string talkersFinding(const Hearing&, const Hearing&, const Model& embedder);

/// A new voice print from a hearing; `created` is now. Throws Error with less than one second of speech.
VoicePrint enrol(const std::string& name, const Hearing&, const Model& embedder);

/// Score in 0 ... 1 of a hearing against a voice; 0 without speech. Throws Error for a print of another
/// embedder.
float verify(const VoicePrint&, const Hearing&, const Model& embedder);

inline constexpr double minimumEnrolSeconds = 1.0;

} // namespace solus
