// Reading manifests and bare folders; the split into training and validation.
#include "Data/Manifest.h"

#include "Base/Error.h"

#include <algorithm>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>

namespace solus::train {

namespace fs = std::filesystem;

namespace {

std::vector<std::string> splitTabs(const std::string& line) {
    std::vector<std::string> fields;
    std::stringstream stream(line);
    for (std::string field; std::getline(stream, field, '\t');) fields.push_back(field);
    return fields;
}

double toNumber(const std::string& text, double fallback) {
    try {
        return text.empty() ? fallback : std::stod(text);
    } catch (const std::exception&) {
        return fallback;
    }
}

/// One row of a manifest, accessed by column name.
class Row {
public:
    Row(const std::map<std::string, size_t>& columns, std::vector<std::string> fields)
        : columns_(columns), fields_(std::move(fields)) {}
    std::string operator[](const std::string& column) const {
        const auto found = columns_.find(column);
        return found == columns_.end() || found->second >= fields_.size() ? "" : fields_[found->second];
    }

private:
    const std::map<std::string, size_t>& columns_;
    std::vector<std::string> fields_;
};

Entry toEntry(const Row& row, Kind kind) {
    Entry entry;
    entry.path = row["path"];
    entry.part = row["part"];
    entry.group = kind == Kind::speech ? row["corpus"] : row["set"];
    entry.speaker = row["speaker"];
    entry.label = row["cls"];
    entry.gender = row["gender"];
    entry.language = row["language"];
    entry.licence = row["licence"];
    entry.seconds = toNumber(row["seconds"], 0.0);
    entry.bandwidthHz = toNumber(row["bandwidth_hz"], 24000.0);
    entry.levelRangeDb = toNumber(row["level_range_db"], 0.0);
    return entry;
}

std::vector<Entry> readManifest(const fs::path& file, Kind kind) {
    std::ifstream stream(file);
    if (!stream) throw Error(file.string() + ": cannot be read");
    std::string line;
    std::getline(stream, line);
    if (line.ends_with('\r')) line.pop_back();
    std::map<std::string, size_t> columns;
    for (const auto& name : splitTabs(line)) columns.emplace(name, columns.size());
    std::vector<std::string> required{"path", "part"};
    if (kind == Kind::speech) required.insert(required.end(), {"corpus", "speaker", "bandwidth_hz"});
    for (const auto& name : required)
        if (!columns.contains(name)) throw Error(file.string() + ": the column '" + name + "' is missing");
    std::vector<Entry> entries;
    while (std::getline(stream, line)) {
        if (!line.empty() && line.back() == '\r') line.pop_back();
        if (!line.empty()) entries.push_back(toEntry(Row(columns, splitTabs(line)), kind));
    }
    return entries;
}

bool isAudio(const fs::path& file) {
    std::string extension = file.extension().string();
    std::transform(extension.begin(), extension.end(), extension.begin(),
                   [](unsigned char c) { return std::tolower(c); });
    static const std::vector<std::string> known{".wav", ".flac", ".ogg", ".opus", ".mp3"};
    return std::find(known.begin(), known.end(), extension) != known.end();
}

/// Adds the audio files of the real folders below `folder` to `files`, and the links to folders to `links`. A dangling
/// link is listed like a file: reading it reports the problem.
void addAudioBelow(const fs::path& folder, std::vector<fs::path>& files, std::vector<fs::path>& links) {
    std::error_code failure, unknown;
    fs::recursive_directory_iterator at(folder, failure), end;
    for (; !failure && at != end; at.increment(failure)) {
        if (at->is_symlink(unknown) && at->is_directory(unknown))
            links.push_back(at->path());
        else if (isAudio(at->path()) && (at->is_regular_file(unknown) || at->is_symlink(unknown)))
            files.push_back(at->path());
    }
    if (failure) throw Error(folder.string() + ": cannot be searched (" + failure.message() + ")");
}

/// The audio files below `folder`, also behind links to folders, each under one name only: that of the real folder if
/// there is one, so that a link neither causes an endless loop nor adds a recording twice.
std::vector<fs::path> audioBelow(const fs::path& folder) {
    std::vector<fs::path> files, links{folder};
    std::map<fs::path, fs::path> byRealPath;
    std::set<fs::path> seen;
    for (size_t i = 0; i < links.size(); ++i) {
        if (!seen.insert(fs::canonical(links[i])).second) continue;
        std::vector<fs::path> more;
        files.clear();
        addAudioBelow(links[i], files, more);
        for (const auto& file : files) byRealPath.emplace(fs::weakly_canonical(file), file);
        std::sort(more.begin(), more.end());
        links.insert(links.end(), more.begin(), more.end());
    }
    files.clear();
    for (const auto& [real, file] : byRealPath) files.push_back(file);
    return files;
}

/// A folder named dev anywhere in the path holds test material, whoever laid it out and whatever links to it.
bool isForTests(const fs::path& root, const fs::path& file) {
    const auto holds = [](const fs::path& path) {
        return ("/" + path.string()).find("/dev/") != std::string::npos;
    };
    const auto real = fs::weakly_canonical(file).lexically_relative(fs::canonical(root));
    return holds(file.lexically_relative(root)) || (!real.string().starts_with("..") && holds(real));
}

std::vector<Entry> scanFolder(const fs::path& root, const fs::path& folder, Kind kind) {
    std::vector<Entry> entries;
    for (const auto& file : audioBelow(folder)) {
        Entry entry;
        entry.path = file.lexically_relative(root).string(); // links keep their names
        const std::string parent = file.parent_path().filename().string();
        entry.part = isForTests(root, file) ? "dev" : "train";
        entry.group = folder.filename().string();
        (kind == Kind::speech ? entry.speaker : entry.label) = parent;
        entries.push_back(entry);
    }
    std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) { return a.path < b.path; });
    return entries;
}

} // namespace

