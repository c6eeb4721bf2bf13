// The voice gate: open for the enrolled talker, attenuates other talkers to the floor.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace solus {

/// What the gate does with speech until it knows whose it is.
enum class Undecided : std::int32_t {
    open,
    remembers, ///< open, but closed if the last one to talk was somebody else
    closed
};
/// In options and saved states, in the order of Undecided: "open", "remembers", "closed".
extern const std::vector<std::string> undecidedNames;
std::optional<Undecided> undecidedOf(const std::string& name);

struct GateSettings {
    float threshold = 0.5f; ///< score from which a talker counts as enrolled
    float holdMs = 200.0f;  ///< stays open this long after the enrolled talker's last speech
    float releaseMs = 150.0f;
    float floorDb = -30.0f; ///< gain for other talkers: attenuated, not muted
    Undecided undecided = Undecided::open;
};

/// After a pause of so many seconds the next talker may be anybody.
inline constexpr double newTalkerPause = 0.28;

enum class Talker { nobody, undecided, enrolled, other };

/// One decision per hop. Hold and release apply to pauses; another talker closes the gate within 50 ms.
class Gate {
public:
    void reset() noexcept { *this = Gate(); }
    /// Returns the linear gain for a hop of `hopMs`. Real-time safe.
    float process(Talker, const GateSettings&, float hopMs) noexcept;

    static constexpr float rememberMs = 5000.0f; ///< of silence, after which it forgets who talked

private:
    bool opensUndecided(Undecided) const noexcept;

    float gainDb_ = 0.0f;
    float pauseMs_ = 0.0f;
    bool lastWasOther_ = false;
};

} // namespace solus
