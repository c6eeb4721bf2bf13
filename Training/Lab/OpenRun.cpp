// Opens the folder of a run.
#include "Lab/OpenRun.h"

#include "Base/Error.h"
#include "Experiment.h"

#include <algorithm>

namespace solus::train {

namespace fs = std::filesystem;

namespace {

/// The progress of a run: "step 300", "step 40 of stage wide".
std::string whereItStands(const fs::path& folder) {
    const auto stepOf = [](const fs::path& place) -> std::int64_t {
        if (fs::exists(place / "checkpoint.pt") && fs::exists(place / "summary.json"))
            return RunFolder(place).readJson("summary.json").value("step", std::int64_t{0});
        if (!fs::exists(place / "metrics.json")) return 0;
        const auto rows = RunFolder(place).readJson("metrics.json");
        return rows.empty() ? 0 : rows.back().value("step", std::int64_t{0});
    };
    if (const auto step = stepOf(folder); step > 0) return "step " + std::to_string(step);
    std::string where = "the beginning";
    fs::file_time_type latest = fs::file_time_type::min();
    for (const auto& entry : fs::directory_iterator(folder)) {
        if (!entry.is_directory()) continue;
        const auto step = stepOf(entry.path());
        if (step == 0 || fs::last_write_time(entry.path()) < latest) continue;
        latest = fs::last_write_time(entry.path());
        where = "step " + std::to_string(step) + " of stage " + entry.path().filename().string();
    }
    return where;
}

/// The options of the run after quicken() has changed them.
OptionList quickened(Experiment& experiment, CLI::App& app, TrainOptions& options) {
    auto list = describeOptions(app);
    const auto before = boundValues(app);
    experiment.quicken(options);
    const auto after = boundValues(app);
    for (size_t i = 0; i < before.size(); ++i)
        if (before[i].second != after[i].second)
            for (auto& [name, value] : list)
                if (name == before[i].first) value = after[i].second;
    return list;
}

} // namespace

OpenRun::OpenRun(Experiment& experiment, CLI::App& app, TrainOptions& options, const std::string& command)
    : experiment_(experiment.name()), command_(command) {
    const fs::path out = options.out;
    const bool begun = fs::exists(out / "config.json");
    if (options.resume && !begun) throw Error(out.string() + ": holds no run to resume (no config.json)");
    folder_ = std::make_unique<RunFolder>(out);
    lock_ = std::make_unique<FolderLock>(out);
    nlohmann::json config;
    const auto given = givenOptions(app);
    if (options.resume) {
        config = folder_->readJson("config.json");
        checkOld(experiment, config);
        recallOptions(app, config);
    } else
        checkNew(experiment, options);
    if (options.device != "cpu" && !torch::cuda::is_available())
        throw Error("--device " + options.device + ": this machine or this LibTorch has no CUDA");
    options_ = options.quick ? quickened(experiment, app, options) : describeOptions(app);
    if (options.resume) {
        takeChanges(given, config);
        resumed_ = command;
        command_ = config.value("command", command); // the command that began the run is the one to repeat
    }
}

void OpenRun::checkNew(const Experiment& experiment, const TrainOptions& options) const {
    if (fs::exists(*folder_ / "config.json")) {
        std::string what = "a run";
        try {
            what = "a run of " + folder_->readJson("config.json").at("experiment").get<std::string>();
        } catch (const std::exception&) { // an unrelated config.json is left alone all the same
        }
        throw Error(options.out + ": holds " + what +
                    " already; name another folder with --out, or add --resume to continue");
    }
    for (const std::string file : {"summary.json", "metrics.csv", "metrics.json", "report.html", "report.md",
                                   "checkpoint.pt", "best.pt"})
        if (fs::exists(*folder_ / file))
            throw Error(options.out + ": holds a " + file +
                        ", which the run would overwrite; name another folder with --out");
    if (fs::exists(*folder_ / (experiment.name() + ".safetensors")))
        throw Error(options.out + ": holds a " + experiment.name() +
                    ".safetensors, which the run would overwrite; name another folder with --out");
}

void OpenRun::checkOld(const Experiment& experiment, const nlohmann::json& config) const {
    const auto found = config.is_object() ? config.value("experiment", "") : "";
    if (found == experiment.name()) return;
    throw Error(folder_->path().string() + ": holds " +
                (found.empty() ? "an unidentifiable run" : "a run of " + found) + ", not of " +
                experiment.name() + "; name another folder with --out");
}

void OpenRun::takeChanges(const std::vector<std::string>& given, const nlohmann::json& config) {
    if (config.contains("changes")) changes_ = config.at("changes");
    for (const auto& [name, value] : options_) {
        if (name == "minutes") continue;
        const bool asked = std::find(given.begin(), given.end(), name) != given.end();
        if (config.contains(name) && (!asked || sameValue(config.at(name).get<std::string>(), value)))
            continue;
        const auto before = config.value(name, "");
        if (asked && !mayChange(name)) // else an older program, without the option, began the run
            throw Error("--" + name + " " + value + ": the run in " + folder_->path().string() +
                        " began with " + (before.empty() ? "none" : before) +
                        ", and this would make it another run; leave it out, or name another folder " +
                        "with --out");
        changes_.push_back(
            {{"option", name}, {"from", before}, {"to", value}, {"at", whereItStands(folder_->path())}});
    }
}

void OpenRun::writeConfig() const {
    nlohmann::json config{{"experiment", experiment_}, {"command", command_}};
    for (const auto& [name, value] : options_) config[name] = value;
    if (!resumed_.empty()) config["resumed"] = resumed_;
    if (!changes_.empty()) config["changes"] = changes_;
    folder_->writeJson("config.json", config);
}

std::string OpenRun::changesText() const {
    std::string text;
    for (const auto& change : changes_) {
        const std::string from = change.value("from", "");
        text += (text.empty() ? "Changed on the way: --" : "; --") + change.value("option", "") + " from " +
                (from.empty() ? "nothing" : from) + " to " + change.value("to", "") + " at " +
                change.value("at", "");
    }
    return text.empty() ? text : text + ".";
}

} // namespace solus::train
