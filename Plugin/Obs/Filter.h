// VoiceEngine as an audio filter of OBS.
#pragma once

#include "Engine/Exchange.h"
#include "Engine/VoiceEngine.h"
#include "Obs/Learning.h"
#include "Obs/Settings.h"

#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace solus::obs {

/// Models and voices are fetched on the thread that changes settings, and reach the audio thread as the
/// engine does it; for another format of OBS's audio another engine is made, and handed over. What cannot be had is one line in OBS's log: then the default model runs, or everybody
/// passes. Where the engine cannot run at all, sound passes as it came.
class Filter {
public:
    Filter(obs_source_t* self, obs_data_t* settings);

    /// New settings, or another format of OBS's audio. Any thread but the audio one.
    void update(obs_data_t* settings) noexcept;
    /// In place; what goes out has the timestamp of its sound, earlier by the latency, as OBS's own noise
    /// suppression does it. Real-time.
    obs_audio_data* process(obs_audio_data*) noexcept;

    obs_properties_t* properties() noexcept;

private:
    struct Format {
        int rate = 0, channels = 0;
        bool operator==(const Format&) const = default;
    };

    static Format formatOfObs() noexcept;
    /// An engine and what it is prepared for. Both threads know it: its settings are the one's, its sound the other's.
    struct Sounding {
        Sounding(std::shared_ptr<const Model> denoiser, std::shared_ptr<const Model> embedder)
            : engine(std::move(denoiser), std::move(embedder)) {}
        VoiceEngine engine;
        Format format;
    };

    void fit(const Format&);
    void adoptModel(const std::string& name);
    void adoptVoice(const std::string& name);
    void learnt(const std::string& name);

    obs_source_t* self_;
    std::shared_ptr<const Model> embedder_;

    std::mutex settingsMutex_; ///< of threads that change settings, for these
    EngineSettings settings_;
    std::string model_, voice_;
    std::shared_ptr<const Model> denoiser_;
    std::vector<VoicePrint> passing_;
    /// The engine that was made last, null without one. Whoever holds it, it lives until a newer one is taken.
    Sounding* newest_ = nullptr;

    Exchange<Sounding> handover_;

    // Audio thread only:
    std::unique_ptr<Sounding> playing_;
    uint64_t expected_ = 0; ///< the timestamp that would follow

    Learning learning_; ///< last: its thread uses all of the above
};

} // namespace solus::obs
