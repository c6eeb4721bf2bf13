// The lists of the program's experiments and commands.
#include "Command.h"
#include "Experiment.h"

#include <map>

namespace solus::train {

namespace {

// Function-local, so that they exist before the first static registration, whatever the order of initialisation.
std::map<std::string, MakeExperiment>& experimentMakers() {
    static std::map<std::string, MakeExperiment> makers;
    return makers;
}

std::map<std::string, std::unique_ptr<Command>>& knownCommands() {
    static std::map<std::string, std::unique_ptr<Command>> known;
    return known;
}

} // namespace

std::vector<std::unique_ptr<Experiment>> experiments() {
    std::vector<std::unique_ptr<Experiment>> all;
    for (const auto& [name, make] : experimentMakers()) all.push_back(make());
    return all;
}

std::unique_ptr<Experiment> findExperiment(const std::string& name) {
    const auto found = experimentMakers().find(name);
    return found == experimentMakers().end() ? nullptr : found->second();
}

void registerExperiment(MakeExperiment make) {
    experimentMakers()[make()->name()] = make;
}

std::vector<Command*> commands() {
    std::vector<Command*> all;
    for (const auto& [name, command] : knownCommands()) all.push_back(command.get());
    return all;
}

void registerCommand(std::unique_ptr<Command> command) {
    const std::string name = command->name();
    knownCommands()[name] = std::move(command);
}

} // namespace solus::train
