// Another program, started and ended by a test.
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
    /// Waits for the end at most so long; the exit code, or -1 if it still runs or was killed.
    int wait(double seconds);
    std::string output() const;
    /// True as soon as `text` was printed; false after `seconds` or when the program has ended without it.
    bool prints(const std::string& text, double seconds);

private:
    bool ended();

    std::string outputFile_;
    int pid_ = -1, status_ = 0;
    bool over_ = false;
};

} // namespace livetest
