// Gain ramps of the voice gate, linear in dB.
#include "Verify/Gate.h"

#include <algorithm>
#include <cmath>

namespace solus {
namespace {

constexpr float openMs = 10.0f;  // almost instantly: the first syllable counts
constexpr float closeMs = 30.0f; // fast, but without a click

} // namespace

const std::vector<std::string> undecidedNames{"open", "remembers", "closed"};

std::optional<Undecided> undecidedOf(const std::string& name) {
    const auto found = std::find(undecidedNames.begin(), undecidedNames.end(), name);
    if (found == undecidedNames.end()) return std::nullopt;
    return static_cast<Undecided>(found - undecidedNames.begin());
}

bool Gate::opensUndecided(Undecided choice) const noexcept {
    return choice == Undecided::open || (choice == Undecided::remembers && !lastWasOther_);
}

float Gate::process(Talker talker, const GateSettings& s, float hopMs) noexcept {
    const float range = std::max(-s.floorDb, 0.0f);
    bool open = true;
    float rampMs = openMs;
    if (pauseMs_ > rememberMs) lastWasOther_ = false;
    if (talker == Talker::nobody) {
        pauseMs_ += hopMs;
        open = !lastWasOther_ && pauseMs_ <= s.holdMs;
        rampMs = open ? openMs : std::max(s.releaseMs, 1.0f);
    } else {
        pauseMs_ = 0.0f;
        open = talker == Talker::enrolled || (talker == Talker::undecided && opensUndecided(s.undecided));
        lastWasOther_ = talker == Talker::other || (talker == Talker::undecided && !open);
        rampMs = open ? openMs : closeMs;
    }
    const float step = range * hopMs / rampMs;
    gainDb_ = open ? std::min(gainDb_ + step, 0.0f) : std::max(gainDb_ - step, -range);
    gainDb_ = std::max(gainDb_, -range); // the floor may have been raised
    return std::pow(10.0f, gainDb_ / 20.0f);
}

} // namespace solus
