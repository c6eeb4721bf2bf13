// The lists of experiments and commands that the program knows.
#include "Command.h"
#include "Experiment.h"

#include <map>

namespace solus::train {

namespace {

// Function-local, so that they exist before the first static registration, whatever the order of the files.
template <class T>
std::map<std::string, std::unique_ptr<T>>& registry() {
    static std::map<std::string, std::unique_ptr<T>> entries;
    return entries;
}

template <class T>
std::vector<T*> listed() {
    std::vector<T*> result;
    for (auto& [name, entry] : registry<T>()) result.push_back(entry.get());
    return result;
}

} // namespace

std::vector<Experiment*> experiments() {
    return listed<Experiment>();
}
Experiment* findExperiment(const std::string& name) {
    const auto& all = registry<Experiment>();
    const auto found = all.find(name);
    return found == all.end() ? nullptr : found->second.get();
}
std::vector<Command*> commands() {
    return listed<Command>();
}

void registerExperiment(std::unique_ptr<Experiment> experiment) {
    const std::string name = experiment->name();
    registry<Experiment>()[name] = std::move(experiment);
}
void registerCommand(std::unique_ptr<Command> command) {
    const std::string name = command->name();
    registry<Command>()[name] = std::move(command);
}

} // namespace solus::train
