// Who the plain LV2 plugins are. These never change: saved sessions depend on them.
#pragma once

namespace solus::lv2 {

/// Mono, stereo.
inline constexpr const char* uris[] = {"https://solus-audio.org/plugins/solus-controls-mono",
                                       "https://solus-audio.org/plugins/solus-controls-stereo"};

} // namespace solus::lv2
