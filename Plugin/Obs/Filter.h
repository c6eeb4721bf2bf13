// VoiceEngine as an audio filter of OBS.
#pragma once

#include "Engine/VoiceEngine.h"
#include "Obs/Learning.h"
#include "Obs/Settings.h"

#include <memory>
#include <mutex>
#include <string>

namespace solus::obs {

/// Models and voices are fetched on the thread that changes settings, and reach the audio thread as the
/// engine does it. What cannot be had is one line in OBS's log: then the default model runs, or everybody
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
    void fit(const Format&);
    void adoptModel(const std::string& name);
    void adoptVoice(const std::string& name);
    void learnt(const std::string& name);

    obs_source_t* self_;
    std::shared_ptr<const Model> embedder_;
    VoiceEngine engine_;

    std::mutex settingsMutex_; ///< of threads that change settings
    std::string model_, voice_;

    std::mutex formatMutex_; ///< held while the engine is prepared; the audio thread only tries it
    Format format_;          ///< what the engine is prepared for; no channels: for nothing

    uint64_t expected_ = 0; ///< the timestamp that would follow; audio thread only

    Learning learning_; ///< last: its thread uses all of the above
};

} // namespace solus::obs
