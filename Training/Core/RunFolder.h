// The folder that tells the story of a training run.
#pragma once

#include "Core/Task.h"

#include <cstdint>
#include <filesystem>
#include <nlohmann/json.hpp>

namespace solus::train {

/// config.json      every option
/// metrics.csv/.json  one row per validation
/// summary.json     where the run stands
/// curves.png       the columns of the metrics over the steps
/// checkpoint.pt    to go on from; best.pt, the averaged weights that validated best
/// NAME.safetensors the best model for libsolus
/// STAGE/           the same of each network, where a run trains several
/// report.html, report.md
class RunFolder {
public:
    /// Makes the folder; throws Error if that fails.
    explicit RunFolder(std::filesystem::path);

    std::filesystem::path operator/(const std::string& file) const { return path_ / file; }
    const std::filesystem::path& path() const { return path_; }

    void writeJson(const std::string& file, const nlohmann::json&) const;
    /// Throws Error if it is missing or broken.
    nlohmann::json readJson(const std::string& file) const;

    /// Forgets rows after `step` that a run wrote before it was interrupted.
    void loadMetrics(std::int64_t step);
    void addMetrics(std::int64_t step, const std::vector<std::pair<std::string, double>>& values);
    /// A run of several stages gets a metrics.csv of all their rows, with the stage in front.
    void gatherMetrics() const;
    /// Adds to the time that all sittings together have taken; returns it.
    double addSitting(double seconds) const;
    /// By gnuplot; without it the picture is left out with a warning.
    void drawCurves() const;

private:
    void writeCsv() const;

    std::filesystem::path path_;
    nlohmann::ordered_json rows_ = nlohmann::ordered_json::array();
};

} // namespace solus::train
