// Finds a plugin by path or URI, with JUCE's formats.
#include "PluginLoader.h"

#include "Base/Error.h"

#include <cstdlib>
#include <filesystem>

namespace solus::host {
namespace {

namespace fs = std::filesystem;

#if JUCE_PLUGINHOST_LV2
// JUCE always reads ~/.lv2 first: an installed plugin of the same URI would hide the requested one. So HOME is
// invalid while JUCE initialises.
class WithoutHome {
public:
    WithoutHome() {
        if (const char* home = std::getenv("HOME")) home_ = home;
        setenv("HOME", "/nonexistent", 1);
    }
    ~WithoutHome() { home_.empty() ? unsetenv("HOME") : setenv("HOME", home_.c_str(), 1); }
    WithoutHome(const WithoutHome&) = delete;
    WithoutHome& operator=(const WithoutHome&) = delete;

private:
    std::string home_;
};
#endif

} // namespace

PluginLoader::PluginLoader(const std::string& plugin) {
    fs::path path = fs::absolute(plugin).lexically_normal();
    if (!path.has_filename()) path = path.parent_path(); // "Solus.lv2/"
#if JUCE_PLUGINHOST_LV2
    if (plugin.find("://") != std::string::npos || plugin.starts_with("urn:")) {
        bundles_.addSearchPath(Lv2Folder::searchPath());
        findLv2(plugin, Lv2Folder::searchPath());
        return;
    }
    if (path.extension() == ".lv2" && fs::exists(path)) {
        bundles_.addBundle(path);
        findLv2(Lv2Folder::uriOf(path), path.string());
        return;
    }
#endif
    if (!fs::exists(path)) {
        throw Error(plugin + ": no such plugin (a .vst3 or .lv2 bundle, or an LV2 URI)");
    } else if (path.extension() == ".vst3") {
        findVst3(juce::File(path.string()));
    } else {
        throw Error(plugin + ": neither a .vst3 nor a .lv2 bundle");
    }
}

void PluginLoader::findVst3(const juce::File& bundle) {
    auto* format = new juce::VST3PluginFormat;
    formats_.addFormat(format); // takes ownership
    juce::OwnedArray<juce::PluginDescription> found;
    juce::File file = bundle;
#if JUCE_WINDOWS // there JUCE looks for the module itself
    if (bundle.isDirectory())
        file = bundle.getChildFile("Contents/x86_64-win").getChildFile(bundle.getFileName());
#endif
    format->findAllTypesForFile(found, file.getFullPathName());
    if (found.isEmpty())
        throw Error(bundle.getFullPathName().toStdString() +
                    ": no VST3 plugin for this machine can be loaded from it");
    description_ = *found[0];
}

#if JUCE_PLUGINHOST_LV2
void PluginLoader::findLv2(const std::string& uri, const std::string& where) {
    std::unique_ptr<juce::LV2PluginFormat> made;
    {
        const WithoutHome noHome;
        made = std::make_unique<juce::LV2PluginFormat>();
    }
    auto* format = made.release();
    formats_.addFormat(format); // takes ownership
    format->searchPathsForPlugins(juce::FileSearchPath(bundles_.path()), false, false);
    juce::OwnedArray<juce::PluginDescription> found;
    format->findAllTypesForFile(found, uri);
    if (found.isEmpty())
        throw Error("no LV2 plugin <" + uri + "> in " + where +
                    "; set LV2_PATH to the folder that holds its bundle, or give the bundle's path");
    description_ = *found[0];
}
#endif

Plugin PluginLoader::load(double sampleRate, int block) {
    juce::String problem;
    auto plugin = formats_.createPluginInstance(description_, sampleRate, block, problem);
    if (plugin == nullptr)
        throw Error(description_.fileOrIdentifier.toStdString() + ": cannot be loaded (" +
                    problem.toStdString() + ")");
    return Plugin(plugin.release());
}

void dispatchMessages(int milliseconds) {
    juce::MessageManager::getInstance()->runDispatchLoopUntil(milliseconds);
}

} // namespace solus::host
