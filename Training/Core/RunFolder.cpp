// The folder that records a training run.
#include "Core/RunFolder.h"

#include "Base/Error.h"
#include "Base/TemporaryFile.h"
#include "Base/WholeFile.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>

namespace solus::train {

namespace fs = std::filesystem;

RunFolder::RunFolder(fs::path path) : path_(std::move(path)) {
    std::error_code failure;
    fs::create_directories(path_, failure);
    if (!fs::is_directory(path_))
        throw Error(path_.string() + ": cannot be created (" + failure.message() + ")");
}

void RunFolder::writeJson(const std::string& file, const nlohmann::json& value) const {
    writeWhole(path_ / file, value.dump(2) + "\n");
}

nlohmann::json RunFolder::readJson(const std::string& file) const {
    std::ifstream stream(path_ / file);
    if (!stream) throw Error((path_ / file).string() + ": missing; is this the folder of a training run?");
    auto value = nlohmann::json::parse(stream, nullptr, false);
    if (value.is_discarded()) throw Error((path_ / file).string() + ": not valid JSON");
    return value;
}

void RunFolder::loadMetrics(std::int64_t step) {
    std::ifstream stream(path_ / "metrics.json");
    if (!stream) return;
    const auto old = nlohmann::ordered_json::parse(stream, nullptr, false);
    rows_ = nlohmann::ordered_json::array();
    if (old.is_array())
        for (const auto& row : old)
            if (row.is_object() && row.value("step", std::int64_t{0}) <= step) rows_.push_back(row);
}

void RunFolder::addMetrics(std::int64_t step, const std::vector<std::pair<std::string, double>>& values) {
    nlohmann::ordered_json row{{"step", step}};
    for (const auto& [name, value] : values) row[name] = value;
    rows_.push_back(row);
    writeWhole(path_ / "metrics.json", rows_.dump(1) + "\n");
    writeCsv();
}

void RunFolder::writeCsv() const {
    std::string text;
    for (const auto& [name, value] : rows_.front().items()) text += (text.empty() ? "" : ",") + name;
    for (const auto& row : rows_) {
        std::string line;
        for (const auto& [name, value] : row.items()) line += (line.empty() ? "" : ",") + value.dump();
        text += "\n" + line;
    }
    writeWhole(path_ / "metrics.csv", text + "\n");
}

void RunFolder::gatherMetrics() const {
    if (fs::exists(path_ / "metrics.csv")) return;
    std::vector<fs::path> stages;
    for (const auto& entry : fs::directory_iterator(path_))
        if (fs::exists(entry.path() / "metrics.json")) stages.push_back(entry.path());
    std::sort(stages.begin(), stages.end());
    std::vector<std::string> columns;
    std::vector<std::pair<std::string, nlohmann::json>> rows;
    for (const auto& stage : stages)
        for (const auto& row : RunFolder(stage).readJson("metrics.json")) {
            for (const auto& [name, value] : row.items())
                if (std::find(columns.begin(), columns.end(), name) == columns.end()) columns.push_back(name);
            rows.emplace_back(stage.filename().string(), row);
        }
    std::string text = "stage";
    for (const auto& column : columns) text += "," + column;
    for (const auto& [stage, row] : rows) {
        text += "\n" + stage;
        for (const auto& column : columns) text += "," + (row.contains(column) ? row[column].dump() : "");
    }
    if (!rows.empty()) writeWhole(path_ / "metrics.csv", text + "\n");
}

double RunFolder::addSitting(double seconds) const {
    if (fs::exists(path_ / "clock.json")) seconds += readJson("clock.json").value("seconds", 0.0);
    writeJson("clock.json", {{"seconds", seconds}});
    return seconds;
}

void RunFolder::drawCurves() const {
#ifndef SOLUS_TRAIN_BARE
    if (rows_.empty()) return;
    std::vector<std::string> names;
    for (const auto& [name, value] : rows_.back().items())
        if (name != "step" && name != "seconds") names.push_back(name);
    FILE* gnuplot = popen("gnuplot 2>/dev/null", "w");
    if (!gnuplot) return;
    const int columns = 2, lines = static_cast<int>((names.size() + 1) / 2);
    TemporaryFile picture((path_ / "curves.png").string());
    std::fprintf(gnuplot, "set terminal pngcairo size 1200,%d background rgb 'white'\nset output \"%s\"\n",
                 320 * lines, picture.path().c_str());
    std::fprintf(gnuplot, "set datafile separator ','\nset grid\nunset key\nset multiplot layout %d,%d\n",
                 lines, columns);
    for (const auto& name : names)
        std::fprintf(gnuplot,
                     "set title \"%s\" noenhanced\nset xlabel 'step'\nplot \"%s\" using 'step':'%s' with "
                     "linespoints lw 2 pt 7 ps 0.4 lc rgb '#0f766e'\n",
                     name.c_str(), (path_ / "metrics.csv").c_str(), name.c_str());
    std::fputs("unset multiplot\nunset output\n", gnuplot);
    if (pclose(gnuplot) == 0)
        picture.commit();
    else
        std::fputs("solus-train: warning: gnuplot is missing or failed; no curves.png\n", stderr);
#endif
}

} // namespace solus::train
