// `compare`: runs side by side, figures and curves.
#include "Base/Error.h"
#include "Base/Text.h"
#include "Command.h"
#include "Core/RunFolder.h"
#include "Lab/Plot.h"
#include "Lab/Report.h"

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <map>
#include <set>

namespace solus::train {

namespace fs = std::filesystem;

namespace {

/// The rows of one network's metrics.json, and the stage that it was trained in (empty: the run itself).
struct Metrics {
    std::string stage;
    nlohmann::json rows;
};

struct OldRun {
    std::string label;
    fs::path path;
    nlohmann::json summary = nlohmann::json::object(), config = nlohmann::json::object();
    std::vector<Metrics> metrics;
};

/// Those of the folder itself, or else of its stages, sorted by name.
std::vector<Metrics> readMetrics(const fs::path& path) {
    if (fs::exists(path / "metrics.json")) return {{"", RunFolder(path).readJson("metrics.json")}};
    std::vector<Metrics> stages;
    for (const auto& entry : fs::directory_iterator(path))
        if (fs::exists(entry.path() / "metrics.json"))
            stages.push_back(
                {entry.path().filename().string(), RunFolder(entry.path()).readJson("metrics.json")});
    std::sort(stages.begin(), stages.end(),
              [](const Metrics& a, const Metrics& b) { return a.stage < b.stage; });
    return stages;
}

/// `given`: a run folder, or one stage of a run: RUN/STAGE.
OldRun readRun(const std::string& given) {
    const fs::path path =
        fs::path(given).has_filename() ? fs::path(given) : fs::path(given).parent_path(); // no final slash
    if (!fs::is_directory(path)) throw Error(given + ": no such run folder");
    const fs::path above = fs::absolute(path).lexically_normal().parent_path();
    const bool whole = fs::exists(path / "config.json");
    if (!whole && !fs::exists(above / "config.json"))
        throw Error(given + ": neither a run folder nor a stage of one (no config.json in it or above it)");
    const auto name = fs::absolute(path).lexically_normal().filename().string();
    OldRun run{whole ? name : above.filename().string() + "/" + name, path, {}, {}, readMetrics(path)};
    run.config = RunFolder(whole ? path : above).readJson("config.json");
    run.config.erase("command"); // repeats the options
    if (fs::exists(path / "summary.json"))
        run.summary = RunFolder(path).readJson("summary.json"); // absent if it was stopped early
    return run;
}

/// Every name that occurs in any run, in order of first appearance.
void addName(std::vector<std::string>& names, const std::string& name) {
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
}

std::string resultOf(const OldRun& run, const std::string& name) {
    for (const auto& result : run.summary.value("results", nlohmann::json::array()))
        if (result.at("name") == name) return resultFromJson(result).text();
    return "–";
}

void printTable(const std::vector<std::vector<std::string>>& rows) {
    // Counts characters, not bytes: UTF-8 continuation bytes begin with 10.
    const auto width = [](const std::string& s) {
        return std::count_if(s.begin(), s.end(), [](char c) { return (c & 0xc0) != 0x80; });
    };
    std::vector<std::ptrdiff_t> widths(rows.front().size(), 0);
    for (const auto& row : rows)
        for (size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], width(row[i]));
    for (const auto& row : rows) {
        for (size_t i = 0; i < row.size(); ++i)
            std::cout << row[i] << std::string(static_cast<size_t>(widths[i] - width(row[i]) + 2), ' ');
        std::cout << '\n';
    }
}

class Compare : public Command {
public:
    std::string name() const override { return "compare"; }
    std::string description() const override {
        return "Runs side by side: what differs, their results, and their curves in one figure";
    }
    void configure(CLI::App& app) override {
        app.add_option("RUN", paths_, "Run folders, or stages of runs: RUN/STAGE")
            ->required()
            ->expected(2, 64);
        app.add_option("--picture", picture_,
                       "PNG of the curves, a panel for each figure and a line for each run and stage");
    }

