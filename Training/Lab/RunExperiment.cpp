// From the options of an experiment to its report.
#include "Core/Start.h"
#include "Core/Trainer.h"
#include "Error.h"
#include "Experiment.h"
#include "Lab/Machine.h"
#include "Lab/OptionMemory.h"

#include <cmath>
#include <cstdio>
#include <iterator>

namespace solus::train {

namespace fs = std::filesystem;

namespace {

/// Opens the folder: a new one, or the one to resume.
RunFolder openFolder(CLI::App& app, const TrainOptions& options) {
    const fs::path out = options.out;
    const bool begun = fs::exists(out / "config.json");
    if (options.resume && !begun) throw Error(out.string() + ": holds no run to resume (no config.json)");
    if (options.resume)
        recallOptions(app, RunFolder(out).readJson("config.json"));
    else if (begun)
        throw Error(out.string() +
                    ": holds a run already; add --resume to go on, or name another folder with --out");
    if (options.device != "cpu" && !torch::cuda::is_available())
        throw Error("--device " + options.device + ": this machine or this LibTorch has no CUDA");
    return RunFolder(out);
}

std::string commandLine(const std::vector<std::string>& arguments) {
    std::string line = "solus-train";
    for (const auto& argument : arguments)
        line +=
            argument.find_first_of(" '\"$&") == std::string::npos ? " " + argument : " '" + argument + "'";
    return line;
}

/// The summary of the training, if the run's folder holds one, with what a person wants to know beside it.
void writeSummary(const Run& run, const ReportHead& head) {
    nlohmann::json summary = nlohmann::json::object();
    if (fs::exists(run.folder / "summary.json")) summary = run.folder.readJson("summary.json");
    summary["experiment"] = head.name;
    summary["command"] = head.command;
    summary["machine"] = head.machine;
    summary["date"] = head.date;
    summary["seed"] = head.seed;
    summary["total_seconds"] = std::round(head.seconds);
    summary["finished"] = true;
    summary["results"] = run.report.resultsJson();
    run.folder.writeJson("summary.json", summary);
}

} // namespace

void configureExperiment(Experiment& experiment, CLI::App& app, TrainOptions& options) {
    app.option_defaults()->always_capture_default();
    options.out = "runs/" + experiment.name();
    experiment.configure(app, options);
    app.add_option("--data", options.data,
                   "Folder of the data (see `solus-train explain " + experiment.name() + "`)");
    app.add_option("--out", options.out, "Run folder");
    app.add_option("--start", options.start, 
                   "Weights to start from: best.pt of another run, a model file (.safetensors) or a built-in model");
    if (options.epochs > 0.0) {
        app.add_option("--epochs", options.epochs, "Passes over the data")->check(CLI::Range(0.001, 1e6));
        app.add_option("--limit", options.limit, "Train on so many images only, validate and test on a fifth of them; 0: all")
            ->check(CLI::Range(0, 1 << 30));
    } else {
        app.add_option("--steps", options.steps, "Steps of the whole run; the learning rate follows")
            ->check(CLI::Range(1, 2000000000));
        app.add_option("--validate-every", options.validateEvery, "Steps between validations")
            ->check(CLI::Range(1, 1000000));
    }
    app.add_option("--minutes", options.minutes, "Stop after so long, to be resumed; 0: no limit");
    app.add_option("--batch", options.batch, "Examples in a step")->check(CLI::Range(1, 1000000));
    app.add_option("--workers", options.workers, "Threads")->check(CLI::Range(1, 256));
    app.add_option("--seed", options.seed, "Seed of everything random");
    app.add_option("--rate", options.rate, "Peak learning rate")->check(CLI::Range(0.0, 1000.0));
    app.add_option("--clip", options.clip, "Largest norm of the gradient")->check(CLI::Range(0.0, 1000.0));
    app.add_option("--average", options.average, "Decay of the averaged weights")
        ->check(CLI::Range(0.0, 1.0));
    app.add_option("--device", options.device, "cpu, cuda or cuda:N");
    app.add_flag("--quick", options.quick, "A slice of the data, about a minute");
    app.add_flag("--resume", options.resume, "Go on from the checkpoint in the run folder, with its options");
}

int runExperiment(Experiment& experiment, const std::vector<std::string>& arguments) {
    CLI::App app(experiment.description(), "solus-train " + experiment.name());
    TrainOptions options;
    configureExperiment(experiment, app, options);
    try {
        app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
    } catch (const CLI::ParseError& e) {
        if (e.get_exit_code() == 0) return app.exit(e);
        throw Error(experiment.name() + ": " + e.what());
    }
    if (!options.start.empty() && !options.resume) findStart(options.start); // before hours of reading
    auto folder = openFolder(app, options);
    const auto described = describeOptions(app);
    auto called = arguments;
    called.insert(called.begin(), experiment.name());
    nlohmann::json config{{"experiment", experiment.name()}, {"command", commandLine(called)}};
    for (const auto& [name, value] : described) config[name] = value;
    stopOnSignals();
    Run run(experiment.name(), options, folder);
    if (options.resume) { // the command that began it is the one to repeat; what was changed since stays changed
        config["command"] = folder.readJson("config.json").value("command", commandLine(called));
        config["resumed"] = commandLine(called);
    }
    folder.writeJson("config.json", config);
    const auto command = config.value("command", commandLine(called));
    const auto start = std::chrono::steady_clock::now();
    const auto sitting = [&] {
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    };
    try {
        experiment.run(run);
    } catch (const Stopped&) {
        folder.addSitting(sitting());
        std::fprintf(stderr, "stopped; go on with `solus-train %s --resume --out %s`\n",
                     experiment.name().c_str(), folder.path().c_str());
        return 0;
    } catch (const std::exception&) {
        // A call that could not even begin, with a mistyped --data say, must not stand in the way of the next.
        const auto entries = std::distance(fs::directory_iterator(folder.path()), {});
        if (!options.resume && entries == 1) fs::remove(folder / "config.json");
        throw;
    }
    const ReportHead head{experiment.name(), experiment.description(),     command,      machineName(),
                          dateNow(),         folder.addSitting(sitting()), options.seed, described};
    folder.gatherMetrics();
    writeSummary(run, head);
    run.report.write(folder.path(), head, experiment.story());
    for (const auto& [name, value, unit, anchor] : run.report.results())
        std::printf("%s\t%s%s%s\n", name.c_str(), shortNumber(value).c_str(), unit.empty() ? "" : " ",
                    unit.c_str());
    std::fprintf(stderr, "finished: %s\n", (folder / "report.html").c_str());
    return 0;
}

} // namespace solus::train
