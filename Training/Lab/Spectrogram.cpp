// Levels of short-time spectra, drawn by gnuplot.
#include "Lab/Spectrogram.h"

#include "Base/EngineRate.h"
#include "Base/Error.h"
#include "Lab/Gnuplot.h"
#include "Signal/Stft.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <sstream>

namespace solus::train {

namespace fs = std::filesystem;

namespace {

constexpr double highestHz = 12000.0, rangeDb = 80.0;

struct Levels {
    int columns = 0, rows = 0;
    std::vector<float> db; ///< rows x columns, the lowest frequency first
};

Levels levelsOf(std::span<const float> samples) {
    const StftSpec spec;
    Stft stft(spec);
    std::vector<Complex> spectrum(static_cast<size_t>(spec.bins()));
    Levels levels;
    levels.columns = static_cast<int>(samples.size()) / spec.hop;
    levels.rows = static_cast<int>(highestHz / engineHz * spec.fftSize) + 1;
    levels.db.resize(static_cast<size_t>(levels.columns) * levels.rows);
    for (int t = 0; t < levels.columns; ++t) {
        stft.push(samples.data() + static_cast<size_t>(t) * spec.hop, spectrum.data());
        for (int k = 0; k < levels.rows; ++k)
            levels.db[static_cast<size_t>(k) * levels.columns + t] =
                10.0f * std::log10(std::norm(spectrum[k]) + 1e-12f);
    }
    return levels;
}

/// A file that is deleted with the object.
class Temporary {
public:
    explicit Temporary(fs::path path) : path_(std::move(path)) {}
    ~Temporary() {
        std::error_code failure;
        fs::remove(path_, failure);
    }
    Temporary(const Temporary&) = delete;
    Temporary& operator=(const Temporary&) = delete;

    void write(const std::vector<Levels>& all) const {
        std::ofstream stream(path_, std::ios::binary);
        for (const auto& levels : all)
            stream.write(reinterpret_cast<const char*>(levels.db.data()),
                         static_cast<std::streamsize>(levels.db.size() * sizeof(float)));
        stream.close();
        if (!stream) throw Error(path_.string() + ": cannot be written; is the disk full?");
    }
    std::string text() const { return gnuplotText(path_.string()); }

private:
    fs::path path_;
};

} // namespace

void drawSpectrograms(const fs::path& picture, const std::vector<Sound>& sounds) {
    std::vector<Levels> all;
    float loudest = -120.0f;
    for (const auto& sound : sounds) {
        all.push_back(levelsOf(sound.samples));
        for (float level : all.back().db) loudest = std::max(loudest, level);
    }
    const Temporary data(picture.string() + ".levels");
    data.write(all);
    drawPicture(picture, [&](const std::string& output) {
        std::ostringstream script;
        script
            << "set terminal pngcairo size 1000," << 230 * sounds.size() << " font 'sans,10'\nset output "
            << gnuplotText(output) << "\nset palette defined (0 '#0E1116', 0.35 '#12354A', 0.6 '#1F7A83', "
            << "0.8 '#5EEAD4', 1 '#F4FBD0')\nset cbrange [" << loudest - rangeDb << ":" << loudest
            << "]\nunset colorbox\nunset key\nset tics out scale 0.5\nset ylabel 'kHz'\nset multiplot layout "
            << sounds.size() << ",1\n";
        size_t skip = 0;
        for (size_t i = 0; i < sounds.size(); ++i) {
            const double seconds = static_cast<double>(sounds[i].samples.size()) / engineHz;
            script << "set title " << gnuplotText(sounds[i].title) << "\nset xrange [0:" << seconds
                   << "]\nset yrange [0:" << highestHz / 1000.0 << "]\nset format x '%g s'\nplot "
                   << data.text() << " binary array=(" << all[i].columns << "," << all[i].rows
                   << ") skip=" << skip << " format='%float' dx=" << seconds / all[i].columns
                   << " dy=" << highestHz / 1000.0 / all[i].rows << " with image notitle\n";
            skip += all[i].db.size() * sizeof(float);
        }
        script << "unset multiplot\n";
        return script.str();
    });
}

} // namespace solus::train
