// Walks a folder.
#include "FolderPlan.h"

#include "Error.h"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <set>

namespace fs = std::filesystem;

namespace solus::cli {
namespace {

std::string ending(const fs::path& path) {
    std::string text = path.extension().string();
    for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return text;
}

bool keepsItsFormat(const fs::path& path) {
    const std::string e = ending(path);
    return e == ".wav" || e == ".wave" || e == ".flac";
}

bool isAudio(const fs::path& path) {
    static const std::set<std::string> others = {".ogg", ".oga",  ".opus", ".mp3",
                                                 ".aif", ".aiff", ".w64",  ".rf64"};
    return keepsItsFormat(path) || others.count(ending(path)) > 0;
}

class Walk {
public:
    Walk(fs::path root, fs::path leaveOut) : root_(std::move(root)), leaveOut_(std::move(leaveOut)) {}

    void visit(const fs::path& folder) {
        std::error_code error;
        for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
            std::error_code ignored;                   // of a single entry: it then counts as another file
            const bool link = it->is_symlink(ignored); // links to folders can run in circles
            if (it->is_directory(ignored)) {
                if (!link && !fs::equivalent(it->path(), leaveOut_, ignored)) visit(it->path());
            } else if (it->path().filename().string()[0] != '.' && isAudio(it->path())) {
                found.push_back(it->path().lexically_relative(root_));
            } else {
                ++skipped;
            }
        }
        if (error) problems.push_back(folder.string() + ": cannot read the folder: " + error.message());
    }

    std::vector<fs::path> found;
    int skipped = 0;
    std::vector<std::string> problems;

private:
    fs::path root_, leaveOut_;
};

} // namespace

FolderPlan planFolder(const std::string& in, const std::string& out) {
    std::error_code ignored;
    if (fs::exists(out, ignored) && !fs::is_directory(out, ignored))
        throw Error(out + ": is a file, but " + in + " is a folder; name a folder to write into");
    if (fs::equivalent(in, out, ignored)) throw Error(out + ": is the input folder itself; name another one");

    Walk walk(in, out);
    walk.visit(in);
    std::sort(walk.found.begin(), walk.found.end());

    std::set<fs::path> taken;
    for (const auto& file : walk.found)
        if (keepsItsFormat(file)) taken.insert(file);

    FolderPlan plan;
    plan.skipped = walk.skipped;
    plan.problems = walk.problems;
    for (const auto& file : walk.found) {
        fs::path target = file;
        if (!keepsItsFormat(file)) {
            target.replace_extension(".wav");
            // a.mp3 beside a.wav or a.ogg: the ending stays in the name
            for (fs::path longer = file; !taken.insert(target).second; target = longer) longer += ".wav";
        }
        const auto bytes = fs::file_size(fs::path(in) / file, ignored);
        plan.items.push_back(
            {(fs::path(in) / file).string(), (fs::path(out) / target).string(), ignored ? 0 : bytes});
    }
    return plan;
}

} // namespace solus::cli
