// The command-line tool `solus`: parses the command line, runs the command, returns its exit code.
#include "Base/ProgressBar.h"
#include "Base/System.h"
#include "Base/TemporaryFile.h"
#include "Commands.h"
#include "Console.h"
#include "Options.h"

#include <cstdio>

namespace {

int run(const solus::cli::Options& options) {
    using namespace solus::cli;
    switch (options.command) {
    case Command::denoise:
        return denoise(options.denoise);
    case Command::enroll:
        return enroll(options.enroll);
    case Command::verify:
        return verifyFiles(options.verify);
    case Command::models:
        return models(options.models);
    case Command::info:
        return info(options.info);
    case Command::numbers:
        return numbers(options.numbers);
    case Command::none:
        break;
    }
    return done;
}

} // namespace

int main(int argc, char** argv) {
    // libmpg123, inside libsndfile, writes to stdio's stderr about every odd byte of an mp3. The tool itself writes
    // to the descriptor, so that an error stays one line.
#ifndef _WIN32 // where libsndfile is built without it
    if (FILE* nowhere = std::fopen("/dev/null", "w")) stderr = nowhere;
#endif
    argv = solus::sys::utf8Arguments(argc, argv);
    solus::removeTemporaryFilesOnSignals();
    solus::clearProgressBarOnSignals();
    return solus::cli::reportingErrors([&] {
        const int code = run(solus::cli::parseCommandLine(argc, argv));
        solus::cli::flushOutput();
        return code;
    });
}
