// The folder that records a training run.
#pragma once

#include "Core/Task.h"

#include <cstdint>
#include <filesystem>
#include <nlohmann/json.hpp>

namespace solus::train {

/// config.json      every option
/// metrics.csv/.json  one row per validation
/// summary.json     the current state of the run
/// curves.png       the columns of the metrics over the steps
/// checkpoint.pt    to resume from; best.pt, the averaged weights of the best validation
/// NAME.safetensors the best model for libsolus
/// STAGE/           the same for each network, if a run trains several
/// report.html, report.md
class RunFolder {
public:
    /// Creates the folder; throws Error if that fails.
    explicit RunFolder(std::filesystem::path);

    std::filesystem::path operator/(const std::string& file) const { return path_ / file; }
    const std::filesystem::path& path() const { return path_; }

    void writeJson(const std::string& file, const nlohmann::json&) const;
    /// Throws Error if it is missing or broken.
    nlohmann::json readJson(const std::string& file) const;

    /// Removes the rows after `step` that a run wrote before it was interrupted.
    void loadMetrics(std::int64_t step);
    void addMetrics(std::int64_t step, const std::vector<std::pair<std::string, double>>& values);
    /// Gives a run of several stages a metrics.csv of all their rows, with the stage in the first column.
    void gatherMetrics() const;
    /// Adds to the total time of all sessions; returns the total.
    double addSitting(double seconds) const;
    /// Uses gnuplot; without it the picture is left out with a warning.
    void drawCurves() const;

private:
    void writeCsv() const;

    std::filesystem::path path_;
    nlohmann::ordered_json rows_ = nlohmann::ordered_json::array();
};

} // namespace solus::train
