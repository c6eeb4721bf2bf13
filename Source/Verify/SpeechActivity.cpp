// Speech activity from level and the denoiser's certainty.
#include "Verify/SpeechActivity.h"

#include <algorithm>
#include <cmath>

namespace solus {

bool SpeechActivity::process(float power, float certainty) noexcept {
    const float db = 10.0f * std::log10(power + 1e-12f);
    floorDb_ = std::clamp(db, silenceDb, floorDb_ + floorPerSecond * hop_);
    levelDb_ = std::max(levelDb_ - forgetPerSecond * hop_, startDb);
    if (!(certainty >= sure) || !(db > silenceDb)) return false;
    const bool near = db > levelDb_ - rangeDb, standsOut = db > floorDb_ + standsOutDb;
    if (db > levelDb_)
        levelDb_ = std::min(db, levelDb_ + risePerSecond * hop_);
    else if (standsOut)
        levelDb_ = std::max(levelDb_ - fallPerSecond * hop_, startDb);
    return near || standsOut;
}

} // namespace solus
