// What the user asked solus-host to do.
#pragma once

#include "FileJob.h"

#include <string>

namespace solus::host {

struct Options {
    enum class Action { process, list, validate };
    Action action = Action::process;
    std::string plugin;
    FileJob job;
    unsigned seed = 1; ///< of --validate
};

/// Prints help or the complaint and leaves the program for command lines that are no job.
Options parseCommandLine(int argc, char** argv);

} // namespace solus::host
