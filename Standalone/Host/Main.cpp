// `solus-host`: plays files through a plugin, lists its parameters, tries to break it.
#include "Base/Error.h"
#include "Base/System.h"
#include "Base/TemporaryFile.h"
#include "HostedParameters.h"
#include "Options.h"
#include "Runtime.h"
#include "Validation.h"

#include <cstdio>

namespace {

using namespace solus::host;

std::string named(PluginLoader& loader) {
    const auto& d = loader.description();
    const juce::String version = d.version.isEmpty() ? "" : " " + d.version;
    return (d.name + version + " (" + d.pluginFormatName + ")").toStdString();
}

int process(PluginLoader& loader, const FileJob& job) {
    const Plugin plugin = loader.load();
    const FileReport r = runFile(*plugin, job);
    std::printf("%s: %s at %d Hz, %s to %s, latency %d samples (%.1f ms)%s\n", job.out.c_str(),
                named(loader).c_str(), r.sampleRate, r.inputs == 1 ? "mono" : "stereo",
                r.outputs == 1 ? "mono" : "stereo", r.latency, 1000.0 * r.latency / r.sampleRate,
                job.align ? ", taken out" : ", kept");
    std::printf("%.2f s of sound, %.1f times real time\n", r.seconds, r.seconds / std::max(r.elapsed, 1e-6));
    return 0;
}

int list(PluginLoader& loader) {
    const Plugin plugin = loader.load();
    std::printf("%s by %s\n", named(loader).c_str(), loader.description().manufacturerName.toRawUTF8());
    for (const auto& line : describeParameters(*plugin)) std::puts(line.c_str());
    return 0;
}

int run(const Options& options) {
    PluginLoader loader(options.plugin);
    switch (options.action) {
    case Options::Action::list:
        return list(loader);
    case Options::Action::validate:
        std::printf("%s\n", named(loader).c_str());
        return validate(loader, options.seed) == 0 ? 0 : 1;
    case Options::Action::process:
        break;
    }
    return process(loader, options.job);
}

} // namespace

int main(int argc, char** argv) {
    argv = solus::sys::utf8Arguments(argc, argv);
    const Options options = parseCommandLine(argc, argv);
    solus::removeTemporaryFilesOnSignals();
    const Runtime juce;
    try {
        return run(options);
    } catch (const solus::WriteError& e) {
        std::fprintf(stderr, "solus-host: %s\n", e.what());
        return 3;
    } catch (const std::exception& e) {
        std::fprintf(stderr, "solus-host: %s\n", e.what());
        return 2;
    }
}
