// Undo, redo and A/B: snapshots of all settings.
#pragma once

#include "PluginState.h"

#include <array>
#include <optional>
#include <vector>

namespace solus {

/// One step of undo.
struct Snapshot {
    Settings settings;
    std::string preset; ///< name shown with them
    bool operator==(const Snapshot&) const = default;
};

/// Message thread only.
class SettingsHistory {
public:
    /// Records a change from `before` to `after`. Further changes of the same settings within `joinMs` join this
    /// step. `nowMs` may come from any clock. Clears the redo steps.
    void changed(const Snapshot& before, const Snapshot& after, double nowMs);

    /// The snapshot to restore, given `current`; none at the end.
    std::optional<Snapshot> undo(const Snapshot& current);
    std::optional<Snapshot> redo(const Snapshot& current);
    bool canUndo() const noexcept { return !past_.empty(); }
    bool canRedo() const noexcept { return !future_.empty(); }

    static constexpr double joinMs = 700.0;
    static constexpr size_t deepest = 200; ///< maximum number of steps

private:
    std::vector<Snapshot> past_, future_;
    std::vector<std::string> lastTouched_;
    double lastMs_ = -joinMs;
};

/// Two sets of settings, one of which is active. Message thread only.
class AbCompare {
public:
    /// 'A' or 'B'.
    char side() const noexcept { return side_; }
    /// Stores `current` for this side and switches to the other, which starts as a copy.
    Snapshot toggle(const Snapshot& current);

private:
    std::array<std::optional<Snapshot>, 2> kept_;
    char side_ = 'A';
};

} // namespace solus
