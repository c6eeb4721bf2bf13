// The command line with CLI11: options, help texts and error messages.
#include "Options.h"

#include "Base/Error.h"
#include "Base/Nearest.h"
#include "Base/System.h"
#include "Base/Text.h"
#include "Console.h"
#include "Engine/Parameters.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <utility>

namespace solus::cli {
namespace {

constexpr const char* examples = R"(Examples:
  solus denoise noisy.wav clean.wav              remove the noise
  solus denoise recordings/ cleaned/             a whole folder, on all cores
  solus denoise in.flac out.flac --amount 12     gently: at most 12 dB
  solus denoise in.wav noise.wav --removed       hear what is removed
  ffmpeg -v error -i talk.mp4 -f wav - | solus denoise - - | ffmpeg -i - talk.m4a

  solus enroll anna anna1.wav anna2.wav          learn a voice: ten seconds are enough
  solus verify anna unknown.wav                  is it her?
  solus denoise talk.wav anna.wav --only anna    keep only her voice

'solus COMMAND --help' describes one command.)";

constexpr const char* denoiseExamples =
    R"(The output has the rate, channels, length and bit depth of the input and is aligned with it.
'-' is a pipe that carries WAV. A folder is cleaned file by file, into the same subfolders of OUT:
wav and flac keep their format; ogg, opus and mp3 become wav. Other files (m4a, mp4, mkv, ...) are
read if ffmpeg is installed. Skipped files are listed.

Examples:
  solus denoise noisy.wav clean.wav
  solus denoise recordings/ cleaned/ --jobs 4
  solus denoise talk.wav anna.wav --only anna --only ben
  ffmpeg -v error -i talk.mp4 -f wav - | solus denoise - - | ffmpeg -i - talk.m4a)";

constexpr const char* enrollExamples =
    R"(VOICE is a name, or a path that ends in .voice. A voice file contains an embedding, never
audio. An existing voice is replaced only if you confirm it, or with --force. Add a recording
from each microphone that you use (--add), and the voice is recognised more reliably.

Examples:
  solus enroll anna anna1.wav anna2.wav
  solus enroll anna more.wav --add
  solus enroll ./anna.voice anna1.wav)";

constexpr const char* verifyExamples =
    R"(Prints one line per file: score from 0 to 1, decision, file. The exit code is 0 for either
decision. Recognising a voice is a convenience, not a lock: a recording of the voice passes.

Examples:
  solus verify anna unknown.wav
  solus verify anna *.flac --json)";

constexpr const char* infoExamples = R"(Examples:
  solus info talk.flac
  solus info light                               a name from 'solus models'
  solus info ~/.local/share/solus/voices/anna.voice)";

/// A number from `low` to `high`; rejects NaN and trailing letters.
CLI::Validator numberFrom(double low, double high, bool whole = false) {
    const std::string range = CLI::detail::to_string(low) + " to " + CLI::detail::to_string(high);
    const std::string kind = whole ? "needs a whole number from " : "needs a number from ";
    return CLI::Validator(
        [=](std::string& text) {
            if (whole) text.erase(0, std::min(text.find_first_not_of('0'), text.size() - 1)); // 08: not octal
            double value = 0.0;
            const bool number = CLI::detail::lexical_cast(text, value) && std::isfinite(value) &&
                                (!whole || text.find_first_not_of("0123456789") == std::string::npos);
            return number && value >= low && value <= high ? std::string()
                                                           : kind + range + ", not '" + text + "'";
        },
        "");
}

/// A parameter from the table, with its ID as option name. Percentages become fractions of 1.
template <class T>
CLI::Option* addSetting(CLI::App& command, Parameter parameter, T& value, const std::string& text) {
    const ParameterSpec& spec = specOf(parameter);
    const std::string unit = spec.unit;
    const double scale = unit == "%" ? 0.01 : 1.0;
    return command.add_option(std::string("--") + spec.id, value, text)
        ->check(numberFrom(scale * static_cast<double>(spec.low), scale * static_cast<double>(spec.high)))
        ->type_name(unit == "%"    ? "0..1"
                    : unit == "dB" ? "DB"
                                   : "MS");
}

CLI::Option* addSetting(CLI::App& command, Parameter parameter, bool& on, const std::string& text) {
    return command.add_flag(std::string("--") + specOf(parameter).id, on, text);
}

