// A child process, started and ended by a test.
#pragma once

#include <string>
#include <vector>

namespace livetest {

class Program {
public:
    /// Starts argv[0] (looked up in PATH); what it prints goes into `outputFile`.
    Program(std::vector<std::string> argv, std::string outputFile);
    /// Kills what still runs.
    ~Program();
    Program(const Program&) = delete;
    Program& operator=(const Program&) = delete;

    void signal(int number);
    /// Waits at most this long for the end; returns the exit code, or -1 if it is still running or was killed.
    int wait(double seconds);
    std::string output() const;
    /// True once `text` has been printed; false after `seconds`, or if the program has ended without printing it.
    bool prints(const std::string& text, double seconds);

private:
    bool ended();

    std::string outputFile_;
    int pid_ = -1, status_ = 0;
    bool over_ = false;
};

} // namespace livetest
