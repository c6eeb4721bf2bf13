// Realistic scenes: a voice near the microphone, surrounded by layers of crowds, places, machines and events.
#pragma once

#include "Data/Enrolment.h"
#include "Data/Interruptions.h"
#include "Data/Mixer.h"
#include "Data/Strangers.h"
#include "Data/StretchPool.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace solus::train {

struct SceneOptions {
    MixerOptions mixing;
    InterruptionOptions interruptions;
    double crowd = 0.25;                 ///< chance of a crowd of 3 to 60 talkers in a separate room
    double unsteady = 0.2;               ///< share of the recorded layers of noise that are made instead
    double nearTalker = 0.12;            ///< chance of one to three talkers 5 to 20 dB below the voice
    double whisper = 0.05, vowel = 0.04; ///< share of the voices
    double lateSpeech = 0.15;            ///< chance that the voice begins after 30 to 75 % of the scene
    double bandLimited = 0.5; ///< share of scenes recorded by a narrow-band device, noise and voice alike
    /// The least range of levels, in dB, within a recording used as a target (if its manifest states the range).
    double leastRangeDb = 30.0;
    /// Only the talker of the voice is to be kept: strangers talk too, and every mixture has a voice. Needs `enrolment`.
    std::optional<StrangerOptions> strangers;
    std::shared_ptr<const Enrolment> enrolment;
    int voices = 768, noises = 448; ///< ready in the pools
    int renewal = 512;              ///< steps after which everything in the pools has been replaced
    int voiceRenewal = 0;           ///< the same of voices; 0: as `renewal`
};

class SceneMixer {
public:
    SceneMixer(std::shared_ptr<const Library>, const SceneOptions&, std::uint64_t seed, Split = Split::train);

    /// Thread-safe. The same (seed, step, item) always gives the same samples.
    Mixture make(std::int64_t step, std::uint64_t item) const;

private:
    std::optional<Mixture> makeScene(std::int64_t step, std::uint64_t item, bool exchange) const;
    PooledSound readyVoice(Random&) const;
    PooledSound readyNoise(Random&) const;
    std::shared_ptr<const PooledSound> drawOwner(std::int64_t step, Random&) const;
    std::vector<float> speechOf(const PooledSound& owner, Random&) const;
    std::vector<float> noise(std::int64_t step, Random&) const;
    std::vector<float> crowd(std::int64_t step, Random&) const;
    void addNearTalkers(std::int64_t step, Random&, Mixture&, const PooledSound& owner) const;
    void limitBand(Random&, Mixture&) const;

    std::shared_ptr<const Library> library_;
    SceneOptions options_;
    std::uint64_t seed_;
    size_t samples_;
    Picker speech_, noise_, rooms_;
    std::unique_ptr<EnrolledTalkers> talkers_; ///< with strangers
    StretchPool voices_, noises_;
    std::optional<Strangers> strangers_;
};

} // namespace solus::train
