// Starting, waiting, killing.
#include "Program.h"

#include <chrono>
#include <csignal>
#include <fcntl.h>
#include <fstream>
#include <spawn.h>
#include <sstream>
#include <stdexcept>
#include <sys/wait.h>
#include <thread>

extern char** environ;

namespace livetest {
namespace {

using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}
void nap() {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
}

} // namespace

Program::Program(std::vector<std::string> argv, std::string outputFile) : outputFile_(std::move(outputFile)) {
    std::vector<char*> words;
    for (auto& word : argv) words.push_back(word.data());
    words.push_back(nullptr);
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, 1, outputFile_.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    posix_spawn_file_actions_adddup2(&files, 1, 2);
    const int error = posix_spawnp(&pid_, words[0], &files, nullptr, words.data(), environ);
    posix_spawn_file_actions_destroy(&files);
    if (error != 0) throw std::runtime_error(argv[0] + " cannot be started: is its package installed?");
}

Program::~Program() {
    if (ended()) return;
    ::kill(pid_, SIGTERM);
    if (wait(3.0) >= 0 || over_) return;
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, &status_, 0);
}

bool Program::ended() {
    if (!over_) over_ = ::waitpid(pid_, &status_, WNOHANG) == pid_;
    return over_;
}

void Program::signal(int number) {
    if (!ended()) ::kill(pid_, number);
}

int Program::wait(double seconds) {
    for (const auto start = Clock::now(); !ended() && secondsSince(start) < seconds;) nap();
    return over_ && WIFEXITED(status_) ? WEXITSTATUS(status_) : -1;
}

std::string Program::output() const {
    std::ifstream file(outputFile_);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

bool Program::prints(const std::string& text, double seconds) {
    for (const auto start = Clock::now(); secondsSince(start) < seconds;) {
        if (output().find(text) != std::string::npos) return true;
        if (ended()) return output().find(text) != std::string::npos;
        nap();
    }
    return false;
}

} // namespace livetest
