// Runs gnuplot.
#include "Lab/Gnuplot.h"

#include "Base/Error.h"
#include "Base/TemporaryFile.h"

#include <algorithm>
#include <cstdio>

namespace solus::train {

namespace fs = std::filesystem;

std::string gnuplotText(std::string text) {
    std::replace_if(
        text.begin(), text.end(), [](char c) { return c == '\'' || c == '\n'; }, ' ');
    return "'" + text + "'";
}

void drawPicture(const fs::path& picture, const std::function<std::string(const std::string&)>& scriptFor) {
    TemporaryFile part(picture.string());
    const std::string script = scriptFor(part.path());
    FILE* gnuplot = popen("gnuplot >/dev/null 2>&1", "w");
    const bool written = gnuplot && std::fputs(script.c_str(), gnuplot) >= 0;
    if (!gnuplot || pclose(gnuplot) != 0 || !written || fs::is_empty(part.path()))
        throw Error(
            picture.string() +
            ": gnuplot did not draw the picture; is gnuplot-nox installed, is there room on the disk?");
    part.commit();
}

void makePictureFolder(const fs::path& folder) {
    std::error_code failure;
    fs::create_directories(folder, failure);
    if (!fs::is_directory(folder))
        throw Error(folder.string() + ": cannot be created (" + failure.message() + ")");
}

} // namespace solus::train
