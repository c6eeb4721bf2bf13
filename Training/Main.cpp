// solus-train: the lab. Runs experiments, checks and packs data, evaluates.
#include "Base/Error.h"
#include "Command.h"
#include "Core/BlasKernels.h"
#include "Experiment.h"

#include <csignal>
#include <cstdio>
#include <iostream>

namespace {

using namespace solus;
using namespace solus::train;

constexpr const char* footer = R"(
Each experiment is a command and writes a folder with a report:
  solus-train mnist-mlp --data DATA              into runs/mnist-mlp
  solus-train mnist-mlp --help                   its options
  solus-train explain mnist-mlp                  the idea and the network
  solus-train compare runs/A runs/B              runs side by side
  solus-train all --quick --data DATA            each for a minute)";

int runProgram(std::vector<std::string> arguments) {
    // `solus-train train NAME` is the same as `solus-train NAME`.
    if (arguments.size() > 1 && arguments[0] == "train") arguments.erase(arguments.begin());
    if (!arguments.empty())
        if (const auto experiment = findExperiment(arguments[0]))
            return runExperiment(*experiment, {arguments.begin() + 1, arguments.end()});

    CLI::App app("The lab of Solus: trains its models, runs the experiments, measures", "solus-train");
    app.require_subcommand(0, 1);
    app.footer(footer);
    std::vector<std::pair<CLI::App*, Command*>> subcommands;
    for (auto* command : commands()) {
        auto* sub = app.add_subcommand(command->name(), command->description());
        command->configure(*sub);
        subcommands.emplace_back(sub, command);
    }
    try {
        app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
    } catch (const CLI::ParseError& e) {
        if (e.get_exit_code() == 0) return app.exit(e);
        if (app.get_subcommands().empty() && !arguments.empty() && arguments[0][0] != '-')
            throw Error(arguments[0] +
                        ": no such command or experiment; `solus-train list` and `--help` name them");
        throw Error(e.what());
    }
    for (auto& [sub, command] : subcommands)
        if (sub->parsed()) return command->run();
    throw Error("name a command; --help lists them");
}

/// Errors are printed on one line, whatever a library put into its message.
int report(const std::exception& e, int code) {
    std::string text = e.what();
    for (size_t at; (at = text.find('\n')) != std::string::npos;)
        code == 1 ? text.resize(at) : (void)(text[at] = ' ');
    std::cerr << "solus-train: " << text << std::endl;
    return code;
}

} // namespace

int main(int argc, char** argv) {
    useKernelsOfThisProcessor(argv);
    std::signal(SIGXFSZ, SIG_IGN); // beyond a file size limit a write fails, with a message
    try {
        return runProgram({argv + 1, argv + argc});
    } catch (const solus::Error& e) {
        return report(e, 2);
    } catch (const std::exception& e) {
        return report(e, 1);
    }
}
