// solus-train: the lab. Trains models, checks and packs data, evaluates.
#include "Command.h"
#include "Core/Trainer.h"
#include "Error.h"
#include "Experiment.h"

#include <cstdio>
#include <iostream>

namespace {

using namespace solus;
using namespace solus::train;

/// An option that was not given takes its value from the run that is resumed.
void recallOptions(CLI::App& app, const nlohmann::json& config) {
    for (CLI::Option* option : app.get_options()) {
        const std::string name = option->get_single_name();
        if (option->count() > 0 || name == "minutes" || !config.contains(name)) continue;
        option->add_result(config.at(name).get<std::string>());
        option->run_callback();
    }
}

nlohmann::json describeOptions(const CLI::App& app) {
    nlohmann::json config;
    for (const CLI::Option* option : app.get_options()) {
        const std::string name = option->get_single_name();
        if (name.empty() || name == "help" || name == "resume" || name == "out") continue;
        config[name] = option->count() > 0 ? option->results().front() : option->get_default_str();
    }
    return config;
}

void addCommonOptions(CLI::App& app, TrainOptions& options) {
    app.option_defaults()->always_capture_default();
    app.add_option("--data", options.data, "Folder of recordings (shared layout or bare) or a pack");
    app.add_option("--out", options.out, "Run folder")->required();
    app.add_option("--start", options.start, "Weights to start from: best.pt of another run");
    app.add_option("--steps", options.steps, "Steps of the whole run; the learning rate follows")
        ->check(CLI::Range(1, 2000000000));
    app.add_option("--minutes", options.minutes, "Stop after so long, to be resumed; 0: no limit");
    app.add_option("--batch", options.batch, "Examples in a step")->check(CLI::Range(1, 1000000));
    app.add_option("--workers", options.workers, "Threads")->check(CLI::Range(1, 256));
    app.add_option("--seed", options.seed, "Seed of everything random");
    app.add_option("--rate", options.rate, "Peak learning rate")->check(CLI::Range(0.0, 1000.0));
    app.add_option("--clip", options.clip, "Largest norm of the gradient")->check(CLI::Range(0.0, 1000.0));
    app.add_option("--average", options.average, "Decay of the averaged weights")
        ->check(CLI::Range(0.0, 1.0));
    app.add_option("--validate-every", options.validateEvery, "Steps between validations")
        ->check(CLI::Range(1, 1000000));
    app.add_option("--device", options.device, "cpu, cuda or cuda:N");
    app.add_flag("--resume", options.resume, "Go on from the checkpoint in the run folder, with its options");
}

int runTraining(Experiment& experiment, CLI::App& app, TrainOptions& options) {
    const std::filesystem::path out = options.out;
    const bool begun = std::filesystem::exists(out / "checkpoint.pt");
    if (options.resume && !begun) throw Error(out.string() + ": holds no run to resume (no checkpoint.pt)");
    if (options.resume)
        recallOptions(app, RunFolder(out).readJson("config.json"));
    else if (begun)
        throw Error(out.string() + ": holds a run already; add --resume to go on, or name another folder");
    if (options.data.empty()) throw Error("--data is missing: name a folder of recordings or a pack");
    if (options.device != "cpu" && !torch::cuda::is_available())
        throw Error("--device " + options.device + ": this machine or this LibTorch has no CUDA");
    const auto library = loadLibrary(options.data, experiment.needs());
    const auto task = experiment.makeTask(library, options);
    RunFolder folder(out);
    auto config = describeOptions(app);
    config["experiment"] = experiment.name();
    folder.writeJson("config.json", config);
    stopOnSignals();
    const auto result = train::train(experiment.name(), *task, options, folder);
    std::string line = result.finished ? "finished" : "stopped";
    line += " at step " + std::to_string(result.step);
    line += result.validated ? ", best score " + std::to_string(result.bestScore) : ", not validated yet";
    std::fprintf(stderr, "%s, model in %s\n", line.c_str(), folder.path().c_str());
    return 0;
}

int runProgram(int argc, char** argv) {
    CLI::App app("Trains and evaluates the models of Solus", "solus-train");
    app.require_subcommand(0, 1);
    auto* list = app.add_subcommand("list", "List the experiments");
    auto* train = app.add_subcommand("train", "Train an experiment");
    train->require_subcommand(0, 1);
    std::vector<std::pair<CLI::App*, Experiment*>> trainings;
    std::vector<TrainOptions> options(experiments().size());
    for (auto* experiment : experiments()) {
        auto* sub = train->add_subcommand(experiment->name(), experiment->description());
        auto& own = options[trainings.size()];
        sub->option_defaults()->always_capture_default();
        experiment->configure(*sub, own);
        addCommonOptions(*sub, own);
        trainings.emplace_back(sub, experiment);
    }
    std::vector<std::pair<CLI::App*, Command*>> others;
    for (auto* command : commands()) {
        auto* sub = app.add_subcommand(command->name(), command->description());
        command->configure(*sub);
        others.emplace_back(sub, command);
    }
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& e) {
        if (e.get_exit_code() == 0) return app.exit(e);
        throw Error(e.what());
    }
    if (app.get_subcommands().empty()) throw Error("name a command; --help lists them");
    if (train->parsed() && train->get_subcommands().empty())
        throw Error("name an experiment; `solus-train list` lists them");
    if (list->parsed())
        for (auto* experiment : experiments())
            std::cout << experiment->name() << '\t' << experiment->description() << '\n';
    for (size_t i = 0; i < trainings.size(); ++i)
        if (trainings[i].first->parsed())
            return runTraining(*trainings[i].second, *trainings[i].first, options[i]);
    for (auto& [sub, command] : others)
        if (sub->parsed()) return command->run();
    return 0;
}

/// Errors are one line, whatever a library put into its message.
int report(const std::exception& e, int code) {
    std::string text = e.what();
    for (size_t at; (at = text.find('\n')) != std::string::npos;)
        code == 1 ? text.resize(at) : (void)(text[at] = ' ');
    std::cerr << "solus-train: " << text << std::endl;
    return code;
}

} // namespace

int main(int argc, char** argv) {
    try {
        return runProgram(argc, argv);
    } catch (const solus::Error& e) {
        return report(e, 2);
    } catch (const std::exception& e) {
        return report(e, 1);
    }
}
