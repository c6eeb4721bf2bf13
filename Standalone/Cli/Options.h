// The command line options of solus, and their parsing.
#pragma once

#include "Engine/Parameters.h"

#include <optional>
#include <string>
#include <vector>

namespace solus::cli {

/// The model for files and folders: what nobody hears live may be delayed longer, and is then cleaned better.
inline constexpr const char* fileDenoiserName = "denoise-studio";

struct DenoiseOptions {
    std::string in, out;
    std::string model; ///< name or file; empty: fileDenoiserName, or the default for a pipe and with `only`
    float amountDb = specOf(Parameter::amount).standard;
    float mix = specOf(Parameter::mix).standard / 100.0f;
    bool removed = false;
    bool split = false;             ///< each channel separately
    float gainDb = 0.0f;            ///< of the input
    std::string bits;               ///< "16", "24" or "32f"; empty: the input's
    std::vector<std::string> only;  ///< voices that may pass
    std::string isolate;            ///< an isolator, which removes other voices; empty: the gate does
    bool gate = false;              ///< the gate after the isolator
    std::optional<float> threshold; ///< of the gate; none: the speaker model's
    /// Of the gate: a file need not be processed live, so the maximum.
    double lookAheadMs = static_cast<double>(specOf(Parameter::lookAhead).high);
    int jobs = 0; ///< 0: one per core
    bool salvage = false, json = false;
};

struct EnrollOptions {
    std::string voice;
    std::vector<std::string> in;
    bool add = false, salvage = false;
    bool strict = false; ///< treat warnings as errors
    bool force = false;  ///< yes to every question
};

struct VerifyOptions {
    std::string voice;
    std::vector<std::string> in;
    std::optional<float> threshold; ///< none: the speaker model's
    bool salvage = false, json = false;
};

struct ModelsOptions {
    bool json = false;
};

struct InfoOptions {
    std::string file;
    bool salvage = false, json = false;
};

struct NumbersOptions {
    bool json = false;
};

enum class Command { none, denoise, enroll, verify, models, info, numbers };

struct Options {
    Command command = Command::none; ///< none: help or version was printed
    DenoiseOptions denoise;
    EnrollOptions enroll;
    VerifyOptions verify;
    ModelsOptions models;
    InfoOptions info;
    NumbersOptions numbers;
};

/// Throws Error, one line, for every invalid command line.
Options parseCommandLine(int argc, const char* const* argv);

} // namespace solus::cli
