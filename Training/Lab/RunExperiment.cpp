// From the options of an experiment to its report.
#include "Base/Error.h"
#include "Core/Start.h"
#include "Core/Trainer.h"
#include "Experiment.h"
#include "Lab/CommandText.h"
#include "Lab/Machine.h"
#include "Lab/OpenRun.h"

#include <cmath>
#include <cstdio>
#include <iterator>

namespace solus::train {

namespace fs = std::filesystem;

namespace {

/// The summary of the training, if the run's folder has one, with extra facts for the reader.
void writeSummary(const Run& run, const ReportHead& head, bool quick) {
    nlohmann::json summary = nlohmann::json::object();
    if (fs::exists(run.folder / "summary.json")) summary = run.folder.readJson("summary.json");
    summary["experiment"] = head.name;
    summary["command"] = head.command;
    summary["machine"] = head.machine;
    summary["date"] = head.date;
    summary["seed"] = head.seed;
    summary["total_seconds"] = std::round(head.seconds);
    summary["finished"] = true;
    if (quick) summary["quick"] = true;
    if (!head.changes.empty()) summary["changes"] = head.changes;
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
    app.add_option(
        "--start", options.start,
        "Weights to start from: best.pt of another run, a model file (.safetensors) or a built-in model");
    if (options.epochs > 0.0) {
        app.add_option("--epochs", options.epochs, "Passes over the data")->check(CLI::Range(0.001, 1e6));
        app.add_option("--limit", options.limit,
                       "Train on this many images only, validate and test on a fifth as many; 0: all")
            ->check(CLI::Range(0, 1 << 30));
    } else {
        app.add_option("--steps", options.steps, "Steps of the whole run; the learning rate follows")
            ->check(CLI::Range(1, 2000000000));
        app.add_option("--validate-every", options.validateEvery, "Steps between validations")
            ->check(CLI::Range(1, 1000000));
        app.add_option("--licence", options.licence,
                       "Licence of the exported model (default: what the manifests of all recordings say)");
        app.add_flag("--skip-bad", options.skipBad,
                     "Leave out recordings that cannot be used, instead of stopping");
    }
    app.add_option("--minutes", options.minutes, "Stop after this many minutes, resumable; 0: no limit");
    app.add_option("--batch", options.batch, "Examples per step")->check(CLI::Range(1, 1000000));
    app.add_option("--workers", options.workers, "Threads")->check(CLI::Range(1, 256));
    app.add_option("--seed", options.seed, "Seed of everything random");
    app.add_option("--rate", options.rate, "Peak learning rate")->check(CLI::Range(0.0, 1000.0));
    app.add_option("--clip", options.clip, "Largest norm of the gradient")->check(CLI::Range(0.0, 1000.0));
    app.add_option("--average", options.average, "Decay of the averaged weights")
        ->check(CLI::Range(0.0, 1.0));
    app.add_option("--device", options.device, "cpu, cuda or cuda:N");
    app.add_flag("--quick", options.quick, "A slice of the data, about a minute");
    app.add_flag("--resume", options.resume,
                 "Resume from the checkpoint in the run folder, with its "
                 "options");
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
    auto called = arguments;
    called.insert(called.begin(), experiment.name());
    OpenRun opened(experiment, app, options, commandText(called));
    auto& folder = opened.folder();
    stopOnSignals();
    Run run(experiment.name(), options, folder);
    opened.writeConfig();
    const auto goOn = commandText({experiment.name(), "--resume", "--out", folder.path().string()});
    const auto start = std::chrono::steady_clock::now();
    const auto sitting = [&] {
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    };
    try {
        experiment.run(run);
    } catch (const Stopped&) {
        folder.addSitting(sitting());
        std::fprintf(stderr, "stopped; resume with `%s`\n", goOn.c_str());
        return 0;
    } catch (const WriteError& e) {
        throw WriteError(std::string(e.what()) + "; free some space and resume with `" + goOn + "`");
    } catch (const std::exception&) {
        // A call that could not even start, e.g. with a mistyped --data, must not obstruct the next one.
        const auto entries = std::distance(fs::directory_iterator(folder.path()), {});
        if (!options.resume && entries == 1) fs::remove(folder / "config.json");
        throw;
    }
    const ReportHead head{
        experiment.name(),   experiment.description(),     opened.command(), machineName(),
        dateNow(),           folder.addSitting(sitting()), options.seed,     opened.options(),
        opened.changesText()};
    if (options.quick) run.report.markQuick();
    folder.gatherMetrics();
    writeSummary(run, head, options.quick);
    run.report.write(folder.path(), head, experiment.story());
    for (const auto& result : run.report.results())
        std::printf("%s\t%s\n", result.name.c_str(), result.text().c_str());
    std::fprintf(stderr, "finished: %s\n", (folder / "report.html").c_str());
    return 0;
}

} // namespace solus::train
