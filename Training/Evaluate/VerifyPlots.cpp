// DET curves and calibration.
#include "Evaluate/VerifyPlots.h"

#include "Lab/Gnuplot.h"
#include "Measure/ErrorRates.h"

#include <algorithm>
#include <array>
#include <sstream>

namespace solus::train {

namespace {

constexpr const char* colours[] = {"#0f766e", "#d97706", "#2563eb", "#be123c", "#6b7280", "#7c3aed"};

struct Kinds {
    std::vector<double> targets, others;
};

Kinds kindsOf(const std::vector<Trial>& trials) {
    Kinds kinds;
    for (const auto& trial : trials) (trial.target ? kinds.targets : kinds.others).push_back(trial.score);
    return kinds;
}

std::string header(const std::string& output, const std::string& title) {
    return "set terminal pngcairo size 760,720 background rgb 'white' font 'sans,11'\nset output " +
           gnuplotText(output) + "\nset title " + gnuplotText(title) +
           " noenhanced\nset grid\nset tics nomirror\nset size square\n";
}

std::string plotCommand(const std::vector<TrialCurve>& curves, const std::string& style) {
    std::ostringstream command;
    for (size_t i = 0; i < curves.size(); ++i)
        command << (i == 0 ? "plot " : ", ") << "$c" << i << " using 1:2 with " << style << " lc rgb '"
                << colours[i % std::size(colours)] << "' lw 2 title " << gnuplotText(curves[i].name)
                << " noenhanced";
    return command.str();
}

std::string detScript(const std::vector<TrialCurve>& curves, const std::string& title,
                      const std::string& output) {
    std::ostringstream script;
    script << header(output, title)
           << "set xlabel 'others accepted, %'\nset ylabel 'enrolled speaker rejected, %'\n"
              "set xrange [invnorm(0.0005):invnorm(0.6)]\nset yrange [invnorm(0.0005):invnorm(0.6)]\n";
    for (const char* axis : {"x", "y"}) {
        script << "set " << axis << "tics (";
        bool first = true;
        for (const char* percent : {"0.1", "0.5", "1", "2", "5", "10", "20", "40"}) {
            script << (first ? "" : ", ") << "'" << percent << "' invnorm(" << percent << "/100.0)";
            first = false;
        }
        script << ")\n";
    }
    for (size_t i = 0; i < curves.size(); ++i) {
        const auto kinds = kindsOf(curves[i].trials);
        script << "$c" << i << " << END\n";
        for (const auto& [miss, falseAlarm] : errorTradeOff(kinds.targets, kinds.others))
            script << std::clamp(falseAlarm, 1e-5, 1.0 - 1e-5) << " " << std::clamp(miss, 1e-5, 1.0 - 1e-5)
                   << "\n";
        script << "END\n";
    }
    std::string command = plotCommand(curves, "lines");
    for (size_t at; (at = command.find("using 1:2")) != std::string::npos;)
        command.replace(at, 9, "using (invnorm($1)):(invnorm($2))");
    script << command << "\nunset output\n";
    return script.str();
}

std::string calibrationScript(const std::vector<TrialCurve>& curves, const std::string& title,
                              const std::string& output) {
    std::ostringstream script;
    script << header(output, title)
           << "set xlabel 'predicted probability'\nset ylabel 'share that was the enrolled speaker'\nset "
              "xrange [0:1]\nset yrange [0:1]\nset key left top\n";
    for (size_t i = 0; i < curves.size(); ++i) {
        script << "$c" << i << " << END\n";
        for (const auto& point : calibrationPoints(curves[i].trials))
            script << point.said << " " << point.found << "\n";
        script << "END\n";
    }
    script << plotCommand(curves, "linespoints pt 7") << ", x with lines lc rgb '#9ca3af' dt 2 notitle\n"
           << "unset output\n";
    return script.str();
}

} // namespace

std::vector<CalibrationPoint> calibrationPoints(const std::vector<Trial>& trials) {
    const auto kinds = kindsOf(trials);
    struct Bin {
        double said = 0.0, weight = 0.0, targets = 0.0;
        int trials = 0;
    };
    std::array<Bin, 10> bins;
    for (const auto& trial : trials) {
        auto& bin = bins[static_cast<size_t>(std::clamp(trial.score * 10.0, 0.0, 9.0))];
        const double weight =
            1.0 / static_cast<double>(trial.target ? kinds.targets.size() : kinds.others.size());
        bin.said += weight * trial.score;
        bin.weight += weight;
        if (trial.target) bin.targets += weight;
        ++bin.trials;
    }
    std::vector<CalibrationPoint> points;
    for (const auto& bin : bins)
        if (bin.trials > 0) points.push_back({bin.said / bin.weight, bin.targets / bin.weight, bin.trials});
    return points;
}

void writeVerifyPlots(const std::filesystem::path& folder, const std::string& title,
                      const std::vector<TrialCurve>& all) {
    makePictureFolder(folder);
    std::vector<TrialCurve> curves;
    for (const auto& curve : all) {
        const auto kinds = kindsOf(curve.trials);
        if (!kinds.targets.empty() && !kinds.others.empty()) curves.push_back(curve);
    }
    if (curves.empty()) return;
    drawPicture(folder / "det.png",
                [&](const std::string& output) { return detScript(curves, title, output); });
    drawPicture(folder / "calibration.png",
                [&](const std::string& output) { return calibrationScript(curves, title, output); });
}

} // namespace solus::train
