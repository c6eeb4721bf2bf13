// Runs gnuplot.
#include "Lab/Gnuplot.h"

#include "Error.h"

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
    const fs::path part = picture.string() + ".part";
    const std::string script = scriptFor(part.string());
    FILE* gnuplot = popen("gnuplot >/dev/null 2>&1", "w");
    const bool written = gnuplot && std::fputs(script.c_str(), gnuplot) >= 0;
    const bool drawn = gnuplot && pclose(gnuplot) == 0 && written && fs::exists(part);
    std::error_code failure;
    if (drawn) fs::rename(part, picture, failure);
    if (!drawn || failure) {
        fs::remove(part, failure);
        throw Error(picture.string() + ": gnuplot did not draw the picture; is gnuplot-nox installed, is there room on the disk?");
    }
}

void makePictureFolder(const fs::path& folder) {
    std::error_code failure;
    fs::create_directories(folder, failure);
    if (!fs::is_directory(folder))
        throw Error(folder.string() + ": cannot be made (" + failure.message() + ")");
}

} // namespace solus::train
