// Writes scripts for gnuplot.
#include "Lab/Plot.h"

#include "Lab/Gnuplot.h"

#include <cmath>
#include <sstream>

namespace solus::train {

namespace fs = std::filesystem;

namespace {

// Ten colours that people with any kind of sight can tell apart on white (after Okabe & Ito 2008).
constexpr const char* colours[] = {"#0f766e", "#d97706", "#2563eb", "#be123c", "#7c3aed",
                                   "#56b4e9", "#6b7280", "#a16207", "#16a34a", "#db2777"};

std::string terminal(const std::string& output, int width, int height) {
    std::ostringstream script;
    script << "set terminal pngcairo size " << width << ',' << height
           << " background rgb 'white' font 'sans,11'\nset output " << gnuplotText(output)
           << "\nset tics nomirror\n";
    return script.str();
}

void setAxes(std::ostream& script, const Axes& axes) {
    const auto range = [](double value) {
        return std::isnan(value) ? std::string("*") : std::to_string(value);
    };
    script << "set title " << gnuplotText(axes.title) << " noenhanced\nset xlabel " << gnuplotText(axes.x)
           << " noenhanced offset 0,0.7\nset ylabel " << gnuplotText(axes.y)
           << " noenhanced\nset grid lc rgb '#dddddd'\n"
           << (axes.logX ? "set logscale x\n" : "unset logscale x\n")
           << (axes.logY ? "set logscale y\n" : "unset logscale y\n") << "set yrange [" << range(axes.yLow)
           << ':' << range(axes.yHigh) << "]\n";
}

void addPanel(std::ostream& script, const Panel& panel, int number) {
    setAxes(script, panel.axes);
    std::ostringstream command;
    for (size_t i = 0; i < panel.curves.size(); ++i) {
        const auto& [name, x, y, mark, deviation] = panel.curves[i];
        const std::string block = "$p" + std::to_string(number) + "c" + std::to_string(i);
        script << block << " << END\n";
        for (size_t k = 0; k < y.size(); ++k) {
            const double band = k < deviation.size() ? deviation[k] : 0.0;
            if (std::isfinite(y[k]))
                script << x[k] << ' ' << y[k] << ' ' << y[k] - band << ' ' << y[k] + band << '\n';
            else
                script << '\n';
        }
        script << "END\n";
        const std::string colour = std::string(" lc rgb '") + colours[i % std::size(colours)] + "'";
        command << (i == 0 ? "plot " : ", ");
        if (!deviation.empty())
            command << block << " using 1:3:4 with filledcurves" << colour
                    << " fs transparent solid 0.15 noborder notitle, ";
        command << block << " using 1:2 with "
                << (mark == Mark::line         ? "lines lw 2"
                    : mark == Mark::linePoints ? "linespoints lw 2 pt 7 ps 0.8"
                                               : "points pt 7 ps 0.5")
                << colour << (name.empty() ? " notitle" : " title " + gnuplotText(name) + " noenhanced");
    }
    script << command.str() << "\n";
}

} // namespace

void drawPanels(const fs::path& picture, const std::vector<Panel>& panels, int columns) {
    const int count = static_cast<int>(panels.size()), rows = (count + columns - 1) / columns;
    const int width = columns == 1 ? 900 : 480 * columns, height = columns == 1 ? 480 * rows : 400 * rows;
    drawPicture(picture, [&](const std::string& output) {
        std::ostringstream script;
        script << terminal(output, width, height);
        if (count > 1) script << "set multiplot layout " << rows << ',' << columns << "\n";
        // Below the panel the key never covers a curve.
        script
            << "set key noautotitle samplen 1.5 outside bottom center horizontal width 2\nset format y '%g'\nset "
               "tics font ',10'\n";
        for (int i = 0; i < count; ++i) addPanel(script, panels[static_cast<size_t>(i)], i);
        if (count > 1) script << "unset multiplot\n";
        return script.str() + "unset output\n";
    });
}

void drawLines(const fs::path& picture, const Axes& axes, const std::vector<Curve>& curves) {
    drawPanels(picture, {{axes, curves}}, 1);
}

void drawBars(const fs::path& picture, const Axes& axes, const std::vector<std::string>& labels,
              const std::vector<Curve>& curves) {
    drawPicture(picture, [&](const std::string& output) {
        std::ostringstream script;
        script << terminal(output, 900, 460);
        setAxes(script, axes);
        script << "set style data histograms\nset style fill solid 0.9 noborder\nset boxwidth 0.9\n$bars << "
                  "END\n";
        for (size_t row = 0; row < labels.size(); ++row) {
            script << '"' << labels[row] << '"';
            for (const auto& curve : curves) script << ' ' << curve.y.at(row);
            script << '\n';
        }
        script << "END\n";
        for (size_t i = 0; i < curves.size(); ++i)
            script << (i == 0 ? "plot " : ", ") << "$bars using " << i + 2 << ":xtic(1) lc rgb '"
                   << colours[i % std::size(colours)] << "' title " << gnuplotText(curves[i].name)
                   << " noenhanced";
        return script.str() + "\nunset output\n";
    });
}

void drawMatrix(const fs::path& picture, const Axes& axes, const std::vector<std::vector<double>>& cells,
                const std::vector<std::string>& rowLabels, const std::vector<std::string>& columnLabels) {
    drawPicture(picture, [&](const std::string& output) {
        const size_t rows = cells.size(), columns = rows > 0 ? cells[0].size() : 0;
        double most = 0.0;
        for (const auto& row : cells)
            for (double value : row) most = std::max(most, value);
        std::ostringstream script;
        script << terminal(output, 160 + 58 * static_cast<int>(columns), 150 + 46 * static_cast<int>(rows));
        setAxes(script, axes);
        script << "unset grid\nunset colorbox\nset key off\nset palette defined (0 '#ffffff', 1 "
                  "'#0f766e')\nset cbrange [0:1]\n"
               << "set xrange [-0.5:" << columns << "-0.5]\nset yrange [" << rows
               << "-0.5:-0.5]\nset xtics (";
        for (size_t c = 0; c < columns; ++c)
            script << (c ? "," : "") << '"' << columnLabels.at(c) << "\" " << c;
        script << ")\nset ytics (";
        for (size_t r = 0; r < rows; ++r) script << (r ? "," : "") << '"' << rowLabels.at(r) << "\" " << r;
        // Square roots make the rare mistakes visible beside the many correct answers.
        script << ")\n$cells << END\n";
        for (size_t r = 0; r < rows; ++r)
            for (size_t c = 0; c < columns; ++c)
                script << c << ' ' << r << ' '
                       << std::sqrt(std::max(0.0, cells[r][c]) / std::max(most, 1e-12)) << ' ' << cells[r][c]
                       << '\n';
        script << "END\nplot $cells using 1:2:3 with image, $cells using 1:2:(sprintf('%g', $4)):($3 > 0.6 ? "
                  "0xffffff : "
                  "0x333333) with labels tc rgb variable font 'sans,10'\n";
        return script.str() + "unset output\n";
    });
}

} // namespace solus::train
