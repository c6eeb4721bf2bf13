// Walks a folder.
#include "FolderPlan.h"

#include "Base/Error.h"
#include "Base/System.h"
#include "Files/FfmpegDecoder.h"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <map>
#include <set>

namespace fs = std::filesystem;

namespace solus::cli {
namespace {

std::string lowered(const fs::path& path) {
    std::string text = path.string();
    for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return text;
}

std::string ending(const fs::path& path) {
    return lowered(path.extension());
}

bool keepsItsFormat(const fs::path& path) {
    const std::string e = ending(path);
    return e == ".wav" || e == ".wave" || e == ".flac";
}

bool isAudio(const fs::path& path) {
    static const std::set<std::string> others = {".ogg",  ".oga",  ".opus", ".mp3",  ".aif",
                                                 ".aiff", ".aifc", ".w64",  ".rf64", ".au",
                                                 ".snd",  ".caf",  ".voc",  ".sph",  ".nist"};
    return keepsItsFormat(path) || others.count(ending(path)) > 0;
}

/// Audio, or video with audio, that only ffmpeg can read.
bool isForFfmpeg(const fs::path& path) {
    static const std::set<std::string> endings = {".m4a",  ".m4b", ".mp4", ".m4v",  ".mov", ".mkv", ".mka",
                                                  ".webm", ".aac", ".ac3", ".eac3", ".dts", ".wma", ".wmv",
                                                  ".avi",  ".flv", ".amr", ".ape",  ".wv",  ".tta", ".mp2",
                                                  ".3gp",  ".spx", ".mpc", ".ts",   ".mpg"};
    return endings.count(ending(path)) > 0;
}

bool hidden(const fs::path& path) {
    return path.filename().string()[0] == '.';
}

/// A pipe would block. A broken link stays in the list, so that it is reported.
bool isFile(const fs::directory_entry& entry) {
    std::error_code ignored;
    return entry.is_regular_file(ignored) || (entry.is_symlink(ignored) && !entry.exists(ignored));
}

using Identity = std::pair<decltype(sys::Status::st_dev), decltype(sys::Status::st_ino)>;

/// The same for all names of a file. {0, 0}: it does not exist.
Identity identity(const fs::path& path) {
    sys::Status status{};
    return sys::stat(path.string().c_str(), &status) == 0 ? std::pair(status.st_dev, status.st_ino)
                                                          : Identity();
}

class Walk {
public:
    Walk(fs::path root, fs::path leaveOut) : root_(std::move(root)), leaveOut_(std::move(leaveOut)) {}

    void visit(const fs::path& folder) {
        std::error_code error;
        for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
            std::error_code ignored;                   // for a single entry: it then counts as another file
            const bool link = it->is_symlink(ignored); // links to folders may form loops
            if (it->is_directory(ignored)) {
                if (hidden(it->path()) || fs::equivalent(it->path(), leaveOut_, ignored)) continue;
                if (link)
                    skip(*it, "a link to a folder");
                else
                    visit(it->path());
            } else if (hidden(it->path())) {
                skip(*it, "a hidden file");
            } else if (!isFile(*it)) {
                skip(*it, "not a file");
            } else if (isForFfmpeg(it->path()) && !ffmpegIsInstalled()) {
                skip(*it, "needs ffmpeg, which is not installed");
            } else if (!isAudio(it->path()) && !isForFfmpeg(it->path())) {
                skip(*it, "not an audio file");
            } else {
                found.push_back(it->path().lexically_relative(root_));
            }
        }
        if (error)
            problems.push_back(
                {folder.string(), folder.string() + ": cannot read the folder: " + error.message()});
    }

    std::vector<fs::path> found;
    std::vector<FolderPlan::Skipped> skipped;
    std::vector<FolderPlan::Problem> problems;

private:
    void skip(const fs::directory_entry& entry, const char* reason) {
        skipped.push_back({entry.path().string(), reason});
    }

    fs::path root_, leaveOut_;
};

void refuseOverwriting(const FolderPlan& plan) {
    std::map<Identity, std::string> recordings;
    for (const auto& item : plan.items) recordings.emplace(identity(item.in), item.in);
    recordings.erase(Identity()); // of broken links
    for (const auto& item : plan.items) {
        const auto overwritten = recordings.find(identity(item.out));
        if (overwritten != recordings.end())
            throw Error(item.out + ": is where " + item.in + " would go, but it is the recording " +
                        overwritten->second + "; name another folder to write into");
    }
    // Links in the output folder may direct two results to one file.
    std::map<Identity, std::string> results;
    for (const auto& item : plan.items) {
        const auto place = identity(item.out);
        if (place == Identity()) continue;
        const auto [other, isNew] = results.emplace(place, item.out);
        if (!isNew)
            throw Error(item.out + ": is the same file as " + other->second +
                        ", so one result would overwrite the other; name another folder to write into");
    }
}

} // namespace

FolderPlan planFolder(const std::string& in, const std::string& out) {
    std::error_code ignored;
    if (fs::exists(out, ignored) && !fs::is_directory(out, ignored))
        throw Error(out + ": is a file, but " + in + " is a folder; name a folder to write into");
    if (fs::equivalent(in, out, ignored)) throw Error(out + ": is the input folder itself; name another one");

    Walk walk(in, out);
    walk.visit(in);
    std::sort(walk.found.begin(), walk.found.end());

    // In lower case, since OUT may be on a file system that does not tell A from a.
    std::set<std::string> taken;
    for (const auto& file : walk.found)
        if (keepsItsFormat(file)) taken.insert(lowered(file));

    FolderPlan plan;
    plan.skipped = walk.skipped;
    std::sort(plan.skipped.begin(), plan.skipped.end(),
              [](const auto& a, const auto& b) { return a.file < b.file; });
    plan.problems = walk.problems;
    for (const auto& file : walk.found) {
        fs::path target = file;
        if (!keepsItsFormat(file)) {
            target.replace_extension(".wav");
            // a.mp3 next to a.wav or a.ogg: the ending stays in the name
            for (fs::path longer = file; !taken.insert(lowered(target)).second; target = longer)
                longer += ".wav";
        }
        const auto bytes = fs::file_size(fs::path(in) / file, ignored);
        plan.items.push_back(
            {(fs::path(in) / file).string(), (fs::path(out) / target).string(), ignored ? 0 : bytes});
    }
    refuseOverwriting(plan);
    return plan;
}

} // namespace solus::cli
