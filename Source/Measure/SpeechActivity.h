// Speech and pauses of a clean recording, from the levels of its frames.
#pragma once

#include <vector>

namespace solus {

inline constexpr double speechRangeDb = 40.0; ///< speech: less than this below the loudest frame (as in STOI)
inline constexpr double pauseRangeDb = 45.0;  ///< pause: at least this below the loudest frame

/// `levelsDb`: from frameLevelsDb(). A silent recording has no speech; all of its frames are pauses.
std::vector<bool> speechFrames(const std::vector<double>& levelsDb);
std::vector<bool> pauseFrames(const std::vector<double>& levelsDb);

/// Level of the mean power of the speech frames; NaN without speech.
double activeLevelDb(const std::vector<double>& levelsDb);

/// The 5th percentile of the frame levels, in dB relative to the active level: how quiet the pauses are. NaN without
/// speech.
double noiseFloorDb(const std::vector<double>& levelsDb);

} // namespace solus
