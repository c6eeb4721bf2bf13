// Where a clean recording speaks and where it is silent, from the levels of its frames.
#pragma once

#include <vector>

namespace solus {

inline constexpr double speechRangeDb =
    40.0; ///< speech: less than this below the loudest frame (as STOI has it)
inline constexpr double pauseRangeDb = 45.0; ///< pause: at least this below the loudest frame

/// `levelsDb` as of frameLevelsDb(). A recording of silence has no speech; its frames are pauses.
std::vector<bool> speechFrames(const std::vector<double>& levelsDb);
std::vector<bool> pauseFrames(const std::vector<double>& levelsDb);

/// Level of the mean power of the speech frames; NaN without any.
double activeLevelDb(const std::vector<double>& levelsDb);

/// The level that 5 % of the frames do not exceed, in dB relative to the active level: how quiet a
/// recording's own pauses are. NaN without speech.
double noiseFloorDb(const std::vector<double>& levelsDb);

} // namespace solus
