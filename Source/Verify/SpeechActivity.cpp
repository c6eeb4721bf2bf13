// Speech activity from level.
#include "Verify/SpeechActivity.h"

#include <algorithm>
#include <cmath>

namespace solus {

bool SpeechActivity::process(float power) noexcept {
    const float levelDb = 10.0f * std::log10(power + 1e-12f);
    peakDb_ = std::max({levelDb, peakDb_ - decayDb_, startPeakDb});
    return levelDb > std::max(peakDb_ - rangeDb, silenceDb);
}

} // namespace solus
