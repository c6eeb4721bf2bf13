// A subcommand of solus-train other than an experiment. It registers itself, so that Main.cpp need not know about it.
#pragma once

#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <vector>

namespace solus::train {

class Command {
public:
    virtual ~Command() = default;

    virtual std::string name() const = 0;
    virtual std::string description() const = 0;
    virtual void configure(CLI::App&) {}
    /// Returns the exit code. Throws Error for bad input or usage (exit 2), anything else for other failures (exit 1).
    virtual int run() = 0;
};

/// All commands, sorted by name.
std::vector<Command*> commands();
void registerCommand(std::unique_ptr<Command>);

template <class T>
struct RegisterCommand {
    RegisterCommand() { registerCommand(std::make_unique<T>()); }
};

} // namespace solus::train
