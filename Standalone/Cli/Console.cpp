// Lines on stdout and stderr.
#include "Console.h"

#include "Base/Error.h"
#include "Base/System.h"
#include "Base/Text.h"
#include "Files/AudioFileWriter.h"

#include <cmath>
#include <cstdio>
#include <iostream>
#include <new>
#include <nlohmann/json.hpp>

namespace solus::cli {
namespace {

void writeToStderr(const std::string& line) {
    // If this fails, there is no way left to tell the user.
    [[maybe_unused]] const ssize_t written = sys::write(STDERR_FILENO, line.data(), line.size());
}

} // namespace

void printError(const std::string& text) {
    writeToStderr("solus: " + oneLine(text) + '\n');
}

void printWarning(const std::string& text) {
    writeToStderr("solus: warning: " + oneLine(text) + '\n');
}

void printWarnings(const std::string& file, const std::vector<std::string>& texts) {
    for (const auto& text : texts) printWarning((file == "-" ? "standard input" : file) + ": " + text);
}

void printLine(const std::string& text) {
    std::cout << oneLine(text) << '\n';
}

void printText(const std::string& text) {
    std::cout << text;
}

void printJson(const nlohmann::json& object) {
    std::cout << object.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) << '\n';
}

nlohmann::json gapsJson(const std::vector<Gap>& gaps, int sampleRate) {
    auto list = nlohmann::json::array();
    for (const Gap& gap : gaps)
        list.push_back({{"from", static_cast<double>(gap.from) / sampleRate},
                        {"to", static_cast<double>(gap.to) / sampleRate}});
    return list;
}

std::string jsonString(const std::string& text) {
    return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

void flushOutput() {
    if (!std::cout.flush()) throw WriteError("standard output: cannot write");
}

bool canAsk() {
    return sys::isatty(STDIN_FILENO) == 1 && sys::isatty(STDERR_FILENO) == 1;
}

bool agrees(const std::string& question) {
    if (!canAsk()) return false;
    writeToStderr("solus: " + oneLine(question) + " [y/N] ");
    std::string answer;
    std::getline(std::cin, answer);
    return answer == "y" || answer == "Y" || answer == "yes" || answer == "Yes";
}

std::string readableTime(double seconds) {
    char text[64];
    if (seconds < 59.995) {
        std::snprintf(text, sizeof text, "%.2f s", seconds);
    } else { // rounded before it is split, so that no 60 seconds appear
        const auto tenths = std::llround(10.0 * seconds), minutes = tenths / 600;
        std::snprintf(text, sizeof text, "%lld:%02lld:%04.1f", minutes / 60, minutes % 60,
                      static_cast<double>(tenths % 600) / 10.0);
    }
    return text;
}

int describeException(std::string& text) {
    try {
        throw;
    } catch (const Error& e) {
        text = e.what();
        return badInput;
    } catch (const std::bad_alloc&) {
        text = "out of memory";
    } catch (const std::exception& e) {
        text = e.what();
    } catch (...) {
        text = "an unknown error";
    }
    return failed;
}

} // namespace solus::cli