CLI::App* addDenoise(CLI::App& app, DenoiseOptions& o) {
    auto* c = app.add_subcommand("denoise", "Remove the noise from a file, a folder or a pipe");
    c->footer(denoiseExamples);
    c->add_option("IN", o.in, "Audio file, folder, or - for WAV on standard input")->required();
    c->add_option("OUT", o.out, "Output .wav or .flac, folder, or - for WAV on standard output")->required();
    c->add_option(
         "--model", o.model,
         "Name of a model ('solus models' lists them) or a .safetensors file (default: studio; for pipes and with "
         "--only: solus)")
        ->type_name("NAME|FILE");
    addSetting(*c, Parameter::amount, o.amountDb,
               "Maximum noise reduction, in dB (default: " + CLI::detail::to_string(o.amountDb) + ")");
    addSetting(*c, Parameter::mix, o.mix, "0: the unchanged input, 1: the cleaned voice (default)");
    addSetting(*c, Parameter::removed, o.removed, "Write what is removed instead of what is kept");
    addSetting(
        *c, Parameter::split, o.split,
        "Clean each channel separately: for talkers panned left and right, or surround with a centre voice");
    // An input gain, unlike the table's output gain: it applies before the engine's limit of the input.
    c->add_option("--gain", o.gainDb, "Gain applied to the input first (the plugin's gain is applied last)")
        ->check(numberFrom(-100, 100))
        ->type_name("DB");
    c->add_option("--bits", o.bits,
                  "Sample format of the output (default: as the input); 32f is float, which never clips")
        ->check(CLI::IsMember({"16", "24", "32f"}))
        ->type_name("16|24|32f");
    c->add_option("--only", o.only, "Let only this enrolled voice pass; may be given several times")
        ->type_name("VOICE")
        ->allow_extra_args(false);
    c->add_option("--isolate", o.isolate,
                  "With --only, experimental: a model that removes other voices even while this one speaks")
        ->type_name("FILE")
        ->needs("--only");
    c->add_flag("--gate", o.gate, "With --isolate: the gate, too (without --isolate it is on anyway)")
        ->needs("--only");
    addSetting(*c, Parameter::lookAhead, o.lookAheadMs,
               "With --only: how much more audio the gate hears before it decides (default: " +
                   CLI::detail::to_string(o.lookAheadMs) + ")")
        ->needs("--only");
    addSetting(*c, Parameter::threshold, o.threshold,
               "With --only: the lowest score that passes (default: the model's, 0.5)")
        ->needs("--only");
    c->add_option("--jobs", o.jobs, "Files cleaned at the same time (default: one per core)")
        ->transform(numberFrom(1, 64, true))
        ->type_name("N");
    c->add_flag("--salvage", o.salvage,
                "Read truncated or damaged files as far as possible, with silence for what is missing");
    c->add_flag("--json", o.json, "Print one JSON object per line");
    return c;
}

CLI::App* addEnroll(CLI::App& app, EnrollOptions& o) {
    auto* c = app.add_subcommand("enroll", "Learn a voice from recordings");
    c->footer(enrollExamples);
    c->add_option("VOICE", o.voice, "Name or path of the voice")->required();
    c->add_option("IN", o.in, "Recordings of this voice alone")->required();
    c->add_flag("--add", o.add, "Add the recordings to an existing voice instead of replacing it");
    c->add_flag("--force", o.force,
                "Replace an existing voice, or add recordings that do not sound like it, without asking");
    c->add_flag("--strict", o.strict,
                "Reject recordings that are too short, too quiet, too noisy, clipped, or of two talkers");
    c->add_flag("--salvage", o.salvage, "Read truncated or damaged files as far as possible");
    return c;
}

CLI::App* addVerify(CLI::App& app, VerifyOptions& o) {
    auto* c = app.add_subcommand("verify", "Check whether a recording is of an enrolled voice");
    c->footer(verifyExamples);
    c->add_option("VOICE", o.voice, "Name or path of an enrolled voice")->required();
    c->add_option("IN", o.in, "Recordings to check, one by one")->required();
    addSetting(*c, Parameter::threshold, o.threshold,
               "The lowest score that is accepted (default: the model's, 0.5)");
    c->add_flag("--salvage", o.salvage, "Read truncated or damaged files as far as possible");
    c->add_flag("--json", o.json,
                "Print one JSON object per line: file, score, accepted, threshold, seconds of speech");
    return c;
}

CLI::App* addModels(CLI::App& app, ModelsOptions& o) {
    auto* c = app.add_subcommand("models", "List the built-in denoisers");
    c->footer("'solus denoise --model light' uses denoise-light, and so on.");
    c->add_flag("--json", o.json, "Print one JSON object per line");
    return c;
}

CLI::App* addInfo(CLI::App& app, InfoOptions& o) {
    auto* c = app.add_subcommand("info", "Describe an audio, model or voice file");
    c->footer(infoExamples);
    c->add_option("FILE", o.file, "The file, or the name of a model")->required();
    c->add_flag("--salvage", o.salvage, "Read a truncated or damaged audio file as far as possible");
    c->add_flag("--json", o.json, "Print a JSON object");
    return c;
}

