// The command line with CLI11: options, help text and error messages.
#include "Options.h"

#include "Base/Error.h"
#include "Engine/Parameters.h"
#include "Files/OutputPlace.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cctype>
#include <cstdio>
#include <filesystem>
#include <juce_core/juce_core.h>

namespace solus::live {
namespace {

constexpr const char* about = R"(Solus for a live microphone: the noise goes, your voice stays.

Without options a window opens. The output is silent until you switch "Listen" on, to avoid feedback.)";

constexpr const char* examples = R"(Examples:
  solus-live                                      the window
  solus-live --file talk.wav --loop               a file instead of the microphone
  solus-live --file talk.wav --seconds 8 --record clean.wav --screenshot face.png
                                                  runs unattended: no sound card needed
  solus-live --headless                           no window: a JACK client; on PipeWire:
  pw-jack solus-live --headless --connect-output "Solus microphone:input_MONO"
                                                  a clean microphone for every program; docs/live.md
                                                  says how to make it
  solus-live --headless --voice anna --gate       only Anna's voice passes ("solus enroll anna ...")
  solus-live --headless --connect-output system:playback_1

Exit codes: 0 done, 1 failed, 2 usage error, 3 the sound server has stopped.)";

#if JUCE_WINDOWS
const std::string families = "WASAPI, DirectSound or None";
#elif JUCE_MAC
const std::string families = "CoreAudio or None";
#else
const std::string families = "JACK, ALSA or None";
#endif

} // namespace

namespace {

/// "recordings/a.WAV", {".wav"} -> true
bool endsLike(const std::string& path, std::initializer_list<const char*> endings) {
    auto ending = std::filesystem::path(path).extension().string();
    for (char& c : ending) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return std::find(endings.begin(), endings.end(), ending) != endings.end();
}

void checkFolder(const std::string& path) {
    const auto folder = std::filesystem::path(path).parent_path();
    if (!folder.empty() && !std::filesystem::is_directory(folder))
        throw Error(path + ": there is no folder " + folder.string() + " to write into");
}

void checkFiles(Options& o) {
    if (!o.screenshot.empty() && !endsLike(o.screenshot, {".png"}))
        throw Error(o.screenshot + ": a screenshot must be a .png file");
    if (!o.record.empty() && !endsLike(o.record, {".wav", ".wave", ".flac"}))
        throw Error(o.record + ": a recording must be a .wav or .flac file");
    for (const auto& path : {o.screenshot, o.record, o.settings}) checkFolder(path);
    if (!o.record.empty())
        refuseToReplace(o.record, o.file.empty() ? std::vector<std::string>() : std::vector{o.file});
    if (o.device.empty()) return;
    for (const char* family : {"JACK", "ALSA", "CoreAudio", "WASAPI", "DirectSound", "None"})
        if (juce::String(family).equalsIgnoreCase(juce::String(o.device))) {
            o.device = family;
            return;
        }
    throw Error("--device " + o.device + ": use " + families);
}

} // namespace

Options parseOptions(int argc, const char* const* argv) {
    Options o;
    CLI::App app{about, "solus-live"};
    app.allow_windows_style_options(false); // "/x" is a path
    app.footer(examples);
    app.set_version_flag("--version", SOLUS_VERSION);

    const auto window = "With a window";
    app.add_option("FILE,--file", o.file, "Play this file instead of the microphone")->group(window);
    app.add_flag("--loop", o.loop, "... in a loop")->group(window);
    app.add_option("--record", o.record, "Record the cleaned sound, from the first sample on (.wav, .flac)")
        ->group(window);
    app.add_option("--screenshot", o.screenshot, "Save a screenshot of the window at the end (.png)")
        ->group(window);
    app.add_option("--device", o.device, families + " (default: as last time)")->group(window);
    app.add_option("--settings", o.settings, "Remember settings in this file")->group(window);

    const auto headless = "Without a window";
    app.add_flag("--headless", o.headless, "Run as a JACK or PipeWire client, until Ctrl+C")->group(headless);
    app.add_option("--voice", o.voices, "A voice that may pass: a name or a file; may be given several times")
        ->group(headless);
    app.add_flag("--gate", o.gate, "Let only these voices pass")->group(headless);
    app.add_option("--channels", o.channels, "Number of input and output ports")
        ->check(CLI::Range(1, 64))
        ->capture_default_str()
        ->group(headless);
    app.add_option(
           "--connect-input", o.connectInputs,
           "A port to capture from (default: the system's microphone; with JACK, the first hardware input)")
        ->group(headless);
    app.add_option("--connect-output", o.connectOutputs,
                   "A port to play the cleaned sound to (default: none)")
        ->group(headless);

    app.add_option("--model", o.model, "A denoiser by name or file (solus models lists them)");
    app.add_option("--amount", o.amountDb, "Maximum noise reduction, in dB")
        ->check(CLI::Range(specOf(Parameter::amount).low, specOf(Parameter::amount).high));
    app.add_option("--seconds", o.seconds, "Quit after this time")->check(CLI::Range(0.0, 1e6));
    try {
        app.parse(argc, argv);
    } catch (const CLI::Success& e) {
        app.exit(e);
        o.help = true;
        return o;
    } catch (const CLI::ParseError& e) {
        throw Error(std::string(e.what()) + " (solus-live --help tells more)");
    }
    checkFiles(o);
    if (!o.screenshot.empty() && o.seconds <= 0.0)
        throw Error("--screenshot needs --seconds: when should it be taken?");
    if (o.headless && (!o.file.empty() || !o.record.empty() || !o.screenshot.empty() || !o.device.empty()))
        throw Error("--file, --record, --screenshot and --device need the window: leave --headless out");
    if (!o.headless && (o.gate || !o.voices.empty() || !o.connectInputs.empty() || !o.connectOutputs.empty()))
        throw Error(
            "--voice, --gate and --connect-... belong to --headless: the window has controls for them");
    if (o.gate && o.voices.empty()) throw Error("--gate needs --voice: whose voice may pass?");
    return o;
}

} // namespace solus::live
