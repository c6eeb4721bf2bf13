// Short-time spectra on a logarithmic frequency axis, drawn by gnuplot.
#include "Demo/SpectrogramPicture.h"

#include "Base/Error.h"
#include "Base/TemporaryFile.h"
#include "Signal/Stft.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <vector>

namespace solus {
namespace {

namespace fs = std::filesystem;

constexpr int rows = 200; // of the logarithmic axis
constexpr double lowHz = 60.0, highHz = 20000.0;
constexpr double rangeDb = 90.0;

struct Map {
    int columns = 0;
    std::vector<float> db; // [row][column], row 0 = lowest frequency
    float peak = -300.0f;
};

double rowHz(double row) {
    return lowHz * std::pow(highHz / lowHz, row / (rows - 1));
}

/// 20 log10 |X| in rows of equal musical intervals; interpolated between bins at the low end, averaged over bins at
/// the high end.
Map analyse(const SpectrogramPanel& panel) {
    const StftSpec spec{2048, 512, 2048, "sqrt_hann"};
    Stft stft(spec);
    std::vector<Complex> spectrum(static_cast<size_t>(spec.bins()));
    std::vector<float> power(spectrum.size());
    const double binHz = static_cast<double>(panel.sampleRate) / spec.fftSize;
    Map map;
    map.columns = static_cast<int>(panel.samples.size()) / spec.hop;
    map.db.resize(static_cast<size_t>(map.columns) * rows);
    for (int m = 0; m < map.columns; ++m) {
        stft.push(panel.samples.data() + static_cast<size_t>(m) * spec.hop, spectrum.data());
        std::transform(spectrum.begin(), spectrum.end(), power.begin(),
                       [](Complex c) { return std::norm(c); });
        for (int r = 0; r < rows; ++r) {
            const double from = rowHz(r - 0.5) / binHz, to = rowHz(r + 0.5) / binHz;
            double value = 0.0;
            if (to >= spec.bins() - 1) {
                value = 0.0; // above the recording's Nyquist frequency
            } else if (to - from < 1.0) {
                const double at = 0.5 * (from + to);
                const int k = static_cast<int>(at);
                value = (1.0 - (at - k)) * power[k] + (at - k) * power[k + 1];
            } else {
                const int first = static_cast<int>(std::ceil(from)), last = static_cast<int>(to);
                for (int k = first; k <= last; ++k)
                    value += static_cast<double>(power[k]) / (last - first + 1);
            }
            const float db = static_cast<float>(10.0 * std::log10(value + 1e-14));
            map.db[static_cast<size_t>(r) * map.columns + m] = db;
            map.peak = std::max(map.peak, db);
        }
    }
    return map;
}

std::string quoted(const std::string& text) {
    std::string safe;
    for (char c : text) safe += c == '\'' || c == '\n' ? ' ' : c;
    return "'" + safe + "'";
}

void plotPanel(std::ostream& script, const Map& map, const SpectrogramPanel& panel, const std::string& data,
               int fromY, int toY) {
    const auto x = [](int pixel) { return static_cast<double>(pixel) / PictureLayout::width; };
    const auto y = [](int pixel) { return 1.0 - static_cast<double>(pixel) / PictureLayout::height; };
    const double seconds = static_cast<double>(panel.samples.size()) / panel.sampleRate;
    script << "set lmargin at screen " << x(PictureLayout::left) << "\nset rmargin at screen "
           << x(PictureLayout::right) << "\nset tmargin at screen " << y(fromY) << "\nset bmargin at screen "
           << y(toY) << "\n"
           << "set label 1 " << quoted(panel.title) << " at screen " << x(PictureLayout::left) << ","
           << y(fromY - 20) << " left front tc rgb '#E6EAF0' font ',15'\n"
           << "set xrange [0:" << seconds << "]\nset yrange [0:" << rows - 1 << "]\nset ytics (";
    const std::pair<const char*, double> tics[] = {{"100 Hz", 100}, {"300", 300},      {"1 kHz", 1000},
                                                   {"3", 3000},     {"10 kHz", 10000}, {"20", 20000}};
    for (const auto& [label, hz] : tics)
        script << (hz > 100 ? "," : "") << quoted(label) << " "
               << (rows - 1) * std::log(hz / lowHz) / std::log(highHz / lowHz);
    script << ")\nplot " << quoted(data) << " binary array=(" << map.columns << "," << rows
           << ") format='%float' dx=" << seconds / map.columns << " dy=1 with image notitle\n";
}

} // namespace

void writeSpectrogramPicture(const std::string& pngPath, const SpectrogramPanel& top,
                             const SpectrogramPanel& bottom) {
    const Map maps[] = {analyse(top), analyse(bottom)};
    const float peak = std::max(maps[0].peak, maps[1].peak);
    TemporaryFile picture(pngPath), upper(pngPath), lower(pngPath), scriptFile(pngPath);
    const std::string data[] = {upper.path(), lower.path()}, script = scriptFile.path();
    for (int i = 0; i < 2; ++i)
        std::ofstream(data[i], std::ios::binary)
            .write(reinterpret_cast<const char*>(maps[i].db.data()),
                   static_cast<std::streamsize>(maps[i].db.size() * sizeof(float)));
    {
        std::ofstream s(script);
        s << "set terminal pngcairo size " << PictureLayout::width << "," << PictureLayout::height
          << " background '#0E1116' font 'sans,11'\nset output " << quoted(picture.path()) << "\n"
          << "set palette defined (0 '#0E1116', 0.35 '#12354A', 0.6 '#1F7A83', 0.8 '#5EEAD4', 1 '#F4FBD0')\n"
          << "unset colorbox\nunset key\nset border lc rgb '#3A4350'\nset tics tc rgb '#8A94A2' out scale 0.5\n"
          << "set format x '%g s'\nset cbrange [" << peak - rangeDb << ":" << peak << "]\nset multiplot\n";
        plotPanel(s, maps[0], top, data[0], PictureLayout::topFrom, PictureLayout::topTo);
        plotPanel(s, maps[1], bottom, data[1], PictureLayout::bottomFrom, PictureLayout::bottomTo);
        s << "unset multiplot\n";
    }
    const std::string command = "gnuplot " + quoted(script) + " >/dev/null 2>&1";
    const int status = std::system(command.c_str());
    if (status != 0 || fs::is_empty(picture.path()))
        throw Error(pngPath + ": gnuplot did not draw the picture; is gnuplot-nox installed?");
    picture.commit();
}

} // namespace solus
