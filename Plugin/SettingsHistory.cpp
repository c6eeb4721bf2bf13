// Stacks of snapshots.
#include "SettingsHistory.h"

namespace solus {
namespace {

// The names of the settings that differ.
std::vector<std::string> touched(const Snapshot& a, const Snapshot& b) {
    std::vector<std::string> names;
    for (const auto& [id, value] : b.settings.parameters) {
        const auto old = a.settings.parameters.find(id);
        if (old == a.settings.parameters.end() || old->second != value) names.push_back(id);
    }
    if (a.settings.model != b.settings.model) names.push_back("model");
    if (a.settings.undecided != b.settings.undecided) names.push_back("undecided");
    if (a.settings.lookAheadMs != b.settings.lookAheadMs) names.push_back("look-ahead");
    if (a.settings.split != b.settings.split) names.push_back("split");
    if (a.preset != b.preset) names.push_back("preset " + b.preset);
    return names;
}

} // namespace

void SettingsHistory::changed(const Snapshot& before, const Snapshot& after, double nowMs) {
    if (before == after) return;
    auto names = touched(before, after);
    const bool joins = future_.empty() && !past_.empty() && names == lastTouched_ && nowMs - lastMs_ < joinMs;
    lastTouched_ = std::move(names), lastMs_ = nowMs;
    future_.clear();
    if (joins) return;
    past_.push_back(before);
    if (past_.size() > deepest) past_.erase(past_.begin());
}

std::optional<Snapshot> SettingsHistory::undo(const Snapshot& current) {
    if (past_.empty()) return std::nullopt;
    future_.push_back(current);
    Snapshot to = std::move(past_.back());
    past_.pop_back();
    lastTouched_.clear();
    return to;
}

std::optional<Snapshot> SettingsHistory::redo(const Snapshot& current) {
    if (future_.empty()) return std::nullopt;
    past_.push_back(current);
    Snapshot to = std::move(future_.back());
    future_.pop_back();
    lastTouched_.clear();
    return to;
}

Snapshot AbCompare::toggle(const Snapshot& current) {
    kept_[side_ == 'A' ? 0 : 1] = current;
    side_ = side_ == 'A' ? 'B' : 'A';
    return kept_[side_ == 'A' ? 0 : 1].value_or(current);
}

} // namespace solus
