// `all`: every experiment, one after the other, and a page that links their reports.
#include "Command.h"
#include "Core/Progress.h"
#include "Core/RunFolder.h"
#include "Core/Trainer.h"
#include "Error.h"
#include "Experiment.h"
#include "Lab/Machine.h"

#include <algorithm>
#include <cstdio>
#include <sstream>

namespace solus::train {

namespace fs = std::filesystem;

namespace {

class All : public Command {
public:
    std::string name() const override { return "all"; }
    std::string description() const override {
        return "Run every experiment; with --quick each for about a minute";
    }
    void configure(CLI::App& app) override {
        app.add_option("--data", data_, "Folder with mnist, cifar10, speech and noise in it")->required();
        app.add_option("--out", out_, "Folder for the runs")->capture_default_str();
        app.add_flag("--quick", quick_, "A slice of the data, about a minute each");
        app.add_option("--group", group_, "Only MNIST, CIFAR-10, Speech or Product");
        app.add_option("--only", only_, "Only the experiments whose name begins so");
    }

    int run() override {
        Experiments chosen;
        for (auto& experiment : experiments())
            if ((group_.empty() || experiment->group() == group_) && experiment->name().starts_with(only_))
                chosen.push_back(std::move(experiment));
        if (chosen.empty())
            throw Error("no experiment is of that group and name; `solus-train list` names them");
        const RunFolder folder(out_);
        int failures = 0;
        for (size_t i = 0; i < chosen.size() && !stopRequested(); ++i) {
            const auto name = chosen[i]->name();
            std::fprintf(stderr, "[%zu/%zu] %s\n", i + 1, chosen.size(), name.c_str());
            failures += runOne(*chosen[i], fs::path(out_) / name) ? 0 : 1;
            writeText(folder / "index.html", page(chosen));
            writeText(folder / "results.md", table(chosen));
        }
        std::fprintf(stderr, "%s\n", (folder / "index.html").c_str());
        return failures > 0 ? 1 : 0;
    }

private:
    using Experiments = std::vector<std::unique_ptr<Experiment>>;

    /// A run that an earlier sitting has finished is left as it is, one that it left is gone on with.
    bool runOne(Experiment& experiment, const fs::path& out) const {
        std::vector<std::string> arguments{"--data", data_, "--out", out.string()};
        if (quick_) arguments.push_back("--quick");
        try {
            if (fs::exists(out / "config.json")) {
                const auto config = RunFolder(out).readJson("config.json");
                if ((config.value("quick", "false") == "true") != quick_)
                    throw Error(out.string() + ": holds a " + (quick_ ? "whole" : "quick") +
                                " run; name another folder with --out");
                if (fs::exists(out / "report.html")) return true;
                arguments.push_back("--resume");
            }
            return runExperiment(experiment, arguments) == 0;
        } catch (const std::exception& e) {
            std::fprintf(stderr, "solus-train: %s: %s\n", experiment.name().c_str(), e.what());
            return false;
        }
    }

    std::string page(const Experiments& chosen) const {
        std::ostringstream html;
        html << "<!doctype html><html lang='en'><meta charset='utf-8'><title>The lab of "
                "Solus</title><style>body{font:16px/1.6 "
                "system-ui,sans-serif;max-width:900px;margin:40px auto;padding:0 24px}td{padding:4px 18px "
                "4px 0;vertical-align:top}"
                "</style><h1>The lab of Solus</h1><p>"
             << machineName() << ", " << dateNow() << "</p><table>\n";
        for (const auto& experiment : chosen) {
            const auto name = experiment->name();
            const bool done = fs::exists(fs::path(out_) / name / "report.html");
            html << "<tr><td>" << (done ? "<a href='" + name + "/report.html'>" + name + "</a>" : name)
                 << "</td><td>" << experiment->description() << "</td></tr>\n";
        }
        html << "</table></html>\n";
        return html.str();
    }

    /// Every figure of every run that is finished, beside what others have reached.
    std::string table(const Experiments& chosen) const {
        std::ostringstream text;
        for (const auto& experiment : chosen) {
            const fs::path out = fs::path(out_) / experiment->name();
            if (!fs::exists(out / "report.html")) continue;
            const auto summary = RunFolder(out).readJson("summary.json");
            text << "### " << experiment->name() << "\n\n"
                 << experiment->description() << ". `" << summary.value("command", "") << "`, seed "
                 << summary.value("seed", 1) << ", " << formatDuration(summary.value("total_seconds", 0.0)) << " on "
                 << summary.value("machine", "") << ".\n\n| | here | elsewhere |\n|---|---|---|\n";
            for (const auto& result : summary.at("results"))
                text << "| " << result.value("name", "") << " | " << shortNumber(result.value("value", 0.0)) << " "
                     << result.value("unit", "") << " | " << result.value("anchor", "") << " |\n";
            text << "\n";
        }
        return text.str();
    }

    std::string data_, out_ = "runs", group_, only_;
    bool quick_ = false;
};

const RegisterCommand<All> all;

} // namespace

} // namespace solus::train
