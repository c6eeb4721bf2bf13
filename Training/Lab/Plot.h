// Figures of the lab: curves, clouds of points, bars and matrices, drawn by gnuplot.
#pragma once

#include <filesystem>
#include <limits>
#include <string>
#include <vector>

namespace solus::train {

struct Axes {
    std::string title, x, y;
    bool logX = false, logY = false;
    double yLow = std::numeric_limits<double>::quiet_NaN(); ///< NaN: chosen from the data
    double yHigh = std::numeric_limits<double>::quiet_NaN();
};

enum class Mark { line, linePoints, points };

struct Curve {
    std::string name; ///< in the key; empty: none
    std::vector<double> x = {}, y = {};
    Mark mark = Mark::line;
    std::vector<double> deviation = {}; ///< of y: a band around the line; empty: none
};

struct Panel {
    Axes axes;
    std::vector<Curve> curves;
};

/// Each throws Error naming the picture if gnuplot fails or is missing. Values that are not finite leave a gap.
void drawLines(const std::filesystem::path& picture, const Axes&, const std::vector<Curve>&);
/// Several panels of equal size, in rows of `columns`.
void drawPanels(const std::filesystem::path& picture, const std::vector<Panel>&, int columns);
/// A group of bars for each label, with one bar per curve (its x is not used).
void drawBars(const std::filesystem::path& picture, const Axes&, const std::vector<std::string>& labels,
              const std::vector<Curve>&);
/// rows x columns, the first row at the top, each cell with its value.
void drawMatrix(const std::filesystem::path& picture, const Axes&,
                const std::vector<std::vector<double>>& cells, const std::vector<std::string>& rowLabels,
                const std::vector<std::string>& columnLabels);

} // namespace solus::train
