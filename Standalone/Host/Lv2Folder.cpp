// Links, search paths and manifests.
#include "Lv2Folder.h"

#include "Base/Error.h"

#include <cstdlib>
#include <fstream>
#include <regex>
#include <sstream>

namespace solus::host {

namespace fs = std::filesystem;

Lv2Folder::Lv2Folder() {
    std::string name = (fs::temp_directory_path() / "solus-host-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr)
        throw WriteError("cannot make a folder in " + fs::temp_directory_path().string());
    folder_ = name;
}

Lv2Folder::~Lv2Folder() {
    std::error_code none;
    fs::remove_all(folder_, none); // the links, not their targets
}

void Lv2Folder::addBundle(const fs::path& bundle) {
    if (!fs::exists(bundle / "manifest.ttl"))
        throw Error(bundle.string() + ": no LV2 bundle (it has no manifest.ttl)");
    fs::create_directory_symlink(fs::absolute(bundle), folder_ / (std::to_string(++count_) + ".lv2"));
}

void Lv2Folder::addSearchPath(const std::string& folders) {
    std::stringstream list(folders);
    for (std::string folder; std::getline(list, folder, ':');) {
        if (const char* home = std::getenv("HOME"); home != nullptr && folder.starts_with("~/"))
            folder = home + folder.substr(1);
        std::error_code none;
        for (const auto& entry : fs::directory_iterator(folder, none))
            if (fs::exists(entry.path() / "manifest.ttl", none)) addBundle(entry.path());
    }
}

std::string Lv2Folder::searchPath() {
    const char* variable = std::getenv("LV2_PATH");
    return variable != nullptr ? variable : "~/.lv2:/usr/local/lib/lv2:/usr/lib/lv2";
}

//  <URI> a lv2:Plugin
std::string Lv2Folder::uriOf(const fs::path& bundle) {
    std::ifstream file(bundle / "manifest.ttl");
    std::stringstream text;
    text << file.rdbuf();
    const std::string manifest = text.str();
    static const std::regex plugin(R"(<([^<>\s]+)>\s+a\s+lv2:Plugin)");
    std::smatch match;
    if (!std::regex_search(manifest, match, plugin))
        throw Error(bundle.string() + ": no LV2 bundle, or its manifest.ttl names no lv2:Plugin");
    return match[1].str();
}

} // namespace solus::host
