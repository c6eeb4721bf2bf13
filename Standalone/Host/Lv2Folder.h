// A folder that holds the LV2 bundles to choose from, and nothing else.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace solus::host {

/// Links to bundles, in a temporary folder that goes with this object. JUCE's LV2 host takes folders only,
/// absolute ones, and complains about everything in them that is no bundle.
class Lv2Folder {
public:
    Lv2Folder();
    ~Lv2Folder();
    Lv2Folder(const Lv2Folder&) = delete;
    Lv2Folder& operator=(const Lv2Folder&) = delete;

    /// A bundle by path; throws Error if it has no manifest.ttl.
    void addBundle(const std::filesystem::path& bundle);
    /// All bundles of the folders in a path such as LV2_PATH, "a:b"; folders that are not there are skipped.
    void addSearchPath(const std::string& folders);

    std::string path() const { return folder_.string(); }

    /// LV2_PATH; without that variable, where LV2 plugins are installed.
    static std::string searchPath();
    /// The first plugin that the manifest of a bundle names. Throws Error.
    static std::string uriOf(const std::filesystem::path& bundle);

private:
    std::filesystem::path folder_;
    int count_ = 0;
};

} // namespace solus::host
