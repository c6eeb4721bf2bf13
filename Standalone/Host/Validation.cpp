// The list of checks, running and printing them.
#include "Validation.h"

#include "Base/Error.h"
#include "Base/System.h"
#include "Validation/Support.h"

#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace solus::host {
namespace {

#ifdef _WIN32
constexpr int crashes[] = {SIGSEGV, SIGABRT, SIGFPE, SIGILL};
bool hasDisplay() {
    return true;
}
#else
constexpr int crashes[] = {SIGSEGV, SIGABRT, SIGFPE, SIGBUS, SIGILL};
bool hasDisplay() {
    return std::getenv("DISPLAY") != nullptr;
}
#endif

// If a check crashes, the program still prints which one.
char crashWords[200];
extern "C" void onCrash(int signal) {
    const auto ignored = sys::write(STDOUT_FILENO, crashWords, std::strlen(crashWords));
    (void)ignored;
    std::signal(signal, SIG_DFL);
    std::raise(signal);
}

void print(const char* word, const char* name, double seconds, const std::string& note) {
    std::printf("%s  %-58s %6.2f s%s%s\n", word, name, seconds, note.empty() ? "" : "  ", note.c_str());
    std::fflush(stdout);
}

bool run(const Check& check, Bench& bench) {
    std::snprintf(crashWords, sizeof crashWords, "FAIL  %s: crashed\n", check.name);
    const auto start = std::chrono::steady_clock::now();
    const auto seconds = [&] {
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    };
    bench.note.clear();
    try {
        check.run(bench);
        dispatchMessages(20); // whatever the check left pending must do no harm either
        print("PASS", check.name, seconds(), bench.note);
        return true;
    } catch (const Skip& skip) {
        print("SKIP", check.name, seconds(), skip.why);
        return true;
    } catch (const std::exception& e) {
        print("FAIL", check.name, seconds(), e.what());
        return false;
    }
}

} // namespace

int validate(PluginLoader& loader, unsigned seed) {
    for (int signal : crashes) std::signal(signal, onCrash);
    Bench bench{loader, std::mt19937(seed), hasDisplay(), {}};
    int failed = 0, all = 0;
    for (const auto& checks : {lifeChecks(), audioChecks(), parameterChecks(), stateChecks(), editorChecks()})
        for (const Check& check : checks) {
            failed += run(check, bench) ? 0 : 1;
            ++all;
        }
    for (int signal : crashes) std::signal(signal, SIG_DFL);
    std::printf("%d of %d checks failed (seed %u)\n", failed, all, seed);
    return failed;
}

} // namespace solus::host