    int run() override {
        if (!picture_.empty()) checkPicture();
        std::vector<OldRun> runs;
        for (const auto& path : paths_) runs.push_back(readRun(path));
        std::map<std::string, int> count;
        for (const auto& run : runs) ++count[run.label];
        for (size_t i = 0; i < runs.size(); ++i) // runs of the same name are told apart by their paths
            if (count[runs[i].label] > 1) runs[i].label = paths_[i];
        std::vector<std::string> head{""};
        for (const auto& run : runs) head.push_back(run.label);
        std::vector<std::vector<std::string>> rows;
        rows.push_back(head);
        addOptionsThatDiffer(rows, runs);
        addFacts(rows, runs);
        addResults(rows, runs);
        printTable(rows);
        if (!picture_.empty()) drawCurves(runs);
        return 0;
    }

private:
    void checkPicture() const {
        if (!picture_.ends_with(".png"))
            throw Error(picture_ + ": the picture is a PNG; give it a name that ends in .png");
        char head[4] = {};
        if (fs::exists(picture_) &&
            !(std::ifstream(picture_, std::ios::binary).read(head, 4) && std::string(head + 1, 3) == "PNG"))
            throw Error(picture_ + ": exists and is not a PNG, so it is not overwritten");
    }

    static void addOptionsThatDiffer(std::vector<std::vector<std::string>>& rows,
                                     const std::vector<OldRun>& runs) {
        std::vector<std::string> names;
        for (const auto& run : runs)
            for (const auto& [name, value] : run.config.items()) addName(names, name);
        for (const auto& name : names) {
            std::set<std::string> values;
            std::vector<std::string> row{name};
            for (const auto& run : runs) {
                row.push_back(run.config.contains(name) && run.config[name].is_string()
                                  ? run.config[name].get<std::string>()
                                  : "–");
                values.insert(row.back());
            }
            if (values.size() > 1) rows.push_back(row);
        }
    }

    static void addFacts(std::vector<std::vector<std::string>>& rows, const std::vector<OldRun>& runs) {
        std::vector<std::string> time{"time"}, steps{"step"};
        for (const auto& run : runs) {
            time.push_back(clockTime(run.summary.value("total_seconds", run.summary.value("seconds", 0.0))));
            steps.push_back(
                run.summary.contains("step") ? std::to_string(run.summary["step"].get<std::int64_t>()) : "–");
        }
        rows.push_back(time);
        rows.push_back(steps);
    }

    static void addResults(std::vector<std::vector<std::string>>& rows, const std::vector<OldRun>& runs) {
        std::vector<std::string> names;
        for (const auto& run : runs)
            for (const auto& result : run.summary.value("results", nlohmann::json::array()))
                addName(names, result.at("name"));
        for (const auto& name : names) {
            std::vector<std::string> row{name};
            for (const auto& run : runs) row.push_back(resultOf(run, name));
            rows.push_back(row);
        }
    }

    void drawCurves(const std::vector<OldRun>& runs) const {
        std::vector<std::string> columns;
        for (const auto& run : runs)
            for (const auto& metrics : run.metrics)
                if (metrics.rows.is_array() && !metrics.rows.empty())
                    for (const auto& [name, value] : metrics.rows.back().items())
                        if (name != "step" && name != "seconds") addName(columns, name);
        std::vector<Panel> panels;
        for (const auto& column : columns) {
            Panel panel{{column, "step", ""}, {}};
            for (const auto& run : runs)
                for (const auto& metrics : run.metrics) {
                    Curve curve{run.label + (metrics.stage.empty() ? "" : "/" + metrics.stage),
                                {},
                                {},
                                Mark::line,
                                {}};
                    for (const auto& row : metrics.rows)
                        if (row.contains(column) && row[column].is_number()) {
                            curve.x.push_back(row.at("step").get<double>());
                            curve.y.push_back(row[column].get<double>());
                        }
                    if (!curve.x.empty()) panel.curves.push_back(std::move(curve));
                }
            panels.push_back(std::move(panel));
        }
        if (panels.empty())
            throw Error(picture_ + ": not drawn; none of the runs has a validation yet, or they train "
                                   "nothing");
        drawPanels(picture_, panels, 2);
    }

    std::vector<std::string> paths_;
    std::string picture_;
};

const RegisterCommand<Compare> compare;

} // namespace

} // namespace solus::train
