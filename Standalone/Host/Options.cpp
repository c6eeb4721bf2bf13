// The command line, and its help.
#include "Options.h"

#include <CLI/CLI.hpp>
#include <charconv>

namespace solus::host {
namespace {

constexpr const char* examples = R"(
Examples
  solus-host build/plugin/Solus.vst3 noisy.wav clean.wav
  solus-host build/plugin/Solus.lv2 noisy.wav clean.wav --set amount=60 --block random
  LV2_PATH=build/plugin solus-host https://solus-audio.org/plugins/solus noisy.wav clean.wav
  solus-host build/plugin/Solus.vst3 noisy.wav removed.flac --set "Listen to removed=on" --save-state session.bin
  solus-host --list build/plugin/Solus.vst3
  xvfb-run -a solus-host --validate build/plugin/Solus.vst3

The plugin runs offline at the file's own rate, and its reported latency is compensated, so that
OUT is aligned with IN sample by sample. Exit codes: 0 done, 1 a check failed, 2 wrong input, 3 cannot write.)";

// "random" is 0 internally.
std::string blockFromText(std::string& text) {
    if (text == "random") {
        text = "0";
        return {};
    }
    int block = 0;
    const auto result = std::from_chars(text.data(), text.data() + text.size(), block);
    if (result.ec != std::errc() || result.ptr != text.data() + text.size() || block < 1 || block > 65536)
        return "--block takes 1 to 65536 samples, or the word random";
    return {};
}

} // namespace

Options parseCommandLine(int argc, char** argv) {
    Options options;
    FileJob& job = options.job;
    bool list = false, validate = false, asIs = false, mono = false, stereo = false;
    std::vector<std::string> sets;

    CLI::App app("solus-host: a small plugin host. It plays audio files through a VST3 or LV2 plugin, and "
                 "checks that a "
                 "plugin withstands what hosts do to it.",
                 "solus-host");
    app.allow_windows_style_options(false); // "/x" is a path
    app.set_version_flag("--version", SOLUS_VERSION);
    app.footer(examples);
    app.add_option("PLUGIN", options.plugin, "a .vst3 or .lv2 bundle, or an LV2 URI (found through LV2_PATH)")
        ->required();
    app.add_option("IN", job.in, "audio file to read, mono or stereo (wav, flac, ogg, mp3 ...)");
    app.add_option("OUT", job.out, "audio file to write (.wav or .flac)");
    app.add_option("--block", job.block,
                   "samples per block (default 512), or random: a different length each time")
        ->transform(CLI::Validator(blockFromText, "N|random"));
    app.add_option("--set", sets, "ID=VALUE: a parameter by ID or name, e.g. amount=60 (again for more)")
        ->type_name("ID=VALUE")
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    app.add_option("--state", job.stateFile, "restores this state first")->type_name("FILE");
    app.add_option("--save-state", job.saveStateFile, "writes the plugin's state when done")
        ->type_name("FILE");
    app.add_flag("--double", job.doublePrecision, "samples of double precision");
    auto* monoFlag = app.add_flag("--mono", mono, "one output channel (IN must be mono)");
    app.add_flag("--stereo", stereo, "two output channels")->excludes(monoFlag);
    app.add_flag("--no-align", asIs, "keep the latency: OUT is delayed by it");
    auto* listFlag = app.add_flag("--list", list, "print the plugin's parameters with their ranges and exit");
    app.add_flag("--validate", validate,
                 "try to break the plugin: states, parameters, buses, rates, blocks, editor")
        ->excludes(listFlag);
    app.add_option("--seed", options.seed, "random numbers of --validate (default 1)");
    try {
        app.parse(argc, argv);
        if (!list && !validate && (job.in.empty() || job.out.empty()))
            throw CLI::ValidationError("give IN and OUT, or --list, or --validate (--help shows examples)");
        for (const auto& set : sets) {
            const auto at = set.find('=');
            if (at == std::string::npos || at == 0)
                throw CLI::ValidationError("--set takes ID=VALUE, e.g. --set amount=60; not \"" + set + "\"");
            job.parameters.emplace_back(set.substr(0, at), set.substr(at + 1));
        }
    } catch (const CLI::ParseError& e) {
        std::exit(app.exit(e) == 0 ? 0 : 2);
    }
    job.align = !asIs;
    job.outputs = mono ? 1 : stereo ? 2 : 0;
    options.action = list       ? Options::Action::list
                     : validate ? Options::Action::validate
                                : Options::Action::process;
    return options;
}

} // namespace solus::host
