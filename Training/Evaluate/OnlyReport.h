// Tables and JSON of how well only the owner is kept.
#pragma once

#include "Evaluate/OnlyFigures.h"

#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace solus::train {

/// Which row of a table: the scene, and whether the talkers are unlike each other if that matters there.
struct OnlyRow {
    size_t scene = 0; ///< its number
    bool unlike = false;
    std::string name;

    bool operator<(const OnlyRow& o) const { return scene != o.scene ? scene < o.scene : unlike < o.unlike; }
};

/// The means over all pairs of talkers, with one enrolment: a group of rows for each scene, a row for each system.
class OnlyReport {
public:
    /// The names of the systems, e.g. "gate".
    explicit OnlyReport(std::vector<std::string> systems) : systems_(std::move(systems)) {}

    void add(const OnlyRow&, size_t system, const OnlyFigures&);
    void addEnrolment(double seconds) { enrolled_.add(seconds); }
    double enrolledSeconds() const { return enrolled_.value(); } ///< mean

    std::string table() const;
    nlohmann::ordered_json json() const;

private:
    std::vector<std::string> systems_;
    std::map<OnlyRow, std::vector<OnlyFigures>> rows_; // of each system
    OnlyMean enrolled_;
};

} // namespace solus::train
