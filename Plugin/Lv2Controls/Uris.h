// The identity of the LV2 plugins with control ports. It never changes: saved sessions depend on it.
#pragma once

namespace solus::lv2 {

/// Mono, stereo.
inline constexpr const char* uris[] = {"https://solus-audio.org/plugins/solus-controls-mono",
                                       "https://solus-audio.org/plugins/solus-controls-stereo"};

} // namespace solus::lv2