CLI::App* addNumbers(CLI::App& app, NumbersOptions& o) {
    auto* c = app.add_subcommand(
        "numbers", "List the numbers of models and voices in the LADSPA, CLAP and LV2 (controls) plugins");
    c->footer("A number stays with its model or voice for ever.");
    c->add_flag("--json", o.json, "Print one JSON object per line: kind, number, name");
    return c;
}

std::vector<std::string> names(const CLI::App& app) {
    std::vector<std::string> all;
    for (const auto* command : app.get_subcommands(nullptr)) all.push_back(command->get_name());
    return all;
}

/// Reports what CLI11 left over: an unknown option, or one argument too many.
void refuseLeftovers(const CLI::App& command) {
    auto left = command.remaining();
    // "--" ends the options; CLI11 treats what follows as arguments and leaves the "--" here.
    const auto mark = std::find(left.begin(), left.end(), "--");
    const auto named = mark - left.begin(); // arguments before the "--"
    if (mark != left.end()) left.erase(mark);
    if (left.empty()) return;
    const std::string help = " ('solus " + command.get_name() + " --help' lists the options)";
    for (auto it = left.begin(); it != left.begin() + std::min<std::ptrdiff_t>(named, std::ssize(left));
         ++it) {
        const auto& word = *it;
        if (word.size() < 2 || word[0] != '-') continue;
        if (sys::access(word.c_str(), F_OK) == 0)
            throw Error(word +
                        ": is taken for an option; write a file whose name begins with '-' as ./-NAME, or "
                        "after --" +
                        help);
        std::vector<std::string> options;
        for (const auto* option : command.get_options())
            for (const auto& name : option->get_lnames()) options.push_back("--" + name);
        const std::string option = word.substr(0, word.find('='));
        throw Error(option + ": there is no such option" + didYouMean(option, options) + help);
    }
    throw Error(left.front() + ": one argument too many" + help);
}

} // namespace

Options parseCommandLine(int argc, const char* const* argv) {
    Options options;
    CLI::App app("Solus removes the noise from speech, and recognises enrolled voices.", "solus");
    app.set_version_flag("--version", "solus " SOLUS_VERSION);
    app.allow_windows_style_options(false); // "/x" is a path
    app.footer(examples);
    app.require_subcommand(1);
    const std::pair<const CLI::App*, Command> added[] = {
        {addDenoise(app, options.denoise), Command::denoise},
        {addEnroll(app, options.enroll), Command::enroll},
        {addVerify(app, options.verify), Command::verify},
        {addModels(app, options.models), Command::models},
        {addInfo(app, options.info), Command::info},
        {addNumbers(app, options.numbers), Command::numbers}};
    for (auto* command : app.get_subcommands(nullptr)) command->allow_extras();

    const std::string first = argc > 1 ? argv[1] : "";
    const auto commands = names(app);
    const std::string list = joined(commands);
    if (first.empty()) throw Error("give a command: " + list + " ('solus --help' explains)");
    if (first == "help") {
        if (argc > 2) {
            const char* const asked[] = {argv[0], argv[2], "--help"};
            return parseCommandLine(3, asked);
        }
        printText(app.help());
        return options;
    }
    if (first[0] == '-' && first != "-h" && first != "--help" && first != "--version")
        throw Error(first +
                    ": there is no such option, or it belongs after the command ('solus --help' explains)");
    if (first[0] != '-' && std::find(commands.begin(), commands.end(), first) == commands.end()) {
        throw Error(first + ": there is no such command" + didYouMean(first, commands) + " (there are " +
                    list + ")");
    }

    try {
        app.parse(argc, argv);
    } catch (const CLI::CallForHelp&) {
        printText(app.help());
        return options;
    } catch (const CLI::CallForVersion& e) {
        printText(std::string(e.what()) + "\n");
        return options;
    } catch (const CLI::ParseError& e) {
        for (const auto* command : app.get_subcommands())
            refuseLeftovers(*command); // a better message, if an unknown option is the cause
        throw Error(first + " " + e.what() + " ('solus " + first + " --help' explains)");
    }
    const auto* chosen = app.get_subcommands().front();
    refuseLeftovers(*chosen);
    for (const auto& [command, which] : added)
        if (command == chosen) options.command = which;
    if (options.denoise.out == "/dev/stdout")
        options.denoise.out = "-"; // a pipe, even if it is redirected to a file
    return options;
}

} // namespace solus::cli
