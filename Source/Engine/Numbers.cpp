// Reads and extends the files of numbers.
#include "Engine/Numbers.h"

#include "Base/Error.h"
#include "Base/FileName.h"
#include "Base/System.h"
#include "Base/Text.h"
#include "Base/WholeFile.h"
#include "Engine/Models.h"
#include "Engine/VoiceFolder.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <set>

namespace solus {
namespace {

namespace fs = std::filesystem;

/// Other processes wait until this one has finished.
class FileLock {
public:
    explicit FileLock(const std::string& path)
        : file_(sys::open(path.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0666)) {
        if (file_ < 0 || sys::lock(file_) != 0) {
            const std::string reason = std::strerror(errno);
            if (file_ >= 0) sys::close(file_);
            throw WriteError(path + ": cannot be locked: " + reason);
        }
    }
    ~FileLock() { sys::close(file_); }
    FileLock(const FileLock&) = delete;
    FileLock& operator=(const FileLock&) = delete;

private:
    int file_;
};

fs::path dataFolder() {
    return fs::path(voicesFolder()).parent_path();
}
NumberFile modelFile() {
    return NumberFile((dataFolder() / "model-numbers.txt").string());
}
NumberFile voiceFile() {
    return NumberFile((dataFolder() / "voice-numbers.txt").string());
}

std::vector<std::string> modelNames() {
    std::vector<std::string> names = builtInNames("denoiser"), own;
    std::error_code error;
    for (fs::directory_iterator it(modelsFolder(), error), end; !error && it != end; it.increment(error))
        if (it->path().extension() == ".safetensors") own.push_back(it->path().filename().string());
    std::sort(own.begin(), own.end());
    names.insert(names.end(), own.begin(), own.end());
    return names;
}

/// The file first: for a number that it contains, folders and models need not be read.
template <class All>
std::string nameOf(int number, const NumberFile& file, All all, const char* what) {
    if (number == 0) return "";
    auto known = file.read();
    if (!known.contains(number)) known = all();
    if (const auto found = known.find(number); found != known.end()) return found->second;
    throw Error(std::string(what) + " " + std::to_string(number) +
                ": this number is not assigned ('solus numbers' lists them)");
}

template <class Here>
int numberOf(const std::string& name, const NumberFile& file, Here here) {
    if (name.empty()) return 0;
    const auto is = [&name](const auto& known) { return known.second == name; };
    auto known = file.read();
    if (std::none_of(known.begin(), known.end(), is)) {
        // The local names first, so that a name from elsewhere takes none of their numbers.
        std::vector<std::string> names = here();
        names.push_back(name);
        known = file.with(names);
    }
    const auto at = std::find_if(known.begin(), known.end(), is);
    if (at == known.end()) throw Error(inQuotes(name) + ": this name cannot have a number; rename it");
    return at->first;
}

} // namespace

std::map<int, std::string> NumberFile::read() const {
    std::map<int, std::string> names;
    std::ifstream file{fs::path(path_)};
    int row = 0;
    for (std::string line; std::getline(file, line);) {
        ++row;
        const size_t space = line.find(' ');
        const bool digits = space != std::string::npos && space > 0 && space < 8 &&
                            line.find_first_not_of("0123456789") == space && line[0] != '0' &&
                            space + 1 < line.size();
        if (!digits || !names.emplace(std::stoi(line), line.substr(space + 1)).second)
            throw Error(path_ + ": line " + std::to_string(row) +
                        " is not a unique number and a name; fix it");
    }
    return names;
}

std::map<int, std::string> NumberFile::with(const std::vector<std::string>& names) const {
    const auto missing = [&names](const std::map<int, std::string>& known) {
        std::set<std::string> there;
        for (const auto& [number, name] : known) there.insert(name);
        std::vector<std::string> rest;
        for (const auto& name : names)
            if (name.find('\n') == std::string::npos && there.insert(name).second) rest.push_back(name);
        return rest;
    };
    if (auto known = read(); missing(known).empty()) return known;

    std::error_code error;
    fs::create_directories(fs::path(path_).parent_path(), error);
    const FileLock lock(path_ + ".lock");
    auto known = read(); // another process may have been faster
    for (const auto& name : missing(known))
        known.emplace(known.empty() ? 1 : known.rbegin()->first + 1, name);
    std::string text;
    for (const auto& [number, name] : known) text += std::to_string(number) + ' ' + name + '\n';
    writeWhole(path_, text);
    return known;
}

std::map<int, std::string> modelNumbers() {
    return modelFile().with(modelNames());
}

std::map<int, std::string> voiceNumbers() {
    return voiceFile().with(VoiceFolder().names());
}

std::string modelOfNumber(int number) {
    const std::string name = nameOf(number, modelFile(), modelNumbers, "model");
    return name.ends_with(".safetensors") ? (fs::path(modelsFolder()) / name).string() : name;
}

std::string voiceOfNumber(int number) {
    return nameOf(number, voiceFile(), voiceNumbers, "voice");
}

int numberOfModel(const std::string& name) {
    if (const auto fault = faultOfName(name); !name.empty() && !fault.empty())
        throw Error(inQuotes(name) + ": cannot be the name of a model: " + fault);
    return numberOf(name, modelFile(), modelNames);
}

int numberOfVoice(const std::string& name) {
    const VoiceFolder folder;
    if (!name.empty() && !folder.has(name)) VoiceFolder::checkName(name);
    return numberOf(name, voiceFile(), [&folder] { return folder.names(); });
}

std::string modelsFolder() {
    return (dataFolder() / "models").string();
}

} // namespace solus