std::string folderOf(Kind kind) {
    return kind == Kind::speech ? "speech" : kind == Kind::noise ? "noise" : "rir";
}

std::vector<Entry> readEntries(const fs::path& root, Kind kind) {
    if (!fs::is_directory(root)) throw Error(root.string() + ": no such folder");
    const fs::path folder = root / folderOf(kind);
    if (fs::is_regular_file(folder / "manifest.tsv")) return readManifest(folder / "manifest.tsv", kind);
    if (fs::is_directory(folder)) return scanFolder(root, folder, kind);
    const bool bare = !fs::is_directory(root / "speech") && !fs::is_directory(root / "noise");
    if (bare && kind == Kind::speech) return scanFolder(root, root, kind);
    return {};
}

std::uint64_t stableHash(const std::string& text) {
    std::uint64_t hash = 0xcbf29ce484222325u;
    for (unsigned char c : text) hash = (hash ^ c) * 0x100000001b3u;
    hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccdu;
    return hash ^ (hash >> 33);
}

std::string recordingStem(const Entry& entry) {
    std::string stem = fs::path(entry.path).stem().string();
    if (entry.group == "kitchen20-own") {
        // "class__fold-stem-LETTER-number": the stem identifies the recording.
        static const std::regex pattern("^.*__[0-9]+-(.*)-[A-Z]-[0-9]+$");
        if (std::smatch match; std::regex_match(stem, match, pattern))
            return entry.group + "/" + match[1].str();
    }
    if (stem.size() > 2 && stem[stem.size() - 2] == '-' &&
        std::isalpha(static_cast<unsigned char>(stem.back())))
        stem.resize(stem.size() - 2);
    return entry.group + "/" + stem;
}

bool isHeldOut(const Entry& entry, Kind kind) {
    if (kind == Kind::noise) return stableHash(recordingStem(entry)) % 12 == 0;
    if (kind == Kind::room) return stableHash(entry.path) % 10 == 0;
    if (entry.group == "rhasspy_kathleen" || entry.group == "rhasspy_nathalie") return false;
    return stableHash(entry.speaker) % 16 == 0;
}

} // namespace solus::train
