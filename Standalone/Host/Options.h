// The command line options of solus-host.
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

/// Prints help or an error and exits, unless the command line describes a job.
Options parseCommandLine(int argc, char** argv);

} // namespace solus::host
