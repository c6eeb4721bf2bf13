// Undo, redo and A/B: snapshots of all settings.
#pragma once

#include "PluginState.h"

#include <array>
#include <optional>
#include <vector>

namespace solus {

/// What one step of undo brings back.
struct Snapshot {
    Settings settings;
    std::string preset; ///< name shown with them
    bool operator==(const Snapshot&) const = default;
};

/// Message thread only.
class SettingsHistory {
public:
    /// Something changed `before` into `after`; the same things changing again within `joinMs` are one step.
    /// `nowMs` is any clock. What could be redone is forgotten.
    void changed(const Snapshot& before, const Snapshot& after, double nowMs);

    /// The snapshot to go to from `current`; none at the end.
    std::optional<Snapshot> undo(const Snapshot& current);
    std::optional<Snapshot> redo(const Snapshot& current);
    bool canUndo() const noexcept { return !past_.empty(); }
    bool canRedo() const noexcept { return !future_.empty(); }

    static constexpr double joinMs = 700.0;
    static constexpr size_t deepest = 200; ///< steps kept

private:
    std::vector<Snapshot> past_, future_;
    std::vector<std::string> lastTouched_;
    double lastMs_ = -joinMs;
};

/// Two sets of settings, one of which is heard. Message thread only.
class AbCompare {
public:
    /// 'A' or 'B'.
    char side() const noexcept { return side_; }
    /// Keeps `current` for this side and goes to the other, which starts as a copy.
    Snapshot toggle(const Snapshot& current);

private:
    std::array<std::optional<Snapshot>, 2> kept_;
    char side_ = 'A';
};

} // namespace solus
