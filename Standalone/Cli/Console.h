// How the tool talks: results on stdout, exactly one line on stderr for each error.
#pragma once

#include "Files/AudioInfo.h"

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

namespace solus::cli {

/// What a shell sees.
enum ExitCode { done = 0, failed = 1, badInput = 2 };

/// "solus: TEXT" and a line break, in one write to stderr.
void printError(const std::string& text);
void printWarning(const std::string& text);
/// One warning a line, each beginning with the name of the file ("-" is standard input).
void printWarnings(const std::string& file, const std::vector<std::string>& texts);

/// One line on stdout.
void printLine(const std::string& text);
/// As it is, line breaks included.
void printText(const std::string& text);
void printJson(const nlohmann::json&);
/// A JSON string, quotes included; bytes that are not UTF-8 are replaced.
std::string jsonString(const std::string& text);

/// [{"from": seconds, "to": seconds}, ...]
nlohmann::json gapsJson(const std::vector<Gap>& gaps, int sampleRate);

/// Everything printed so far is out, or WriteError.
void flushOutput();

/// Asks on the terminal; false without one, or for any answer but yes.
bool agrees(const std::string& question);
/// Does somebody sit there to be asked?
bool canAsk();

/// "12.34 s", or "1:02:03.4" from a minute on.
std::string readableTime(double seconds);

/// Runs `action`; prints what it throws and returns the exit code that fits: Error is the input's fault.
template <typename Action>
int reportingErrors(Action&& action);

/// The exit code for the exception being handled, and its one line.
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
