// VoiceEngine as an OBS audio filter.
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

/// Models and voices are loaded on the thread that changes settings, and reach the audio thread through the engine's
/// exchange. If OBS's audio format changes, another engine is made and handed over. A missing model or voice is one
/// line in OBS's log; then the default model runs, or everybody passes. If the engine cannot run at all, the input
/// passes unchanged.
class Filter {
public:
    Filter(obs_source_t* self, obs_data_t* settings);

    /// New settings, or another format of OBS's audio. Any thread but the audio thread.
    void update(obs_data_t* settings) noexcept;
    /// In place. The output has the timestamp of its audio, earlier by the latency, as in OBS's own noise
    /// suppression. Real-time.
    obs_audio_data* process(obs_audio_data*) noexcept;

    obs_properties_t* properties() noexcept;

private:
    struct Format {
        int rate = 0, channels = 0;
        bool operator==(const Format&) const = default;
    };

    static Format formatOfObs() noexcept;
    /// An engine and the format it is prepared for. Shared by both threads: one changes its settings, the other
    /// processes audio.
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

    std::mutex settingsMutex_; ///< serialises threads that change settings, for the following:
    EngineSettings settings_;
    std::string model_, voice_;
    std::shared_ptr<const Model> denoiser_;
    std::vector<VoicePrint> passing_;
    /// The newest engine; null without one. A holder keeps it alive until it takes a newer one.
    Sounding* newest_ = nullptr;

    Exchange<Sounding> handover_;

    // Audio thread only:
    std::unique_ptr<Sounding> playing_;
    uint64_t expected_ = 0; ///< the timestamp expected next

    Learning learning_; ///< declared last: its thread uses everything above
};

} // namespace solus::obs
