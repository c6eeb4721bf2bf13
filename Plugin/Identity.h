// The plugin's identity for hosts and sessions. Nothing in this file ever changes: saved sessions depend on it.
// (CMakeLists.txt next to it repeats the codes, since JUCE needs them at configure time; a test compares them.)
#pragma once

namespace solus::identity {

inline constexpr const char* lv2Uri = "https://solus-audio.org/plugins/solus";
inline constexpr const char* manufacturer = "Solus";
inline constexpr const char* manufacturerCode = "Slus";
inline constexpr const char* pluginCode = "Sol1";

// Parameter IDs. All carry version hint 1.
inline constexpr const char* amount = "amount";
inline constexpr const char* mix = "mix";
inline constexpr const char* gain = "gain";
inline constexpr const char* gate = "gate";
inline constexpr const char* threshold = "threshold";
inline constexpr const char* hold = "hold";
inline constexpr const char* release = "release";
inline constexpr const char* floor = "floor";
inline constexpr const char* removed = "removed";
inline constexpr const char* bypass = "bypass";
inline constexpr const char* score = "score";

inline constexpr const char* stateFormat = "solus-state";
inline constexpr int stateVersion = 1;

} // namespace solus::identity
