// Bar charts, one panel per figure.
#include "Evaluate/DenoisePlots.h"

#include "Lab/Gnuplot.h"

#include <algorithm>
#include <cmath>
#include <sstream>

namespace solus::train {

namespace fs = std::filesystem;

namespace {

constexpr int panelHeight = 300, pictureWidth = 1500;

double improvement(const DenoiseGroup& group, int figure) {
    return denoiseFigures[figure].better * (group.cleaned[figure] - group.noisy[figure]);
}

std::string scriptOf(const std::vector<const DenoiseGroup*>& groups, const std::string& title, int columns,
                     const std::string& output) {
    std::vector<int> figures; // gnuplot fails on a panel without bars
    for (int f = 0; f < figureCount; ++f)
        if (std::any_of(groups.begin(), groups.end(),
                        [f](const auto* group) { return !std::isnan(improvement(*group, f)); }))
            figures.push_back(f);
    const int rows = (static_cast<int>(figures.size()) + columns - 1) / columns;
    std::ostringstream script;
    script << "set terminal pngcairo size " << pictureWidth << "," << panelHeight * rows + 40
           << " background rgb 'white' font 'sans,10'\nset output " << gnuplotText(output)
           << "\nset style fill solid\nset boxwidth 0.7\nset grid y\nunset key\nset tics nomirror\nset xtics "
           << (groups.size() > 8 ? "rotate by 45 right " : "")
           << "noenhanced\nset xzeroaxis lt -1\nset yrange [*<0:0<*]\nset multiplot layout " << rows << ","
           << columns << " title " << gnuplotText(title) << " noenhanced\n";
    for (int f : figures) {
        script << "$bars << END\n";
        for (const auto* group : groups) {
            const double value = improvement(*group, f);
            script << '"' << group->name << "\" ";
            if (std::isnan(value))
                script << "NaN\n";
            else
                script << value << "\n";
        }
        script << "END\nset title "
               << gnuplotText(std::string(denoiseFigures[f].plot) +
                              (denoiseFigures[f].better > 0 ? "" : " (up: less)"))
               << "\nplot $bars using 0:2:xtic(1) with boxes lc rgb '#0f766e'\n";
    }
    script << "unset multiplot\nunset output\n";
    return script.str();
}

void draw(const std::vector<const DenoiseGroup*>& groups, const std::string& title, int columns,
          const fs::path& picture) {
    drawPicture(picture, [&](const std::string& output) { return scriptOf(groups, title, columns, output); });
}

} // namespace

void writeDenoisePlots(const fs::path& folder, const std::string& system,
                       const std::vector<DenoiseGroup>& groups) {
    makePictureFolder(folder);
    std::vector<const DenoiseGroup*> snrs, classes;
    for (const auto& group : groups)
        if (group.kind == "snr")
            snrs.push_back(&group);
        else if (group.kind == "noise_class")
            classes.push_back(&group);
    draw(snrs, system + ": improvement over the noisy input by SNR", 4, folder / "by-snr.png");
    if (!classes.empty())
        draw(classes, system + ": improvement over the noisy input by class of noise", 3,
             folder / "by-noise-class.png");
}

} // namespace solus::train
