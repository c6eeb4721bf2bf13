// A folder with links to the LV2 bundles to choose from.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace solus::host {

/// A temporary folder, deleted with this object. JUCE's LV2 host accepts only absolute folders, and complains about
/// everything in them that is not a bundle.
class Lv2Folder {
public:
    Lv2Folder();
    ~Lv2Folder();
    Lv2Folder(const Lv2Folder&) = delete;
    Lv2Folder& operator=(const Lv2Folder&) = delete;

    /// A bundle by path; throws Error if it has no manifest.ttl.
    void addBundle(const std::filesystem::path& bundle);
    /// All bundles in the folders of a path such as LV2_PATH, "a:b"; missing folders are skipped.
    void addSearchPath(const std::string& folders);

    std::string path() const { return folder_.string(); }

    /// LV2_PATH; if it is not set, the folders where LV2 plugins are installed.
    static std::string searchPath();
    /// The first plugin in the manifest of a bundle. Throws Error.
    static std::string uriOf(const std::filesystem::path& bundle);

private:
    std::filesystem::path folder_;
    int count_ = 0;
};

} // namespace solus::host
