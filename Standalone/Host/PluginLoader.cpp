// The search for a plugin by path or URI, in JUCE's formats.
#include "PluginLoader.h"

#include "Error.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>

namespace solus::host {
namespace {

namespace fs = std::filesystem;

// The first plugin that the manifest of a bundle names:  <URI> a lv2:Plugin
juce::String uriOfBundle(const fs::path& bundle) {
    std::ifstream file(bundle / "manifest.ttl");
    if (!file) throw Error(bundle.string() + ": no LV2 bundle (it has no manifest.ttl)");
    std::stringstream text;
    text << file.rdbuf();
    const std::string manifest = text.str();
    std::smatch match;
    static const std::regex plugin(R"(<([^<>\s]+)>\s+a\s+lv2:Plugin)");
    if (!std::regex_search(manifest, match, plugin))
        throw Error((bundle / "manifest.ttl").string() + " names no lv2:Plugin");
    return match[1].str();
}

juce::FileSearchPath lv2Path() {
    if (const char* variable = std::getenv("LV2_PATH"))
        return juce::FileSearchPath(juce::String::fromUTF8(variable).replaceCharacter(':', ';'));
    return juce::FileSearchPath("~/.lv2;/usr/local/lib/lv2;/usr/lib/lv2");
}

// JUCE reads ~/.lv2 first, whatever it is told: an installed plugin of the same URI would hide the one that
// was asked for. So there is no home while JUCE sets itself up.
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

} // namespace

PluginLoader::PluginLoader(const std::string& plugin) {
    fs::path path = fs::absolute(plugin).lexically_normal();
    if (!path.has_filename()) path = path.parent_path(); // "Solus.lv2/"
    if (plugin.find("://") != std::string::npos || plugin.starts_with("urn:"))
        findLv2(plugin, lv2Path());
    else if (!fs::exists(path))
        throw Error(plugin + ": no such plugin (a .vst3 or .lv2 bundle, or an LV2 URI)");
    else if (path.extension() == ".vst3")
        findVst3(juce::File(path.string()));
    else if (path.extension() == ".lv2")
        findLv2(uriOfBundle(path), juce::FileSearchPath(path.parent_path().string()));
    else
        throw Error(plugin + ": neither a .vst3 nor a .lv2 bundle");
}

void PluginLoader::findVst3(const juce::File& bundle) {
    auto* format = new juce::VST3PluginFormat;
    formats_.addFormat(format); // owns it
    juce::OwnedArray<juce::PluginDescription> found;
    format->findAllTypesForFile(found, bundle.getFullPathName());
    if (found.isEmpty())
        throw Error(bundle.getFullPathName().toStdString() +
                    ": no VST3 plugin for this machine can be loaded from it");
    description_ = *found[0];
}

void PluginLoader::findLv2(const juce::String& uri, const juce::FileSearchPath& folders) {
    std::unique_ptr<juce::LV2PluginFormat> made;
    {
        const WithoutHome noHome;
        made = std::make_unique<juce::LV2PluginFormat>();
    }
    auto* format = made.release();
    formats_.addFormat(format); // owns it
    format->searchPathsForPlugins(folders, false, false);
    juce::OwnedArray<juce::PluginDescription> found;
    format->findAllTypesForFile(found, uri);
    if (found.isEmpty())
        throw Error("no LV2 plugin <" + uri.toStdString() + "> in " + folders.toString().toStdString() +
                    "; set LV2_PATH to the folder that holds its bundle, or give the bundle's path");
    description_ = *found[0];
}

Plugin PluginLoader::load(double sampleRate, int block) {
    juce::String problem;
    auto plugin = formats_.createPluginInstance(description_, sampleRate, block, problem);
    if (plugin == nullptr)
        throw Error(description_.fileOrIdentifier.toStdString() + ": cannot be loaded (" +
                    problem.toStdString() + ")");
    return plugin;
}

void dispatchMessages(int milliseconds) {
    juce::MessageManager::getInstance()->runDispatchLoopUntil(milliseconds);
}

} // namespace solus::host
