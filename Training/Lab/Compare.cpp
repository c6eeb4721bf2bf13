// `compare`: runs side by side, figures and curves.
#include "Command.h"
#include "Core/Progress.h"
#include "Core/RunFolder.h"
#include "Error.h"
#include "Lab/Plot.h"
#include "Lab/Report.h"

#include <algorithm>
#include <cstdio>
#include <iostream>
#include <set>

namespace solus::train {

namespace fs = std::filesystem;

namespace {

struct OldRun {
    std::string label;
    fs::path path;
    nlohmann::json summary, config;
    nlohmann::json metrics = nlohmann::json::array();
};

OldRun readRun(const fs::path& path) {
    if (!fs::is_directory(path)) throw Error(path.string() + ": no such run folder");
    const RunFolder folder(path);
    OldRun run{path.filename().string(), path, folder.readJson("summary.json"),
               folder.readJson("config.json")};
    run.config.erase("command"); // says again what the options say
    if (run.label.empty()) run.label = path.parent_path().filename().string(); // a slash at the end
    if (fs::exists(path / "metrics.json")) run.metrics = folder.readJson("metrics.json");
    return run;
}

/// Every name that any run has, in the order of its first appearance.
void addName(std::vector<std::string>& names, const std::string& name) {
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
}

std::string resultOf(const OldRun& run, const std::string& name) {
    for (const auto& result : run.summary.value("results", nlohmann::json::array()))
        if (result.at("name") == name)
            return shortNumber(result.at("value").get<double>()) + " " + result.value("unit", "");
    return "–";
}

void printTable(const std::vector<std::vector<std::string>>& rows) {
    // Counts letters, not bytes: the continuation bytes of UTF-8 begin with 10.
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
        return "Runs side by side: what differs, what came out, the curves in one figure";
    }
    void configure(CLI::App& app) override {
        app.add_option("RUN", paths_, "Run folders")->required()->expected(2, 64);
        app.add_option("--picture", picture_, "PNG of the curves that the runs share");
    }

    int run() override {
        std::vector<OldRun> runs;
        for (const auto& path : paths_) runs.push_back(readRun(path));
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
            time.push_back(
                formatDuration(run.summary.value("total_seconds", run.summary.value("seconds", 0.0))));
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
            if (!run.metrics.empty())
                for (const auto& [name, value] : run.metrics.back().items())
                    if (name != "step" && name != "seconds") addName(columns, name);
        std::vector<Panel> panels;
        for (const auto& column : columns) {
            Panel panel{{column, "step", ""}, {}};
            for (const auto& run : runs) {
                Curve curve{run.label, {}, {}, Mark::line, {}};
                for (const auto& row : run.metrics)
                    if (row.contains(column) && row[column].is_number()) {
                        curve.x.push_back(row.at("step").get<double>());
                        curve.y.push_back(row[column].get<double>());
                    }
                if (!curve.x.empty()) panel.curves.push_back(std::move(curve));
            }
            panels.push_back(std::move(panel));
        }
        if (panels.empty())
            throw Error(picture_ + ": not drawn, no run has curves of its own (name the stages, RUN/STAGE)");
        drawPanels(picture_, panels, 2);
    }

    std::vector<std::string> paths_;
    std::string picture_;
};

const RegisterCommand<Compare> compare;

} // namespace

} // namespace solus::train
