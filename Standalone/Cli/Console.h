// Console output: results on stdout, exactly one line on stderr per error.
#pragma once

#include "Files/AudioInfo.h"

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

namespace solus::cli {

/// The exit codes.
enum ExitCode { done = 0, failed = 1, badInput = 2 };

/// "solus: TEXT" and a newline, in one write to stderr.
void printError(const std::string& text);
void printWarning(const std::string& text);
/// One warning per line, each beginning with the name of the file ("-" is standard input).
void printWarnings(const std::string& file, const std::vector<std::string>& texts);

/// One line on stdout.
void printLine(const std::string& text);
/// The text unchanged, newlines included.
void printText(const std::string& text);
void printJson(const nlohmann::json&);
/// A JSON string, quotes included; bytes that are not UTF-8 are replaced.
std::string jsonString(const std::string& text);

/// [{"from": seconds, "to": seconds}, ...]
nlohmann::json gapsJson(const std::vector<Gap>& gaps, int sampleRate);

/// Flushes everything printed so far; throws WriteError.
void flushOutput();

/// Asks on the terminal; false without one, or for any answer but yes.
bool agrees(const std::string& question);
/// Whether there is a user at a terminal to be asked.
bool canAsk();

/// "12.34 s", or "1:02:03.4" from a minute on.
std::string readableTime(double seconds);

/// Runs `action`; prints its exception and returns the matching exit code: Error is the input's fault.
template <typename Action>
int reportingErrors(Action&& action);

/// Stores one line for the exception being handled in `text`, and returns its exit code.
int describeException(std::string& text);

template <typename Action>
int reportingErrors(Action&& action) {
    try {
        return action();
    } catch (...) {
        std::string text;
        const int code = describeException(text);
        printError(text);
        return code;
    }
}

} // namespace solus::cli
