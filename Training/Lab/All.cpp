// `all`: runs every experiment, one after the other, and writes a page that links their reports.
#include "Base/Error.h"
#include "Base/Text.h"
#include "Base/WholeFile.h"
#include "Command.h"
#include "Core/RunFolder.h"
#include "Core/Trainer.h"
#include "Experiment.h"
#include "Lab/HtmlText.h"
#include "Lab/Machine.h"

#include <algorithm>
#include <cstdio>
#include <map>
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
        app.add_option("--only", only_, "Only the experiments whose name begins with this");
    }

    int run() override {
        Experiments chosen;
        for (auto& experiment : experiments())
            if ((group_.empty() || experiment->group() == group_) && experiment->name().starts_with(only_))
                chosen.push_back(std::move(experiment));
        if (chosen.empty())
            throw Error("there is no experiment of that group and name; `solus-train list` names them");
        const RunFolder folder(out_);
        for (size_t i = 0; i < chosen.size() && !stopRequested(); ++i) {
            const auto name = chosen[i]->name();
            std::fprintf(stderr, "[%zu/%zu] %s\n", i + 1, chosen.size(), name.c_str());
            if (const auto reason = runOne(*chosen[i], fs::path(out_) / name); !reason.empty()) {
                std::fprintf(stderr, "solus-train: %s: %s\n", name.c_str(), reason.c_str());
                failures_[name] = reason;
            }
            writeWhole(folder / "index.html", page(chosen));
            writeWhole(folder / "results.md", table(chosen));
        }
        std::fprintf(stderr, "%s\n", (folder / "index.html").c_str());
        for (const auto& [name, reason] : failures_)
            std::fprintf(stderr, "failed: %s: %s\n", name.c_str(), reason.c_str());
        return failures_.empty() ? 0 : 1;
    }

private:
    using Experiments = std::vector<std::unique_ptr<Experiment>>;

    /// A run that an earlier session finished is left as it is, and an interrupted one is resumed. Returns the reason if
    /// it failed.
    std::string runOne(Experiment& experiment, const fs::path& out) const {
        std::vector<std::string> arguments{"--data", data_, "--out", out.string()};
        if (quick_) arguments.push_back("--quick");
        try {
            if (fs::exists(out / "config.json")) {
                const auto config = RunFolder(out).readJson("config.json");
                if ((config.value("quick", "false") == "true") != quick_)
                    throw Error(out.string() + ": holds a " + (quick_ ? "whole" : "quick") +
                                " run; name another folder with --out");
                if (fs::exists(out / "report.html")) return {};
                arguments.push_back("--resume");
            }
            return runExperiment(experiment, arguments) == 0 ? "" : "did not finish";
        } catch (const std::exception& e) {
            const std::string text =
                e.what(); // a library's message may have many lines; the first says what matters
            return text.substr(0, text.find('\n'));
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
                 << "</td><td>" << htmlText(experiment->description());
            if (const auto failure = failures_.find(name); failure != failures_.end())
                html << "<br><b>failed:</b> " << htmlText(failure->second);
            html << "</td></tr>\n";
        }
        html << "</table></html>\n";
        return html.str();
    }

    /// Every figure of every finished run, beside published results.
    std::string table(const Experiments& chosen) const {
        std::ostringstream text;
        for (const auto& experiment : chosen) {
            const fs::path out = fs::path(out_) / experiment->name();
            if (const auto failure = failures_.find(experiment->name()); failure != failures_.end())
                text << "### " << experiment->name() << "\n\nFailed: " << failure->second << "\n\n";
            if (!fs::exists(out / "report.html")) continue;
            const auto summary = RunFolder(out).readJson("summary.json");
            text << "### " << experiment->name() << "\n\n"
                 << experiment->description() << ". `" << summary.value("command", "") << "`, seed "
                 << summary.value("seed", 1) << ", " << clockTime(summary.value("total_seconds", 0.0))
                 << " on " << summary.value("machine", "") << ".\n\n| | here | elsewhere |\n|---|---|---|\n";
            for (const auto& json : summary.at("results")) {
                const auto result = resultFromJson(json);
                text << "| " << result.name << " | " << result.text() << " | " << result.anchor << " |\n";
            }
            text << "\n";
        }
        return text.str();
    }

    std::string data_, out_ = "runs", group_, only_;
    bool quick_ = false;
    std::map<std::string, std::string> failures_; ///< experiment and reason
};

const RegisterCommand<All> all;

} // namespace

} // namespace solus::train
